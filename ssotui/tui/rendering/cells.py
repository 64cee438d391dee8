"""How many columns of a terminal a text takes, as terminals and Textual count them.

By Unicode's East Asian Width (UAX #11) and general categories, as this Python's ``unicodedata`` has them. Textual's own
tables may be newer, and loading them takes longer than the first frame may.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NO_WIDTH = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Cs", "Zl", "Zp"})
# The middle and the end of a Korean syllable, which is drawn in the columns of its beginning.
_JAMO = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))


@lru_cache(maxsize=4096)
def cell_len(text: str) -> int:
    """Columns of one line."""
    return len(text) if text.isascii() else sum(map(_width, text))


def fitted(text: str, width: int) -> str:
    """The text, cut to ``width`` columns with an ellipsis where it takes more."""
    if cell_len(text) <= width:
        return text
    kept, used = [], 0
    for character in text:
        used += _width(character)
        if used > width - 1:
            break
        kept.append(character)
    cut = "".join(kept)
    # Half of a wide character is a blank.
    return cut + " " * (width - 1 - cell_len(cut)) + "…"


def _width(character: str) -> int:
    category = unicodedata.category(character)
    if category in _NO_WIDTH or any(ord(character) in jamo for jamo in _JAMO):
        return 0
    return 2 if category != "Cn" and unicodedata.east_asian_width(character) in "WF" else 1
