"""Finds the name of the parent process: in /proc, else (macOS, BSD) with ps."""

from __future__ import annotations

import os

from ssotui.core.shell.shell_table import shell_of

_PATIENCE = 2.0  # seconds


def parent_name(processes: str = "/proc", ps: str = "/bin/ps") -> str:
    """The name, such as ``zsh``; "" if it can't be found.

    A shell's is that of its executable: the process has the name of the script that it runs, or of a symbolic link.
    """
    parent = os.getppid()
    executable = _executable(f"{processes}/{parent}/exe")
    if shell_of(executable):
        return executable
    try:
        with open(f"{processes}/{parent}/comm", encoding="utf-8", errors="replace") as file:  # noqa: PTH123  # light
            return file.read().strip()
    except OSError:
        return _by_ps(ps, parent) if os.name == "posix" else ""


def _executable(link: str) -> str:
    """The name of the file that ``link`` leads to; "" where there is no such link, or it may not be read."""
    try:
        return os.path.basename(os.readlink(link))  # noqa: PTH115, PTH119  # light
    except OSError:
        return ""


def _by_ps(ps: str, parent: int) -> str:
    """The name by ps. On macOS it is a path, or has a hyphen for a login shell (man ps, "comm")."""
    import subprocess  # takes 20 ms, and isn't needed with a wrapper

    try:
        done = subprocess.run(  # noqa: S603 - a constant path and a number
            [ps, "-o", "comm=", "-p", str(parent)],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().rpartition("/")[2].removeprefix("-")
