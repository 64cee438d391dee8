"""A program on a pseudo-terminal: what it paints and when, keys for it, and when it is gone."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

_PATIENCE = 120.0
_PATIENCE_FOR_KEY, _IS_QUIET = 1.0, 0.04
_ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()=>][0-9A-Z]?|\x1b\][^\x07]*\x07|\x1bP[^\x1b]*\x1b\\")


class Painting:
    """One program; times are seconds since it was started."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self._descriptor = descriptor
        self._start = time.perf_counter()
        self._painted = b""
        self._is_over = False

    def until(self, text: str) -> float:
        """When ``text`` had been painted, counted from the last ``forget``. Raises RuntimeError if it never is."""
        while not self.has_painted(text):
            if not self._read(_PATIENCE):
                raise RuntimeError(f"{text!r} was never painted: {_ESCAPES.sub(b'', self._painted)[-2000:]!r}")
        return self.seconds()

    def has_painted(self, text: str) -> bool:
        wanted = text.encode()
        return wanted in self._painted or wanted in _ESCAPES.sub(b"", self._painted)

    def seconds(self) -> float:
        return time.perf_counter() - self._start

    def forget(self) -> None:
        """Wait for what was painted until now no longer."""
        self._painted = b""

    def press(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def repaint(self, keys: str) -> float | None:
        """Press ``keys``; seconds until the last byte of what they repaint, None if they repaint nothing."""
        start, last = time.perf_counter(), None
        self.press(keys)
        while self._read(_PATIENCE_FOR_KEY if last is None else _IS_QUIET):
            last = time.perf_counter()
        return last - start if last else None

    def watch(self, seconds: float) -> None:
        """Let it paint for so long."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0 and not self._is_over:
            self._read(left)

    def gone(self) -> float:
        """Wait for its end; when that was."""
        while self._read(_PATIENCE):
            continue
        os.waitpid(self.pid, 0)
        self._is_over = True
        return self.seconds()

    def close(self) -> None:
        if not self._is_over:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._descriptor)

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self._descriptor], [], [], patience)
        if not ready:
            return False
        try:
            read = os.read(self._descriptor, 65536)
        except OSError:  # Linux says so when the other side has closed
            return False
        self._painted += read
        return bool(read)


@contextmanager
def painting(command: Sequence[str], env: Mapping[str, str]) -> Iterator[Painting]:
    """Start ``command`` on a terminal of 120 columns and 40 lines; it is killed at the end if it still runs."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.execvpe(command[0], list(command), env)
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    program = Painting(pid, descriptor)
    try:
        yield program
    finally:
        program.close()
