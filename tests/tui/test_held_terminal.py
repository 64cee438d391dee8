"""From the first moment on the terminal is held: nothing is echoed, keys are kept, and whatever ends it restores it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ssotui.tui.held_terminal import HeldTerminal

_PATIENCE = 20.0
_ROOT = Path(__file__).parents[2]
_PROGRAM = """
import os, select, sys, time
from ssotui.cli.signals import ending_cleanly
from ssotui.tui.held_terminal import HeldTerminal, held
if "late" in sys.argv:
    print("not yet", flush=True)
    select.select([0], [], [])  # a line was typed
try:
    with ending_cleanly(), HeldTerminal():
        if "esc" in sys.argv:
            held().let_esc_leave()
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
    if "slow" in sys.argv:
        os.set_blocking(0, False)
        print("left", os.read(0, 99), flush=True)
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


def test_keys_are_kept_in_their_order_and_not_echoed(start: Start) -> None:
    program = start()
    program.until(b"held")
    assert program.is_raw()
    for key in (b"prod", b"\x1b[B", b"\r", b"\x13", b"!"):
        program.type(key)
    program.until(b"'\r\n")
    assert program.ended() == 0
    assert rb"kept b'prod\x1b[B\r\x13!'" in program.output
    assert b"prod\x1b" not in program.output
    assert program.is_restored()


def test_what_was_typed_before_comes_first_with_enter_as_enter_and_its_echo_is_erased(start: Start) -> None:
    program = start("late")
    program.until(b"not yet")
    program.type(b"abc\rd")
    program.until(b"held")
    program.type(b"\n!")
    program.until(b"'\r\n")
    assert rb"kept b'abc\rd\n!'" in program.output
    assert program.output.index(b"\x1b[1A\r\x1b[J") > program.output.index(b"abc")
    assert program.ended() == 0


def test_ctrl_c_ends_it_at_once(start: Start) -> None:
    program = start()
    program.until(b"held")
    begin = time.monotonic()
    program.type(b"pro\x03")
    assert program.ended() == 130
    assert time.monotonic() - begin < 2  # a machine under load
    assert program.is_restored()
    assert b"Traceback" not in program.output


def test_esc_alone_ends_it_where_it_leaves_the_picker(start: Start) -> None:
    program = start("esc")
    program.until(b"held")
    program.type(b"\x1b")
    assert program.ended() == 130
    assert program.is_restored()


@pytest.mark.parametrize("key", [b"\x1b", b"\x03"], ids=["esc", "ctrl-c"])
def test_leaving_is_no_bug_where_interrupted_code_raises_something_else(start: Start, key: bytes) -> None:
    program = start("esc", "lost")
    program.until(b"held")
    program.type(key)
    assert program.ended() == 130
    assert program.is_restored()
    assert b"TypeError" not in program.output


def test_what_is_typed_once_the_terminal_is_restored_is_left_to_the_shell(start: Start) -> None:
    program = start("esc", "slow")
    program.until(b"held")
    program.type(b"\x1b")
    program.until(b"leaving")
    program.until_that(program.is_restored, "the terminal to be restored")
    program.type(b"exit\n")
    assert program.ended() == 130
    assert rb"left b'exit\n'" in program.output


def test_esc_is_kept_where_it_may_mean_something_else(start: Start) -> None:
    program = start("esc stays")
    program.until(b"held")
    program.type(b"\x1b")
    program.until(b"still held")
    program.type(b"!")
    program.until(b"'\r\n")
    assert rb"kept b'\x1b!'" in program.output


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131), (signal.SIGINT, 130)]
)
def test_a_signal_ends_it_with_the_terminal_restored(start: Start, number: int, code: int) -> None:
    program = start()
    program.until(b"held")
    program.signal(number)
    assert program.ended() == code
    assert program.is_restored()


def test_a_crash_restores_the_terminal(start: Start) -> None:
    program = start("crash")
    assert program.ended() == 1
    assert program.is_restored()


def test_while_it_is_stopped_the_terminal_is_the_shells(start: Start) -> None:
    program = start()
    program.until(b"held")
    program.type(b"ab")
    program.signal(signal.SIGTSTP)
    program.until(b"stopped")
    assert program.is_restored()
    program.signal(signal.SIGCONT)
    program.until_that(program.is_raw, "the terminal to be held again")
    program.type(b"c!")
    program.until(b"'\r\n")
    assert b"kept b'abc!'" in program.output


def test_a_tick_within_a_tick_changes_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, typed = HeldTerminal(), [b"a", b"b"]

    def read(_: int, __: int) -> bytes:
        keys = typed.pop(0) if typed else b""
        terminal.look()
        return keys

    monkeypatch.setattr(os, "read", read)
    terminal.look()
    assert terminal.take_keys() == b"ab"
