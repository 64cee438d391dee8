"""Pipes, full disks and files that can't be opened where a file is expected: a sentence, and never a wait."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.shell.init_script import script

LIST = [sys.executable, "-m", "ssotui", "list", "--session", "acme", "--refresh", "--plain"]
as_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root: it mounts a small disk")


def run(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("path", ["/no/such/folder/keys.log", "/"])
def test_a_key_log_that_can_not_be_opened_is_named(home: DemoHome, path: str) -> None:
    done = run(LIST, {**home.env, "SSLKEYLOGFILE": path})
    assert done.returncode == 8
    assert done.stderr.startswith(f"ssotui: {path}: can't be written")
    assert done.stderr.endswith("Correct SSLKEYLOGFILE, or unset it.\n")


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_a_pipe_as_ca_bundle_keeps_nobody_waiting(home: DemoHome, tmp_path: Path, variable: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = run(LIST, {**home.env, variable: str(tmp_path / "pipe")})
    assert done.returncode == 8
    assert f"is not a file, but {variable} is set to it" in done.stderr


def test_a_pipe_as_log_keeps_nobody_waiting(home: DemoHome) -> None:
    state = home.folder / ".local" / "state" / "ssotui"
    state.mkdir(parents=True, exist_ok=True)
    os.mkfifo(state / "debug.log")
    assert run([*LIST, "--debug"], home.env).returncode == 0


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that takes the names of files, and nothing in them."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k,mode=1777", "tmpfs", disk], check=True)
    (disk / "all of it").write_bytes(b"x" * 4096)
    yield disk
    subprocess.run(["umount", disk], check=True)


@as_root
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_full_disk_at_the_hand_over_is_told_and_nothing_is_switched(
    home: DemoHome, shell: str, full_disk: Path, tmp_path: Path
) -> None:
    hook = tmp_path / "hook"
    hook.write_text(script(shell, "ssotui", [sys.executable, "-P", "-m", "ssotui"]))
    words = f"source {hook}; ssotui use {home.profiles[1]}; echo status=$status$?; printenv AWS_PROFILE"
    env = {
        **os.environ,
        **home.env,
        "TMPDIR": str(full_disk),
        "XDG_RUNTIME_DIR": str(full_disk),
        "AWS_PROFILE": "before",
    }
    done = run([shell, "-c", words.replace("$status$?", "$status" if shell == "fish" else "$?")], env)
    assert done.stdout == "status=8\nbefore\n"
    assert "the shell can't be reached (No space left on device)" in done.stderr
    assert "Free some space for temporary files" in done.stderr
