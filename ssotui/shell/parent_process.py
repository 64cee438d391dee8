"""The name of the process that started us: from /proc where there is one, else (macOS, BSD) from ps."""

from __future__ import annotations

import os

_PATIENCE = 2.0  # seconds


def parent_name(processes: str = "/proc", ps: str = "/bin/ps") -> str:
    """Such as ``zsh``; empty where nothing tells it."""
    parent = os.getppid()
    try:
        with open(f"{processes}/{parent}/comm", encoding="utf-8", errors="replace") as file:  # noqa: PTH123  # light
            return file.read().strip()
    except OSError:
        return _by_ps(ps, parent) if os.name == "posix" else ""


def _by_ps(ps: str, parent: int) -> str:
    """macOS gives a path, or a login shell's name with its hyphen (ps(1) there, "comm")."""
    import subprocess  # 20 ms that a wrapper saves

    try:
        done = subprocess.run(  # noqa: S603 - a path of ours and a number
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
