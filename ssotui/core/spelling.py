"""What a query with a typing error may have meant, judged by the words that are known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ssotui.core.query import parse

_LIKE = 0.7
"""How alike two words must be (difflib's ratio): one letter too many, too few or another one, but no more."""
_BETWEEN = re.compile(r"[\W_]+")


def respelled(text: str, known: Iterable[str]) -> str:
    """The query in words that ``known`` fields have, where each of its own is, or is nearly, one of them; else ""."""
    fields = {field.lower() for field in known}
    words = [term.text.lower() for term in parse(text.replace("/", " ")) if not term.negated]
    meant = [_nearest(word, fields) for word in words]
    return " ".join(meant) if all(meant) else ""


def nearest(word: str, known: Iterable[str], like: float = _LIKE) -> str:
    """The one of ``known`` that ``word`` is nearly; "" where it is near to none."""
    from difflib import get_close_matches  # only for who has mistyped

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=like)), "")


def _nearest(word: str, fields: Collection[str]) -> str:
    if any(word in field for field in fields):
        return word
    return nearest(word, {part for field in fields for part in (field, *_BETWEEN.split(field)) if " " not in part})
