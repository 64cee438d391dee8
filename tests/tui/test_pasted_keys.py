"""Many characters read at once are a paste; fewer, and keys of other kinds, stay the keys that they are."""

from __future__ import annotations

import pytest
from textual.events import Key, Paste

from ssotui.tui.key_parser import KeyParser, with_pastes


def read(text: str) -> list[str]:
    events = list(with_pastes(KeyParser().feed(text)))
    assert all(isinstance(event, Key | Paste) for event in events)
    return [f"paste {event.text}" if isinstance(event, Paste) else getattr(event, "key", "") for event in events]


@pytest.mark.parametrize("count", [32, 300])
def test_a_paste_without_brackets_is_one_event(count: int) -> None:
    assert read("x" * count) == [f"paste {'x' * count}"]


def test_what_a_user_may_have_typed_is_keys() -> None:
    assert read("x" * 31) == ["x"] * 31


def test_other_keys_keep_their_place() -> None:
    text = "ü " * 16
    assert read(f"a\x7f{text}\r\x1b[B{text}") == ["a", "backspace", f"paste {text}", "enter", "down", f"paste {text}"]
