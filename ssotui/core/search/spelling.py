"""Corrects a misspelled query to words that known names contain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_LIKE = 0.7
"""The least ratio of difflib for two similar words: about one letter more, less or different."""
_LIKE_IN_PARTS = 0.6
_SHORT = 2
"""Words of no more letters aren't corrected: almost every name contains them."""
_BETWEEN = re.compile(r"[\W_]+")


def respelled(text: str, known: Iterable[str]) -> str:
    """The query with each word replaced by the similar word of a ``known`` field; "" if a word has none."""
    from ssotui.core.search.query import parse  # the parser of the command line corrects options without it

    fields = {field.lower() for field in known}
    words = [term for term in parse(text.replace("/", " ")) if not term.negated]
    meant = [_nearest(word.text.lower(), fields) for word in words]
    named = [f"{word.field}:" if word.field else "" for word in words]
    return " ".join(map("".join, zip(named, meant, strict=True))) if all(meant) else ""


def closest(word: str, known: Iterable[str], like: float = _LIKE) -> str:
    """The one of ``known`` most similar to ``word``; "" if none is similar enough."""
    return next(iter(_near(word, known, like)), "")


def _nearest(word: str, fields: Collection[str]) -> str:
    parts = {part for field in fields for part in _BETWEEN.split(field)}
    if word in parts or (len(word) > _SHORT and any(word in field for field in fields)):
        return word
    whole = {field for field in fields if " " not in field}
    return next((one for one in _near(word, parts | whole, _LIKE) if _is_like_in_parts(word, one)), "")


def _is_like_in_parts(word: str, known: str) -> bool:
    """Whether each part between punctuation is similar: payments-prd isn't similar to payments-test."""
    parts, others = _BETWEEN.split(word), _BETWEEN.split(known)
    if len(parts) != len(others):
        return len(parts) == 1  # typed without punctuation
    return all(_near(part, [other], _LIKE_IN_PARTS) for part, other in zip(parts, others, strict=True))


def _near(word: str, known: Iterable[str], like: float) -> list[str]:
    from difflib import get_close_matches  # only loaded for a misspelled query

    return get_close_matches(word, list(known), cutoff=like)
