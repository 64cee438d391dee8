"""The width of text in terminal columns, as terminals and Textual count it.

By Unicode's East Asian Width (UAX #11) and general categories, from Python's ``unicodedata``. Textual has tables of its
own, but importing them takes longer than the first frame may take.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NO_WIDTH = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Cs", "Zl", "Zp"})
# Korean medial vowels and final consonants, which are drawn in the columns of the initial consonant.
_JAMO = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))


@lru_cache(maxsize=4096)
def cell_len(text: str) -> int:
    """The width of one line in columns."""
    return len(text) if text.isascii() else sum(map(_width, text))


def fitted(text: str, width: int) -> str:
    """The text, truncated to ``width`` columns with an ellipsis if it is wider."""
    if cell_len(text) <= width:
        return text
    cut = _start(text, width - 1)
    # If a wide character doesn't fit, a blank takes its place.
    return cut + " " * (width - 1 - cell_len(cut)) + "…"


def shortened_inside(text: str, width: int) -> str:
    """The text with an ellipsis in its middle if it is wider than ``width``: names often differ at their ends."""
    if cell_len(text) <= width:
        return text
    end = _start(text[::-1], (width - 1) // 2)[::-1]
    while end and not cell_len(end[0]):  # it belongs to the character before it
        end = end[1:]
    start = _start(text, width - 1 - cell_len(end))
    return start + "…" + " " * (width - 1 - cell_len(start) - cell_len(end)) + end


def _start(text: str, width: int) -> str:
    """As many characters from the start as ``width`` columns hold."""
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > width:
            return text[:index]
    return text


def _width(character: str) -> int:
    category = unicodedata.category(character)
    if category in _NO_WIDTH or any(ord(character) in jamo for jamo in _JAMO):
        return 0
    return 2 if category != "Cn" and unicodedata.east_asian_width(character) in "WF" else 1
