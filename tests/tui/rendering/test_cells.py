"""Columns of a terminal, as Rich and so Textual's widgets count them."""

from __future__ import annotations

import unicodedata

import pytest
from rich.cells import cell_len as rich_cell_len

from ssotui.core.printable import printable
from ssotui.tui.rendering.cells import cell_len, fitted

# Trigrams, digrams, hexagrams and the like were made wide by Unicode 16, which this Python may not know yet.
WIDE_SINCE_16 = {*range(0x2630, 0x2638), *range(0x268A, 0x2690), *range(0x4DC0, 0x4E00), *range(0x1D300, 0x1D377)}


def test_every_character_that_can_be_shown_is_as_wide_as_rich_says() -> None:
    shown = (chr(code) for code in range(0x20, 0x110000) if code not in WIDE_SINCE_16)
    known = [one for one in shown if unicodedata.category(one) != "Cn" and printable(f"a{one}a") == f"a{one}a"]
    assert len(known) > 100_000
    assert not [hex(ord(one)) for one in known if cell_len(one) != rich_cell_len(one)]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("prod", 4, "prod"),
        ("production", 5, "prod…"),
        ("本番環境", 8, "本番環境"),
        ("本番環境", 7, "本番環…"),
        ("本番環境", 6, "本番 …"),
        ("e\u0301te\u0301", 3, "e\u0301te\u0301"),
        ("abc", 1, "…"),
    ],
)
def test_what_is_too_wide_is_cut(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown
    assert cell_len(shown) <= width
