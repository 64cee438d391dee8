"""A program on a pseudo-terminal that holds it as the picker does, under a parent that does what a shell does."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_PATIENCE = 20.0
_ROOT = Path(__file__).parents[2]
_PROGRAM = """
import os, select, signal, sys, termios, time
from ssotui.cli.signals import ending_cleanly
from ssotui.tui.held_terminal import HeldTerminal, held
raw = termios.tcgetattr(0)
raw[3] &= ~termios.ICANON
if "late" in sys.argv:
    print("not yet", flush=True)
    select.select([0], [], [])  # a line was typed
try:
    with ending_cleanly(), HeldTerminal():
        if "esc" in sys.argv:
            held().let_esc_leave()
        if "paints" in sys.argv:
            held().paint("a picture")
        print("held", flush=True)
        end = time.monotonic() + 20
        told = "esc stays" not in sys.argv
        while time.monotonic() < end and b"!" not in held()._keys:
            if not told and held()._keys and held()._quiet_ticks > 6:
                print("still held", flush=True)
                told = True
            if "crash" in sys.argv:
                raise RuntimeError("crashed")
            try:
                time.sleep(0.01)
            except KeyboardInterrupt:
                ticks = 0
                while "slow" in sys.argv and ticks < 5:  # after a line was typed
                    try:
                        print("leaving", flush=True)
                        time.sleep(0.1)
                    except KeyboardInterrupt:
                        ticks += bool(select.select([0], [], [], 0)[0] or b"exit" in held()._keys)
                if "lost" not in sys.argv:
                    raise
                raise TypeError("not made") from None
        kept = held().take_keys()
    print(f"kept {kept}", flush=True)
except KeyboardInterrupt:
    if "destructors" in sys.argv:
        def interrupt(_, frame):
            if frame.f_code.co_filename != "<string>":
                raise KeyboardInterrupt
        class Fails:
            def __del__(self):
                raise ValueError
        signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
        for _ in range(20_000):
            Fails()
        signal.setitimer(signal.ITIMER_REAL, 0)
    if "slow" in sys.argv or "reports" in sys.argv:
        termios.tcsetattr(0, termios.TCSANOW, raw)
        print("left", os.read(0, 99) if select.select([0], [], [], 0)[0] else b"", flush=True)
    sys.exit(130)
"""


# The leader of a session, without which the kernel stops no program. It passes signals on, and the exit code back.
_SHELL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT, signal.SIGTSTP, signal.SIGCONT):
    signal.signal(number, lambda number, _: os.kill(child, number))
while True:
    _, status = os.waitpid(child, os.WUNTRACED)
    if not os.WIFSTOPPED(status):
        print(f"exit code {os.waitstatus_to_exitcode(status)};", flush=True)
        signal.pause()
    print("stopped", flush=True)
"""


@dataclass
class Program:
    """A program that holds its terminal until "!" is typed."""

    shell: subprocess.Popen[bytes]
    terminal: int
    attributes: list[object]
    output: bytes = b""

    def type(self, keys: bytes) -> None:
        os.write(self.terminal, keys)

    def until(self, words: bytes) -> None:
        self._until(lambda: words in self.output, f"{words!r} to be written")

    def until_times(self, words: bytes, count: int) -> None:
        self._until(lambda: self.output.count(words) == count, f"{words!r} to be written {count} times")

    def until_that(self, claim: Callable[[], bool], what: str) -> None:
        self._until(claim, what)

    def lflag(self) -> int:
        return int(termios.tcgetattr(self.terminal)[3])

    def is_raw(self) -> bool:
        return not self.lflag() & (termios.ECHO | termios.ICANON)

    def is_restored(self) -> bool:
        return termios.tcgetattr(self.terminal) == self.attributes

    def ended(self) -> int:
        """Its exit code."""
        self.until(b";")
        return int(self.output.rpartition(b"exit code ")[2].partition(b";")[0])

    def signal(self, number: int) -> None:
        self.shell.send_signal(number)

    def _until(self, claim: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not claim():
            assert time.monotonic() < end, f"waited in vain for {what}: {self.output!r}"
            if select.select([self.terminal], [], [], 0.01)[0]:
                self.output += self._read()

    def _read(self) -> bytes:
        try:
            return os.read(self.terminal, 4096)
        except OSError:  # Linux says so when the other side has closed
            return b""


Start = Callable[..., Program]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Program] = []

    def begin(*words: str) -> Program:
        terminal, other = pty.openpty()
        attributes = termios.tcgetattr(terminal)
        shell = subprocess.Popen(
            [sys.executable, "-c", _SHELL, sys.executable, "-c", _PROGRAM, *words],
            stdin=other, stdout=other, stderr=other, cwd=_ROOT, start_new_session=True,
        )  # fmt: skip
        os.close(other)
        started.append(Program(shell, terminal, attributes))
        return started[-1]

    yield begin
    for program in started:
        program.shell.kill()
        program.shell.wait()
        os.close(program.terminal)
