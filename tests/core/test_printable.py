"""Untrusted text: one printable line, whatever came in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssotui.core.printable import is_obeyed, marked, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("payments", "payments"),
        ("  two   words ", "two words"),
        ("a\nb\tc", "a b c"),
        ("\x1b]52;c;ZXZpbA==\x07x", "]52;c;ZXZpbA== x"),
        ("\x9b31mred", "31mred"),
        ("\u202eevil\u202c", "evil"),
        ("zero\u200bwidth", "zerowidth"),
        ("日本 語", "日本 語"),
        ("❤️", "❤"),
        ("👍🏽 team", "👍 team"),
        ("", ""),
        ("\ud800", ""),
        ("\u3164\u115f\u2800", ""),
        ("a\ufffe\uffffb", "ab"),
        ("a" + "\u0301" * 5_000, "a" + "\u0301" * 6),
        ("ท\u0e35\u0e48 é ก", "ท\u0e35\u0e48 é ก"),
    ],
)
def test_it_is_shown_as(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    assert not [one for one in printable(text) if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@given(st.text())
def test_what_must_not_be_altered_is_marked(text: str) -> None:
    shown = marked(text)
    assert len(shown) == len(text)
    assert not [one for one in shown if is_obeyed(one) and one != "\t"]
    assert all(one in (before, "\ufffd") for one, before in zip(shown, text, strict=True))
