"""A command whose output is read line by line, as bytes. Several can run at once, each read in a thread of its own."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import IO

from ssotui.desktop.processes import NotStarted, exit_status, popen_arguments
from ssotui.named_tuples import NamedTuple
from ssotui.worker_pool import WorkerPool

_LONGEST = 65_536  # bytes of a line; a longer one is cut into pieces
_AHEAD = 1_000  # lines that are read before those before them were used
_QUIET = 0.5  # seconds of silence after the command has ended: what it has left running may keep its pipes open


class Line(NamedTuple):
    """A line without its line end, and whether it is from stderr."""

    text: bytes
    is_error: bool


class CapturedCommand:
    """A running command without input, in ssotui's process group, so that the terminal's Ctrl+C reaches it, too."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start it. Raises NotStarted."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the user's command
                popen_arguments(command, env),
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
            )
        except OSError as error:
            raise NotStarted(command[0], error) from error

    def lines(self) -> Iterator[Line]:
        """Its output, each line as soon as it is complete. Ends with the command. To be called once."""
        read: queue.Queue[Line | None] = queue.Queue(_AHEAD)
        process = self._process
        assert process.stdout
        assert process.stderr
        pipes = ((process.stdout, False), (process.stderr, True))
        for pipe, is_error in pipes:
            WorkerPool(_reader(pipe, is_error, read))
        open_pipes = len(pipes)
        while open_pipes:
            try:
                line = read.get(timeout=_QUIET)
            except queue.Empty:
                if process.poll() is not None:
                    return
                continue
            if line is None:
                open_pipes -= 1
            else:
                yield line

    def wait(self) -> int:
        """Its exit status, or 128 + the signal that ended it."""
        return exit_status(self._process.wait())

    def send(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        with suppress(OSError):
            self._process.send_signal(number)


def _reader(pipe: IO[bytes], is_error: bool, read: queue.Queue[Line | None]) -> Callable[[threading.Event], None]:
    """Puts the lines of a pipe into ``read``, and None at its end. Closes the pipe."""

    def work(_: threading.Event) -> None:
        rest = b""
        with pipe:
            while received := os.read(pipe.fileno(), _LONGEST):
                *lines, rest = (rest + received).split(b"\n")
                for line in lines:
                    read.put(Line(line.removesuffix(b"\r"), is_error))
                while len(rest) >= _LONGEST:
                    read.put(Line(rest[:_LONGEST], is_error))
                    rest = rest[_LONGEST:]
        if rest:
            read.put(Line(rest, is_error))
        read.put(None)

    return work
