"""The picker is on the screen before Textual is imported, and whatever happens then leaves the terminal clean."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ssotui.demo.home import ASSUME_ROLE_PROFILE, DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux", "bash", "pkill")

# A package that takes Textual's place, and imports it when a file is there.
_SLOW_TEXTUAL = """
import os, sys, time
while not os.path.exists({gate!r}):
    time.sleep(0.02)
sys.path.remove({folder!r})
del sys.modules["textual"]
import textual
"""
_END = "Esc leave"  # the last words of the picture


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """Textual is imported when this file exists."""
    return tmp_path / "gate"


@pytest.fixture
def bash(open_terminal: OpenTerminal, home: DemoHome, gate: Path, tmp_path: Path) -> Terminal:
    """A shell in which the picker was open once, and where Textual takes long to import."""
    folder = tmp_path / "slow"
    (folder / "textual").mkdir(parents=True)
    source = _SLOW_TEXTUAL.format(gate=str(gate), folder=str(folder))
    (folder / "textual" / "__init__.py").write_text(source, encoding="utf-8")
    terminal = open_terminal("bash --norc --noprofile", home.env)
    terminal.command("ssotui")
    terminal.until_listed()
    terminal.until_that(lambda _: bool(looks(home)), "a kept look")
    terminal.press("Escape")
    terminal.until_that(lambda _: not terminal.alternate_screen(), "the normal screen")
    terminal.command(f"export PYTHONPATH={folder}; clear")
    return terminal


def is_clean(terminal: Terminal) -> bool:
    """Back on the normal screen, with a visible cursor and line wrap."""
    return terminal.ask("#{alternate_on}#{cursor_flag}#{wrap_flag}") == "011"


def looks(home: DemoHome) -> list[Path]:
    """The looks that are kept for the next picture."""
    return list((home.folder / ".cache" / "ssotui").glob("look-*.json"))


def forget_looks(home: DemoHome) -> None:
    for path in looks(home):
        path.unlink()


def open_without_textual(terminal: Terminal) -> str:
    terminal.command("ssotui")
    return terminal.until(_END)


def test_it_is_painted_before_textual_and_textual_changes_nothing_but_progress(bash: Terminal, gate: Path) -> None:
    early = open_without_textual(bash)
    assert "type to find an account or role" in early
    assert "75 accounts" in early
    gate.touch()
    bash.until_that(lambda _: bash.ask("#{mouse_any_flag}") == "1", "Textual to take over")
    bash.press("Escape")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == "130"


def test_keys_typed_on_the_picture_act_in_their_order(bash: Terminal, gate: Path) -> None:
    open_without_textual(bash)
    bash.type("prodd")
    bash.press("BSpace")
    bash.type("x")
    assert "prod" not in bash.screen().splitlines()[0], "nothing is echoed"
    gate.touch()
    bash.until("❯ prodx")


def test_a_paste_onto_the_picture_is_one_paste_whose_lines_are_no_enter(bash: Terminal, gate: Path) -> None:
    open_without_textual(bash)
    bash.paste(f"{ASSUME_ROLE_PROFILE}\n")
    bash.type("x")
    gate.touch()
    bash.until(f"❯ {ASSUME_ROLE_PROFILE}x")
    assert bash.alternate_screen(), "nothing was chosen"
    bash.press("C-c")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == "130"


@pytest.mark.parametrize("key", ["Escape", "C-c"])
def test_a_key_that_leaves_leaves_the_picture(bash: Terminal, key: str) -> None:
    open_without_textual(bash)
    bash.press(key)
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == "130"
    assert "Traceback" not in bash.screen()


@pytest.mark.parametrize(("signal", "code"), [("TERM", "143"), ("HUP", "129"), ("QUIT", "131"), ("INT", "130")])
def test_a_signal_leaves_the_picture_cleanly(bash: Terminal, signal: str, code: str) -> None:
    bash.command("ssotui & pid=$!; fg >/dev/null")
    bash.until(_END)
    bash.beside(f"pkill -{signal} -P {bash.ask('#{pane_pid}')}")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == code


def test_a_stopped_picture_gives_the_shell_back_and_the_picker_opens_with_fg(bash: Terminal, gate: Path) -> None:
    open_without_textual(bash)
    bash.beside(f"pkill -TSTP -P {bash.ask('#{pane_pid}')}")
    bash.until_that(lambda screen: is_clean(bash) and "Stopped" in screen, "the shell")
    gate.touch()
    bash.command("fg")
    bash.until("type to find an account or role")
    bash.press("Escape")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == "130"


def test_a_crash_behind_the_picture_leaves_the_terminal_clean(bash: Terminal, gate: Path, tmp_path: Path) -> None:
    open_without_textual(bash)
    (tmp_path / "slow" / "textual" / "__init__.py").write_text("raise RuntimeError", encoding="utf-8")
    bash.press("C-c")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    bash.command("clear; ssotui")
    bash.until_that(lambda screen: is_clean(bash) and "RuntimeError" in screen, "the message of the crash")
    assert bash.status() == "1"


def test_after_a_sign_out_the_picture_says_so(bash: Terminal) -> None:
    bash.command(f"PYTHONPATH= {sys.executable} -m ssotui logout --all; clear")
    bash.until_that(lambda screen: not screen.strip().strip("$"), "the sign-out")
    bash.command("ssotui")
    assert "signed out" in bash.until("type to find an account or role")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("ssotui data read", "❯ data read"),
        ("ssotui use read data", "use: choose a role ❯ read data"),
        ("ssotui exec read data -- env", "exec: choose a role ❯ read data"),
        ("ssotui creds read data", "creds: choose a role ❯ read data"),
        ("ssotui console read data", "console: choose a role ❯ read data"),
    ],
)
def test_with_a_query_and_as_a_selector_it_is_painted_before_textual(
    bash: Terminal, home: DemoHome, command: str, line: str
) -> None:
    forget_looks(home)
    bash.command(f"PYTHONPATH= {command}")
    bash.until_that(lambda _: bool(looks(home)), "a kept look")
    bash.press("C-c")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    bash.command(command)
    early = bash.until_that(lambda screen: line in screen and "Esc " in screen, "the picture")
    assert "found" in early.splitlines()[0]
    bash.press("C-c")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == "130"


def test_esc_on_the_picture_clears_the_query_then_leaves(bash: Terminal, gate: Path) -> None:
    bash.command("ssotui data read")
    bash.until("Esc clear")
    bash.type("prod")
    bash.press("Escape", "Escape")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == "130"
    assert not gate.exists(), "Textual was never there"
