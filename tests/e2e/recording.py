"""A program on a pseudo-terminal whose output is recorded with its times, and drawn cell by cell."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_PATIENCE = 60.0
_PIECES = re.compile(
    r"\x1b\[(?P<codes>[0-9;]*)(?P<command>[mHGJ])|\x1b\[(?P<private>[?<>=][0-9;]*\$?[a-zA-Z])"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()=>][0-9A-Z]?|(?P<line>[\r\n])|(?P<text>[^\x1b\r\n])"
)
_UNFINISHED = re.compile(r"\x1b[^a-zA-Z]*\Z")

Cell = tuple[str, str]
"""A character and its style."""


class Drawn(NamedTuple):
    """A cell that was drawn."""

    y: int
    x: int
    cell: Cell


@dataclass
class Screen:
    """What a terminal shows. For text whose characters are one column wide."""

    width: int
    height: int
    is_alternate: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    _x: int = 0
    _y: int = 0
    _style: str = ""
    _rest: str = ""

    def feed(self, output: str) -> Iterator[Drawn]:
        """Draw the output; every cell as it is drawn."""
        output, self._rest = self._rest + output, ""
        if unfinished := _UNFINISHED.search(output):
            output, self._rest = output[: unfinished.start()], unfinished[0]
        for match in _PIECES.finditer(output):
            if match["text"]:
                yield self._put(match["text"])
            elif match["line"]:
                self._x, self._y = 0, self._y + (match["line"] == "\n")
            elif match["private"]:
                self._switch(match["private"])
            elif match["command"]:
                self._obey(match["command"], match["codes"])

    def text(self) -> str:
        lines = ("".join(self.cells.get((y, x), (" ", ""))[0] for x in range(self.width)) for y in range(self.height))
        return "\n".join(line.rstrip() for line in lines)

    def _put(self, character: str) -> Drawn:
        drawn = Drawn(self._y, self._x, (character, self._style))
        self.cells[drawn.y, drawn.x] = drawn.cell
        self._x += 1
        return drawn

    def _switch(self, code: str) -> None:
        if code in ("?1049h", "?1049l"):
            self.is_alternate = code == "?1049h"
            self.cells.clear()

    def _obey(self, command: str, codes: str) -> None:
        if command == "m":
            self._style = codes if codes not in ("", "0") else ""
        elif command == "H":
            self._y, self._x = (int(code) - 1 for code in codes.split(";")) if codes else (0, 0)
        elif command == "G":
            self._x = int(codes) - 1
        elif codes == "2":
            self.cells.clear()


class Recording:
    """A running program, and what it has written: (seconds since its start, bytes)."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int]) -> None:
        self._terminal, other = pty.openpty()
        self._other = other  # open, so that the last output can be read
        self.resize(size)
        self.attributes = termios.tcgetattr(self._terminal)
        self.chunks: list[tuple[float, bytes]] = []
        self._start = time.perf_counter()
        setsid = shutil.which("setsid")
        assert setsid
        self._process = subprocess.Popen([setsid, "--ctty", *command], stdin=other, stdout=other, stderr=other, env=env)

    @property
    def output(self) -> bytes:
        return b"".join(chunk for _, chunk in self.chunks)

    def resize(self, size: tuple[int, int]) -> None:
        """To so many columns and lines. The kernel sends SIGWINCH to the program."""
        width, height = size
        fcntl.ioctl(self._other, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def type(self, keys: bytes) -> None:
        os.write(self._terminal, keys)

    def until(self, claim: Callable[[bytes], bool], what: str) -> None:
        """Record until the claim about the whole output is true."""
        end = time.perf_counter() + _PATIENCE
        while not claim(self.output):
            assert time.perf_counter() < end, f"{what} never came: {self.output[-2000:]!r}"
            self.watch(0.02)

    def watch(self, seconds: float) -> None:
        """Record what comes now, waiting for it at most so long."""
        if select.select([self._terminal], [], [], seconds)[0]:
            self.chunks.append((time.perf_counter() - self._start, os.read(self._terminal, 65536)))

    def watch_until(self, moment: float) -> None:
        """Record until so many seconds after the start."""
        while (left := moment - (time.perf_counter() - self._start)) > 0:
            self.watch(left)

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def ended(self) -> int:
        """Record until it ends. Returns its exit status."""
        self.until(lambda _: self._process.poll() is not None, "the end")
        while select.select([self._terminal], [], [], 0)[0]:
            self.watch(0)
        return self._process.returncode

    @property
    def is_restored(self) -> bool:
        return termios.tcgetattr(self._terminal) == self.attributes

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._terminal)
        os.close(self._other)
