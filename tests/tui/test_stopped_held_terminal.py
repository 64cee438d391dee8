"""Ctrl+Z before Textual is loaded: the terminal is the shell's meanwhile, and is held again afterwards."""

from __future__ import annotations

import fcntl
import signal
import struct
import termios

from tests.tui.held_program import Start, start

__all__ = ["start"]


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


def test_ctrl_z_stops_it_at_once_as_often_as_it_is_pressed_and_no_key_is_lost(start: Start) -> None:
    program = start("paints")
    program.until(b"held")
    typed = b""
    for count in (1, 2):
        program.type(b"ab\x1a")
        program.until_times(b"stopped", count)
        assert program.is_restored()
        assert program.output.count(b"\x1b[?1049l") == count, "the main screen is back"
        program.signal(signal.SIGCONT)
        program.until_that(program.is_raw, "the terminal to be held again")
        program.until_times(b"a picture", count + 1)
        typed += b"ab"
    program.type(b"!")
    program.until(b"'\r\n")
    assert b"kept b'" + typed + b"!'" in program.output
    assert program.ended() == 0
    assert program.is_restored()


def test_a_picture_that_no_longer_fits_is_not_painted_again(start: Start) -> None:
    program = start("paints")
    program.until(b"held")
    program.type(b"\x1a")
    program.until(b"stopped")
    fcntl.ioctl(program.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 90, 0, 0))
    program.signal(signal.SIGCONT)
    program.until_that(program.is_raw, "the terminal to be held again")
    program.type(b"!")
    program.until(b"'\r\n")
    assert program.output.count(b"a picture") == 1
    assert program.ended() == 0
