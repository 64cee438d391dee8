"""Keys that leave or stop the picker while it starts do so at once, at any moment, and the terminal is as before."""

from __future__ import annotations

import re
import sys
import time

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.recording import Recording
from tests.e2e.test_random_keys import opened_home, start, until_held

pytestmark = pytest.mark.needs("setsid")

__all__ = ["opened_home"]
_PICTURE, _TEXTUAL = b"\x1b[?1049h", b"\x1b[?1000h"
_MODES = re.compile(rb"\x1b\[\?(1000|1003|1004|1006|1015|1049|2004|25|7)([hl])")
_ON_BEFORE = {b"25", b"7"}  # the cursor, and wrapping at the end of a line
_SOON = 0.1
_LOADED = 20  # times that a busy machine may be slower


def modes(output: bytes) -> set[bytes]:
    """The terminal's modes that are on after the output."""
    on = set(_ON_BEFORE)
    for mode, way in _MODES.findall(output):
        (on.add if way == b"h" else on.discard)(mode)
    return on


def until_written(recording: Recording, text: bytes) -> None:
    recording.until(lambda output: text in output, f"{text!r}")


@pytest.mark.parametrize("moment", [None, _PICTURE, _TEXTUAL], ids=["held", "painted", "textual starts"])
@pytest.mark.parametrize("key", [b"\x1b", b"\x03", b"pro\x03", b"pro\x1b\x1b"], ids=["esc", "ctrl-c", "query", "twice"])
def test_it_leaves_at_once_with_every_mode_of_the_terminal_as_before(
    opened_home: DemoHome, moment: bytes | None, key: bytes
) -> None:
    recording = start(opened_home)
    until_held(recording)
    if moment:
        until_written(recording, moment)
    begun = time.perf_counter()
    recording.type(key)
    assert recording.ended() == 130
    assert time.perf_counter() - begun < _SOON * _LOADED
    assert recording.is_restored
    assert modes(recording.output) == _ON_BEFORE
    assert b"Traceback" not in recording.output
    recording.close()


@pytest.mark.parametrize("key", [b"\x1b[27u", b"\x1b[99;5u"], ids=["esc", "ctrl-c"])
def test_keys_of_the_kitty_protocol_leave_while_textual_starts(opened_home: DemoHome, key: bytes) -> None:
    recording = start(opened_home)
    until_written(recording, _TEXTUAL)
    recording.type(b"\x1b[?2026;2$y\x1b[I" + key)
    assert recording.ended() == 130
    assert modes(recording.output) == _ON_BEFORE
    recording.close()


@pytest.mark.parametrize("moment", [_PICTURE, _TEXTUAL], ids=["painted", "textual starts"])
def test_a_shell_that_evaluates_the_output_learns_that_nothing_was_switched(
    opened_home: DemoHome, moment: bytes
) -> None:
    line = 'code=$("$0" -m ssotui); printf "%s <%s>" "$?" "$code"'
    env = {**opened_home.env, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    recording = Recording(["sh", "-c", line, sys.executable], env, (120, 40))
    until_written(recording, moment)
    recording.type(b"\x1b")
    assert recording.ended() == 0
    assert recording.output.endswith(b"130 <false>")
    recording.close()
