"""Makes untrusted text safe to show. Every name from AWS, a file or the environment passes through here."""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Sequence

_PRINTABLE_ASCII = frozenset(map(chr, range(0x20, 0x7F)))
# Characters that a terminal interprets instead of showing: Cc control, Cf format (bidi overrides, zero width), Cs
# surrogates, Zl and Zp separators.
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Invisible letters, marks and noncharacters: names that differ only in them would look the same. Variation selectors
# and skin tones are among them because terminals disagree on the resulting width.
_BLANK = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
            *range(0x1F3FB, 0x1F400),
            *range(0xFDD0, 0xFDF0),
            *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
        ),
    )
)
_MOST_NAMES = 5
_MOST_MARKS = 6
"""Combining marks on one letter: more than any language needs, few enough for terminals to stay fast."""


def printable(text: str) -> str:
    """``text`` as one printable line. Runs of white space become one blank."""
    if _PRINTABLE_ASCII.issuperset(text) and "  " not in text:
        return text.strip()
    characters: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category == "Cf" or character in _BLANK or marks > _MOST_MARKS:
            continue
        characters.append(" " if category in _OBEYED else character)
    return " ".join("".join(characters).split())


def is_obeyed(character: str) -> bool:
    """Whether a terminal interprets the character instead of showing it, or shows nothing."""
    return unicodedata.category(character) in _OBEYED


def marked(text: str) -> str:
    """The text with a placeholder for each character that a terminal would interpret, except tabs. For diffs."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if is_obeyed(one) and one != "\t" else one for one in text)


def enumerated(names: Sequence[str]) -> str:
    """``a, b and 3 more``: the first names, made printable."""
    more = f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(map(printable, names[:_MOST_NAMES])) + more


def shortened(text: str, width: int) -> str:
    """At most ``width`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
