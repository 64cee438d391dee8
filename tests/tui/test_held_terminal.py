"""From the first moment on the terminal is held: nothing is echoed, keys are kept, and whatever ends it restores it."""

from __future__ import annotations

import os
import signal
import time

import pytest

from ssotui.tui.held_terminal import HeldTerminal
from tests.tui.held_program import Start, start

__all__ = ["start"]


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


def test_a_tick_within_a_tick_changes_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, typed = HeldTerminal(), [b"a", b"b"]

    def read(_: int, __: int) -> bytes:
        keys = typed.pop(0) if typed else b""
        terminal.look()
        return keys

    monkeypatch.setattr(os, "read", read)
    terminal.look()
    assert terminal.take_keys() == b"ab"


def test_what_was_typed_before_ctrl_c_does_not_reach_the_shell(start: Start) -> None:
    program = start("reports")
    program.until(b"held")
    program.type(b"rm\x03")
    assert program.ended() == 130
    assert b"left b''" in program.output


def test_a_tick_while_the_error_of_a_destructor_is_ignored_is_not_reported(start: Start) -> None:
    program = start("destructors")
    program.until(b"held")
    program.type(b"\x03")
    assert program.ended() == 130
    assert b"ignored" not in program.output
