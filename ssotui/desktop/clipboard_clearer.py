"""Clears the clipboard after a time if it still contains the copied text. Runs as a program after ssotui has exited.

Standard input is a JSON document: how long to wait, the SHA-256 of the text, and where it may be. Imports nothing of
ssotui, so that it runs with ``python -I -S`` from any folder.
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
    """Read the document, detach from the caller, wait, clear."""
    text = sys.stdin.read()
    if _WAITING not in sys.argv:
        _go_on_alone(text)
    order = json.loads(text)
    time.sleep(order["seconds"])
    for recipe in order["recipes"]:
        if _is_last(recipe):
            _RECIPES[recipe["kind"]](recipe, order["sha256"])


def _is_last(recipe: Mapping[str, Any]) -> bool:
    """Whether ssotui copied nothing there since; a later copy has a timer of its own. True if that isn't known."""
    try:
        with open(recipe["mark"], encoding="ascii") as file:  # noqa: PTH123  imports nothing
            return bool(file.read() == recipe["token"])
    except (KeyError, OSError, ValueError):
        return True


def _go_on_alone(text: str) -> None:
    """Continue in a detached process; the one that was called exits here."""
    if hasattr(os, "fork"):
        if os.fork():
            os._exit(0)
        return
    with subprocess.Popen(  # noqa: S603 - this program
        [sys.executable, "-I", __file__, _WAITING],
        stdin=subprocess.PIPE,
        creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
    ) as process:
        assert process.stdin is not None
        process.stdin.write(text.encode())
        process.stdin.close()
        os._exit(0)


def _by_tool(recipe: Mapping[str, Any], expected_digest: str) -> None:
    if digest(_output(recipe["paste"])) == expected_digest:
        _ran(recipe["clear"], subprocess.DEVNULL)  # xclip keeps running, with the streams that it gets


def _by_tmux(_: Mapping[str, Any], expected_digest: str) -> None:
    """Delete the tmux buffers that contain the text. Other buffers stay."""
    for name in (_output(["tmux", "list-buffers", "-F", "#{buffer_name}"]) or b"").decode().splitlines():
        if digest(_output(["tmux", "save-buffer", "-b", name, "-"])) == expected_digest:
            _output(["tmux", "delete-buffer", "-b", name])


def _by_pyperclip(_: Mapping[str, Any], expected_digest: str) -> None:
    import pyperclip

    if digest(pyperclip.paste().encode()) == expected_digest:
        pyperclip.copy("")


def _output(command: list[str]) -> bytes | None:
    """The output of a tool; None if it fails."""
    return _ran(command, subprocess.PIPE)


def _ran(command: list[str], stdout: int) -> bytes | None:
    """Run a tool with empty input, which clears xclip's selection."""
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
    """The SHA-256 of a text, ignoring the kind of line ends and a last one, because Windows changes both."""
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
