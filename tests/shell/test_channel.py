"""Where an export goes: into the wrapper's file and no other, or out as code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ssotui.core.shell.exports import switch
from ssotui.core.shell.variables import LINES_VERSION
from ssotui.errors import FileError
from ssotui.shell.channel import HandedOver, hand_over, shell_in_use, without_channel

EXPORT = switch("prod", None)


def wrapped(path: object) -> dict[str, str]:
    return {"SSOTUI_CHANNEL": str(path), "SSOTUI_SHELL": "bash", "SSOTUI_HOOK": LINES_VERSION}


@pytest.fixture
def private(tmp_path: Path) -> Path:
    path = tmp_path / "channel"
    path.touch(mode=0o600)
    return path


@pytest.mark.parametrize("terminal", [True, False])
def test_the_wrapper_gets_lines_and_nothing_is_left_to_print(private: Path, terminal: bool) -> None:
    assert hand_over(EXPORT, wrapped(private), terminal=terminal) == HandedOver()
    assert private.read_text().splitlines()[-1] == "AWS_PROFILE=prod"


def test_a_file_without_a_name_is_reached_by_its_number(private: Path) -> None:
    descriptor = os.open(private, os.O_RDWR)
    private.unlink()
    hand_over(EXPORT, wrapped(f"/dev/fd/{descriptor}"), terminal=True)
    assert os.pread(descriptor, 1000, 0).splitlines()[-1] == b"AWS_PROFILE=prod"
    os.close(descriptor)


def test_a_wrapper_of_another_version_is_told_of(private: Path) -> None:
    left = hand_over(EXPORT, {**wrapped(private), "SSOTUI_HOOK": "0"}, terminal=True)
    assert left == HandedOver(has_old_wrapper=True)


def test_no_file_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        hand_over(EXPORT, wrapped(tmp_path / "gone"), terminal=True)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_where_the_file_has_become_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "channel"
    os.mkfifo(pipe, 0o600)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(FileError, match="not the file that the ssotui function created"):
        hand_over(EXPORT, wrapped(pipe), terminal=True)
    assert os.read(reader, 1000) == b""
    os.close(reader)


def test_no_link_is_followed(private: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(private)
    with pytest.raises(FileError):
        hand_over(EXPORT, wrapped(link), terminal=True)
    assert private.read_text() == ""


def test_a_file_with_a_second_name_is_refused(private: Path, tmp_path: Path) -> None:
    os.link(private, tmp_path / "second")
    with pytest.raises(FileError):
        hand_over(EXPORT, wrapped(private), terminal=True)
    assert private.read_text() == ""


def test_a_pipe_is_refused_and_holds_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError):
        hand_over(EXPORT, wrapped(tmp_path / "pipe"), terminal=True)


def test_a_closed_descriptor_is_told_of() -> None:
    with pytest.raises(FileError):
        hand_over(EXPORT, wrapped("/dev/fd/987"), terminal=True)


def test_without_a_wrapper_the_code_is_all_there_is() -> None:
    left = hand_over(EXPORT, {"SSOTUI_SHELL": "fish"}, terminal=False)
    assert "\nset -gx AWS_PROFILE 'prod';\n" in left.code
    assert left.hints == ()


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("bash", 'Add this to ~/.bashrc and start a new shell: eval "$({} init bash)"'),
        ("fish", "Add this to ~/.config/fish/config.fish and start a new shell: {} init fish | source"),
        ("sh", 'Have the shell run it: eval "$(command {} use prod)"'),
    ],
)
def test_on_a_terminal_the_wrapper_is_recommended(
    shell: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "ssotui").touch(mode=0o755)
    monkeypatch.setattr(sys, "argv", [str(folder / "ssotui")])
    off_path, on_path = ({"SSOTUI_SHELL": shell, "PATH": path} for path in ("/nowhere", f"/nowhere:{folder}"))
    assert hand_over(EXPORT, on_path, terminal=True).hints[1] == line.format("ssotui")
    assert hand_over(EXPORT, off_path, terminal=True).hints[1] == line.format(f"'{folder}/ssotui'")


def test_a_wrapper_without_a_file_is_not_switched_and_that_is_a_failure(tmp_path: Path) -> None:
    """Nobody evaluates what is printed: ``ssotui use X >/dev/null && deploy`` must not deploy."""
    env = {**wrapped(""), "TMPDIR": str(tmp_path)}
    for terminal in (True, False):
        with pytest.raises(FileError, match="no temporary file can be created, so this shell was not switched"):
            hand_over(EXPORT, env, terminal=terminal)


@pytest.mark.parametrize(
    ("env", "parent", "shell"),
    [
        ({"SSOTUI_SHELL": "zsh", "SHELL": "/bin/fish"}, "bash", "zsh"),
        ({"SSOTUI_SHELL": "nonsense", "SHELL": "/usr/bin/fish"}, "bash", "bash"),
        ({"SHELL": "/usr/bin/fish"}, "make", "fish"),
        ({"SHELL": "/bin/csh"}, "", "tcsh"),
        ({"SHELL": "/bin/fish"}, "pwsh", "powershell"),
        ({"SHELL": "/bin/dash"}, "", "sh"),
        ({"SSOTUI_SHELL": "nushell"}, "bash", "nushell"),
        ({"SHELL": "/usr/bin/fish"}, "busybox", "sh"),
        ({"SHELL": "/usr/bin/fish"}, "mksh-static", "sh"),
        ({"SHELL": "/usr/bin/fish"}, "ksh93", "sh"),
        ({"SHELL": "/bin/zsh"}, "bash-5.2", "bash"),
        ({"SHELL": "/bin/zsh"}, "nu", "nushell"),
        ({"SHELL": "/bin/nonsense"}, "python3.11", "sh"),
    ],
)
def test_the_shell_in_use_is_known_or_guessed(
    env: dict[str, str], parent: str, shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssotui.shell.channel.parent_name", lambda: parent)
    assert shell_in_use(env) == shell


def test_a_program_we_start_does_not_inherit_the_channel() -> None:
    assert without_channel({**wrapped("x"), "PATH": "/bin", "SSOTUI_PREVIOUS_PROFILE": "a"}) == {
        "PATH": "/bin",
        "SSOTUI_PREVIOUS_PROFILE": "a",
    }
