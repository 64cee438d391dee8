"""Prints the output of several commands, line by line, with the names of account and role before each line."""

from __future__ import annotations

import sys
import threading
from collections.abc import Hashable, Mapping, Sequence

from ssotui.cli import output, streams
from ssotui.core.printable import printable, shortened

_WIDEST = 40
_COLORS = (36, 33, 35, 34, 32)  # SGR codes; red is for errors


class PrefixedOutput:
    """Writes whole lines only. Thread-safe. stdout stays stdout, and stderr stderr; only terminals get colors."""

    def __init__(self, names: Mapping[Hashable, tuple[str, str]], env: Mapping[str, str]) -> None:
        """``names`` are account and role of each command by its key."""
        shown = {key: [shortened(printable(name), _WIDEST) for name in pair] for key, pair in names.items()}
        self._titles = _aligned(shown)
        has_colors = output.has_colors(env)
        self._is_terminal = {False: sys.stdout.isatty(), True: sys.stderr.isatty()}
        self._colored = {is_error: has_colors and found for is_error, found in self._is_terminal.items()}
        self._colors = {key: _COLORS[number % len(_COLORS)] for number, key in enumerate(names)}
        self._lock = threading.Lock()

    def write(self, key: Hashable, line: bytes, *, is_error: bool) -> None:
        """``line`` is without its line end. Raises as streams.write does."""
        if self._is_terminal[is_error]:
            line = line.rpartition(b"\r")[2]  # it would overwrite the names
        prefix = f"{self._titles[key]} | "
        if self._colored[is_error]:
            prefix = f"\x1b[{self._colors[key]}m{prefix}\x1b[0m"
        with self._lock:
            streams.pass_on(prefix.encode("utf-8", "replace") + line + b"\n", is_error=is_error)

    def say(self, key: Hashable, message: str) -> None:
        """Write a message of ssotui to stderr."""
        self.write(key, f"ssotui: {printable(message)}".encode("utf-8", "replace"), is_error=True)


def _aligned(names: Mapping[Hashable, Sequence[str]]) -> dict[Hashable, str]:
    widths = [max(map(output.columns, column)) for column in zip(*names.values(), strict=True)]
    return {
        key: "  ".join(name + " " * (width - output.columns(name)) for name, width in zip(pair, widths, strict=True))
        for key, pair in names.items()
    }
