"""Which characters of a row to highlight: those that made it match the query.

A word that a field contains as it was typed is not matched as scattered letters in the other fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from ssotui.core.printable import printable
from ssotui.core.search.query import SearchText, Term, beginning, ending, scattered, unranked
from ssotui.named_tuples import NamedTuple

Part = Literal["account", "email", "role", "profile"]

_REMEMBERED = 4096
_PARTS: Mapping[str, Part] = {
    "session": "account", "account": "account", "id": "account", "email": "email", "role": "role", "profile": "profile",
}  # fmt: skip
_SCATTERED: tuple[Part, ...] = ("account", "role")  # an e-mail never matches by scattered letters


class Fields(NamedTuple):
    """The texts of a row that a query is matched with. On an account's row ``roles`` are all of its roles."""

    account: tuple[str, ...] = ()
    email: str = ""
    roles: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()


class Matches:
    """How each word of a query matches one row."""

    def __init__(self, terms: Iterable[Term], fields: Fields) -> None:
        self._fits = [_fit(term, fields) for term in terms if not term.negated]

    def positions(self, text: str, part: Part) -> frozenset[int]:
        """The indexes to highlight in ``text``, one of the row's fields."""
        seen = _search_text(text)
        if len(seen.shown) != len(seen.lower):  # a letter whose lower case is longer: positions would be off
            return frozenset()
        return frozenset(at - 1 for fit in self._fits for at in _positions(fit, seen, part))

    def is_only_in(self, part: Part) -> bool:
        """Whether a word of the query matches this part of the row and no other."""
        return any(fit.parts == {part} for fit in self._fits)


class _Fit(NamedTuple):
    """How one word matches one row.

    ``way``: as it was typed; else by its letters in order; else cut in two, the first ``front`` letters in the account
    and the rest in the role.
    """

    term: Term
    way: Literal["whole", "scattered", "cut"]
    parts: frozenset[Part]
    front: int = 0


def _fit(term: Term, fields: Fields) -> _Fit:
    texts: dict[Part, tuple[str, ...]] = {
        "account": fields.account,
        "email": (fields.email,) if fields.email else (),
        "role": fields.roles,
        "profile": fields.profiles,
    }
    if term.field:
        texts = {part: own if part == _PARTS[term.field] else () for part, own in texts.items()}
    whole = frozenset(part for part, own in texts.items() if any(_contains(term, text) for text in own))
    if whole or term.kind != "fuzzy":
        return _Fit(term, "whole", whole)
    for part in _SCATTERED:
        if any(_is_scattered_over(term, text) for text in texts[part]):
            return _Fit(term, "scattered", frozenset((part,)))
    account = unranked(*texts["account"])
    seen = account.shown if term.cased else account.lower
    front = beginning(term.text, seen, len(seen))
    if front and any(_matching_end(term, front, _search_text(role)) for role in texts["role"]):
        return _Fit(term, "cut", frozenset(("account", "role")), front)
    return _Fit(term, "scattered", frozenset(("profile",)))


def _positions(fit: _Fit, text: SearchText, part: Part) -> Iterable[int]:
    term = fit.term
    seen = text.shown if term.cased else text.lower
    if part not in fit.parts and (term.field or fit.way != "whole"):
        return ()
    if fit.way == "whole":
        at = _best_place(term.needle, text, seen)
        start = at + term.needle.startswith("\n")
        return range(start, start + len(term.text)) if at >= 0 else ()
    if fit.way == "scattered":
        found = scattered(term.text).search(seen)
        return [found.start(index + 1) for index in range(len(term.text))] if found else ()
    back = _matching_end(term, fit.front, text)
    needle = term.text[: fit.front] if part == "account" else term.text[len(term.text) - back :]
    at = _best_place(needle, text, seen) if needle else -1
    return range(at, at + len(needle)) if at >= 0 else ()


def _matching_end(term: Term, front: int, text: SearchText) -> int:
    """How many of the word's last letters the role has: those that the account doesn't have, or 0."""
    left = len(term.text) - front
    return left if ending(term, text) >= left else 0


def _best_place(needle: str, text: SearchText, seen: str) -> int:
    """The first index of ``needle`` at the start of a word, else its first index; -1 if it isn't there."""
    at = first = seen.find(needle)
    while at >= 0:
        before, here = text.shown[at - 1], text.shown[at]
        if not before.isalnum() or (here.isupper() and not before.isupper()):
            return at
        at = seen.find(needle, at + 1)
    return first


@lru_cache(maxsize=_REMEMBERED)
def _search_text(text: str) -> SearchText:
    return unranked(printable(text))


def _contains(term: Term, text: str) -> bool:
    seen = _search_text(text)
    return term.needle in (seen.shown if term.cased else seen.lower)


def _is_scattered_over(term: Term, text: str) -> bool:
    seen = _search_text(text)
    return scattered(term.text).search(seen.shown if term.cased else seen.lower) is not None
