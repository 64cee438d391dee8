"""Untrusted text made safe to show: the one door for names that come from AWS, a file or the environment."""

from __future__ import annotations

import unicodedata

_PRINTABLE_ASCII = frozenset(map(chr, range(0x20, 0x7F)))
# Cc control, Cf format (bidi overrides, zero width), Cs surrogates, Zl and Zp separators: what a terminal obeys
# instead of showing. U+FE0F is kept out as well: terminals disagree on the width it gives (limits.md section 8.12).
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_VARIATION_SELECTOR = "\ufe0f"


def plain(text: str) -> str:
    """One printable line, whatever came in; runs of white space become one blank."""
    if _PRINTABLE_ASCII.issuperset(text) and "  " not in text:
        return text.strip()
    kept = ("".join(_shown(character) for character in text)).split()
    return " ".join(kept)


def shortened(text: str, width: int) -> str:
    """At most ``width`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"


def _shown(character: str) -> str:
    if character == _VARIATION_SELECTOR:
        return ""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in _OBEYED else character
