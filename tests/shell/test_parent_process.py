"""The shell that started us is known by its name, on systems with /proc and without."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ssotui.core.shell.shell_table import shell_of
from ssotui.shell.parent_process import parent_name

NAMES = ("bash", "zsh", "fish", "elvish", "tcsh", "dash", "ksh", "mksh", "yash", "posh", "xonsh")
SHELLS = [pytest.param(name, marks=pytest.mark.needs(name)) for name in NAMES]
LINKS = (
    ("dash", "sh"),
    ("ksh", "ksh93"),
    ("mksh", "mksh-static"),
    ("busybox", "ash"),
    ("tcsh", "csh"),
    ("zsh", "zsh-5.9"),
)
ASK = "from ssotui.shell.parent_process import parent_name as name; print(name({!r}))"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("processes", ["/proc", "/nonexistent"], ids=["by /proc", "by ps"])
def test_the_shell_is_known(shell: str, processes: str) -> None:
    assert shell_of(asked([shell, "-c", "{}; true"], processes)) == shell_of(shell)


@pytest.mark.parametrize(
    ("shell", "link"), [pytest.param(*pair, marks=pytest.mark.needs(pair[0]), id=pair[1]) for pair in LINKS]
)
@pytest.mark.parametrize("processes", ["/proc", "/nonexistent"], ids=["by /proc", "by ps"])
def test_it_is_known_by_a_symbolic_link(shell: str, link: str, processes: str, tmp_path: Path) -> None:
    (tmp_path / link).symlink_to(shutil.which(shell) or shell)
    assert shell_of(asked([str(tmp_path / link), "-c", "{}; true"], processes)) == shell_of(shell)


@pytest.mark.parametrize(
    "shell", [pytest.param(name, marks=pytest.mark.needs(name)) for name in ("dash", "zsh", "fish")]
)
def test_it_is_known_from_a_script_of_its_own(shell: str, tmp_path: Path) -> None:
    script = tmp_path / "deploy"
    script.write_text(f'#!{shutil.which(shell)}\n{sys.executable} -c "{ASK.format("/proc")}"\ntrue\n')
    script.chmod(0o755)
    done = subprocess.run([script], capture_output=True, text=True, check=True)
    assert shell_of(done.stdout.strip()) == shell_of(shell)


def asked(words: list[str], processes: str) -> str:
    """What a shell's child is told its parent is; ``{}`` in ``words`` stands for starting that child."""
    command = f'{sys.executable} -c "{ASK.format(processes)}"'
    done = subprocess.run([word.replace("{}", command) for word in words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(("printed", "name"), [("-zsh", "zsh"), ("/opt/homebrew/bin/fish", "fish"), ("bash", "bash")])
def test_what_ps_prints_on_macos_is_understood(printed: str, name: str, tmp_path: Path) -> None:
    ps = tmp_path / "ps"
    ps.write_text(f'#!/bin/sh\n[ "$1 $2 $3" = "-o comm= -p" ] && echo "{printed}"\n')
    ps.chmod(0o755)
    assert parent_name("/nonexistent", str(ps)) == name


def test_without_either_it_is_unknown() -> None:
    assert parent_name("/nonexistent", "/nonexistent") == ""
