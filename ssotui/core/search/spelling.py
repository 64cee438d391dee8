"""What a query with a typing error may have meant, judged by the words that are known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ssotui.core.search.query import parse

_LIKE = 0.7
"""How alike two words must be (difflib's ratio): one letter too many, too few or another one, but no more."""
_LIKE_IN_PARTS = 0.6
_SHORT = 2
"""Letters that stand in almost every name: a word of no more is meant as a whole."""
_BETWEEN = re.compile(r"[\W_]+")


def respelled(text: str, known: Iterable[str]) -> str:
    """The query in words that ``known`` fields have, where each of its own is, or is nearly, one of them; else ""."""
    fields = {field.lower() for field in known}
    words = [term.text.lower() for term in parse(text.replace("/", " ")) if not term.negated]
    meant = [_nearest(word, fields) for word in words]
    return " ".join(meant) if all(meant) else ""


def closest(word: str, known: Iterable[str], like: float = _LIKE) -> str:
    """The one of ``known`` that ``word`` is nearly; "" where it is near to none."""
    return next(iter(_near(word, known, like)), "")


def _nearest(word: str, fields: Collection[str]) -> str:
    parts = {part for field in fields for part in _BETWEEN.split(field)}
    if word in parts or (len(word) > _SHORT and any(word in field for field in fields)):
        return word
    whole = {field for field in fields if " " not in field}
    return next((one for one in _near(word, parts | whole, _LIKE) if _is_like_in_parts(word, one)), "")


def _is_like_in_parts(word: str, known: str) -> bool:
    """payments-prd is not nearly payments-test: each part must be like its own."""
    parts, others = _BETWEEN.split(word), _BETWEEN.split(known)
    if len(parts) != len(others):
        return len(parts) == 1  # written in one word
    return all(_near(part, [other], _LIKE_IN_PARTS) for part, other in zip(parts, others, strict=True))


def _near(word: str, known: Iterable[str], like: float) -> list[str]:
    from difflib import get_close_matches  # only for who has mistyped

    return get_close_matches(word, list(known), cutoff=like)
