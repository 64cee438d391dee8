"""Clears the clipboard after a time if it still holds what was copied: run as a program of its own, after we have left.

Its order comes over standard input: how long to wait, the SHA-256 of the text, and where it may be. It imports nothing
of ours, so that it runs with ``python -I -S`` wherever this file lies.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

_PATIENCE = 5.0  # seconds for a tool
_WAITING = "--waiting"


def main() -> None:
    """Read the order, let go of whoever called, wait, clear."""
    text = sys.stdin.read()
    if _WAITING not in sys.argv:
        _go_on_alone(text)
    order = json.loads(text)
    time.sleep(order["seconds"])
    for recipe in order["recipes"]:
        if _is_last(recipe):
            _RECIPES[recipe["kind"]](recipe, order["sha256"])


def _is_last(recipe: Mapping[str, Any]) -> bool:
    """Nothing of ours was copied there since; a later copy has a timer of its own. True where that isn't known."""
    try:
        with open(recipe["mark"], encoding="ascii") as file:  # noqa: PTH123  imports nothing
            return bool(file.read() == recipe["token"])
    except (KeyError, OSError, ValueError):
        return True


def _go_on_alone(text: str) -> None:
    """Returns in a process that nobody waits for; the one that was called ends here."""
    if hasattr(os, "fork"):
        if os.fork():
            os._exit(0)
        return
    with subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-I", __file__, _WAITING],
        stdin=subprocess.PIPE,
        creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
    ) as process:
        assert process.stdin is not None
        process.stdin.write(text.encode())
        process.stdin.close()
        os._exit(0)


def _by_tool(recipe: Mapping[str, Any], wanted: str) -> None:
    if digest(_output(recipe["paste"])) == wanted:
        _ran(recipe["clear"], subprocess.DEVNULL)  # xclip stays behind, with whatever streams it was given


def _by_tmux(_: Mapping[str, Any], wanted: str) -> None:
    """Whichever buffer holds it, so that what was copied since stays."""
    for name in (_output(["tmux", "list-buffers", "-F", "#{buffer_name}"]) or b"").decode().splitlines():
        if digest(_output(["tmux", "save-buffer", "-b", name, "-"])) == wanted:
            _output(["tmux", "delete-buffer", "-b", name])


def _by_pyperclip(_: Mapping[str, Any], wanted: str) -> None:
    import pyperclip

    if digest(pyperclip.paste().encode()) == wanted:
        pyperclip.copy("")


def _output(command: list[str]) -> bytes | None:
    """What a tool prints; None if it can't."""
    return _ran(command, subprocess.PIPE)


def _ran(command: list[str], stdout: int) -> bytes | None:
    """Run a tool with an empty input, which is what clears xclip's selection."""
    try:
        done = subprocess.run(  # noqa: S603 - the tools that clipboard.py names
            command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def digest(text: bytes | None) -> str:
    """The same for one text whatever its line ends are, and with one more at its end: Windows changes both."""
    if text is None:
        return ""
    return hashlib.sha256(text.replace(b"\r\n", b"\n").rstrip(b"\n")).hexdigest()


_RECIPES: Mapping[str, Callable[[Mapping[str, Any], str], None]] = {
    "tool": _by_tool,
    "tmux": _by_tmux,
    "pyperclip": _by_pyperclip,
}

if __name__ == "__main__":
    main()
