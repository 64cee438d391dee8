"""The shell that started us is known by its name, on systems with /proc and without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ssotui.shell.parent_process import parent_name

SHELLS = [pytest.param(name, marks=pytest.mark.needs(name)) for name in ("bash", "zsh", "fish")]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("processes", ["/proc", "/nonexistent"], ids=["by /proc", "by ps"])
def test_the_shell_is_known(shell: str, processes: str) -> None:
    code = f"from ssotui.shell.parent_process import parent_name as name; print(name({processes!r}))"
    done = subprocess.run(
        [shell, "-c", f'{sys.executable} -c "{code}"; true'], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == shell


@pytest.mark.parametrize(("printed", "name"), [("-zsh", "zsh"), ("/opt/homebrew/bin/fish", "fish"), ("bash", "bash")])
def test_what_ps_prints_on_macos_is_understood(printed: str, name: str, tmp_path: Path) -> None:
    ps = tmp_path / "ps"
    ps.write_text(f'#!/bin/sh\n[ "$1 $2 $3" = "-o comm= -p" ] && echo "{printed}"\n')
    ps.chmod(0o755)
    assert parent_name("/nonexistent", str(ps)) == name


def test_without_either_it_is_unknown() -> None:
    assert parent_name("/nonexistent", "/nonexistent") == ""
