"""Matches one query with many accounts and scores them: the inner loops of core.search.index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING

from ssotui.core.printable import printable
from ssotui.core.search.entries import AccountEntry, AccountMatches
from ssotui.core.search.query import (
    AT_BOUNDARY,
    AT_START,
    INSIDE,
    SCATTERED,
    WHOLE_FIELD,
    SearchText,
    Term,
    beginning,
    ending,
    scattered,
    score,
    unranked,
)

_REMEMBERED = 8
_ACROSS, _IN_PROFILE, _IN_EMAIL = 50, 200, 400
_Answer = tuple[float, tuple[str, ...]]
_BY_ITSELF = 0.2  # for each word that the account matches on its own: less than a favorite's preference of 0.5


class MatchCache:
    """A cache of each account's points for a word, by the entry's ``id``, for queries on the same accounts."""

    def __init__(self) -> None:
        self._of: dict[Term, dict[int, int]] = {}
        self._last: tuple[Term, list[AccountEntry], list[int]] | None = None

    def of(self, term: Term) -> dict[int, int]:
        known = self._of.get(term)
        if known is None:
            while len(self._of) >= _REMEMBERED:
                del self._of[next(iter(self._of))]
            last, entries, points = self._last or (None, (), ())
            known = self._of[term] = dict(zip(map(id, entries), points, strict=True)) if last == term else {}
        return known

    def last_word(self, term: Term, entries: list[AccountEntry], points: list[int]) -> None:
        """Keep the points of the query's last word: they are needed when the next word is begun."""
        self._last = (term, entries, points)


class Matcher:
    """Matches one query. Each role's name is matched once for each word, for all accounts."""

    def __init__(
        self,
        terms: tuple[Term, ...],
        roles: Mapping[str, SearchText],
        preferences: Mapping[tuple[str, str], Mapping[str, float]],
        remembered: MatchCache | None = None,
    ) -> None:
        self.terms = terms
        self._required = [term for term in terms if not term.negated]
        self._unwanted = [term for term in terms if term.negated]
        self._preferences = preferences
        self._roles = roles
        self._remembered = remembered or MatchCache()
        self._points = [{role: score(term, text) for role, text in roles.items()} for term in self._required]
        self._reach = [_reach(term, roles, points) for term, points in zip(self._required, self._points, strict=True)]
        self._cached: dict[tuple[int, int, tuple[str, ...]], tuple[str, ...]] = {}
        self._has_dots = any("." in term.text for term in terms)
        self._barred = {role for role, text in roles.items() if any(score(term, text) for term in self._unwanted)}

    def match(self, entries: list[AccountEntry]) -> list[AccountMatches]:
        """The accounts that match, best first, each with its roles that match."""
        if self._unwanted:
            entries = [entry for entry in entries if not any(score(term, entry.text) for term in self._unwanted)]
        if not self._required:
            return [
                (entry, roles) for entry in entries if (roles := self._allowed(entry, entry.roles)) or not entry.roles
            ]
        columns = [self._column(term, entries) for term in self._required[:-1]]
        columns.append(head_points(self._required[-1], entries))
        self._remembered.last_word(self._required[-1], entries, columns[-1])
        scored = []
        answers: dict[tuple[tuple[str, ...], tuple[int, ...]], _Answer | None] = {}
        for entry, points in zip(entries, zip(*columns, strict=True), strict=True):
            if entry.all_profiles or (entry.usual and self._has_dots):
                answer = self._match_account(entry, points)
            elif (like := (entry.roles, points)) in answers:  # thousands of accounts get a few dozen answers
                answer = answers[like]
            else:
                answer = answers[like] = self._match_account(entry, points)
            if answer:
                value, roles = answer
                scored.append((value + self.preference(entry, roles) if self._preferences else value, entry, roles))
        scored.sort(key=itemgetter(0), reverse=True)
        return [(entry, roles) for _, entry, roles in scored]

    def ordered(self, entry: AccountEntry, roles: tuple[str, ...]) -> tuple[str, ...]:
        """Roles of one account that all match, best first: by the role's match, then preference, then the given order.

        For a word that the account contains, scattered letters in a role's name add nothing.
        """
        liked = self._preferences.get((entry.session, entry.account.id), {})
        if not liked and (not self._required or len(roles) == 1):
            return roles
        columns = [
            {role: own for role, own in points.items() if own > SCATTERED}
            if _contains(entry.text, term)
            else {role: points[role] or self._rest(term, entry, role) for role in roles}
            for term, points in zip(self._required, self._points, strict=True)
        ]

        def value(role: str) -> float:
            return -sum(points.get(role, 0) for points in columns) - liked.get(role, 0.0)

        return tuple(sorted(roles, key=value))

    def worth(self, role: str) -> int:
        """The points of the role's name, summed over all words."""
        return sum(points.get(role, 0) for points in self._points)

    def _match_account(self, entry: AccountEntry, points: tuple[int, ...]) -> _Answer | None:
        """The points of the account's best role, and its roles that match; None if the account doesn't match."""
        fits = min(points) > 0
        roles = entry.roles if fits and not self._unwanted else self._fitting(entry, points)
        if roles:
            return self._best(roles, points), roles
        return (float(sum(points)), ()) if fits and not entry.roles else None

    def _rest(self, term: Term, entry: AccountEntry, role: str) -> float:
        """Points for a role that contains the rest of a word which the account begins. Few: they only break ties."""
        _, lower, _ = entry.text
        rest = term.text[beginning(term.text, lower, entry.email_at) :].lower()
        return _ACROSS * score(Term("exact", rest, rest), self._roles[role]) / WHOLE_FIELD

    def _fitting(self, entry: AccountEntry, points: tuple[int, ...]) -> tuple[str, ...]:
        roles = entry.roles
        for index, got in enumerate(points):
            if got <= 0:
                left = self._reaching(index, got, roles)
                if len(left) < len(roles):
                    left = self._with_profiles(entry, roles, left, self._required[index])
                roles = left
        return self._allowed(entry, roles) if self._unwanted else roles

    def _column(self, term: Term, entries: list[AccountEntry]) -> list[int]:
        """``head_points`` of a word before the last one. Cached: it doesn't change while the last word is typed."""
        known = self._remembered.of(term)
        new = [entry for entry in entries if id(entry) not in known]
        known.update(zip(map(id, new), head_points(term, new), strict=True))
        return [known[id(entry)] for entry in entries]

    def _reaching(self, index: int, got: int, roles: tuple[str, ...]) -> tuple[str, ...]:
        """The roles that have the rest of a word the account begins. Cached: many accounts share a set of roles."""
        key = (index, got, roles)
        cached = self._cached.get(key)
        if cached is None:
            reach, needed = self._reach[index], len(self._required[index].text) + got
            cached = self._cached[key] = tuple([role for role in roles if reach[role] >= needed])
        return cached

    def _with_profiles(
        self, entry: AccountEntry, roles: tuple[str, ...], left: tuple[str, ...], term: Term
    ) -> tuple[str, ...]:
        """``left``, and the roles that have a profile whose name matches the word."""
        also = set(_of_fitting_profile(entry, term))
        return tuple([role for role in roles if role in also or role in left]) if also else left

    def _allowed(self, entry: AccountEntry, roles: tuple[str, ...]) -> tuple[str, ...]:
        if not self._unwanted:
            return roles
        barred = self._barred.union(*(_of_fitting_profile(entry, term) for term in self._unwanted))
        return tuple(role for role in roles if role not in barred)

    def _best(self, roles: tuple[str, ...], points: tuple[int, ...]) -> float:
        """An upper bound of the points of the account's best role: the best points for each word, summed."""
        tops = [max(map(own.__getitem__, roles)) for own in self._points]
        total = 0.0
        for got, top in zip(points, tops, strict=True):
            least = _ACROSS if got else _IN_PROFILE
            best = got + _BY_ITSELF if got >= top else top
            total += best if best > least else least
        return total

    def preference(self, entry: AccountEntry, roles: tuple[str, ...]) -> float:
        """The highest preference of one of the account's roles."""
        liked = self._preferences.get((entry.session, entry.account.id))
        return max((liked.get(role, 0.0) for role in roles), default=0.0) if liked else 0.0


def _contains(text: SearchText, term: Term) -> bool:
    return term.needle in (text.shown if term.cased else text.lower)


def _of_fitting_profile(entry: AccountEntry, term: Term) -> list[str]:
    """The roles with a profile whose name matches the word, where account and role don't match it already."""
    fitting = []
    if entry.all_profiles and score(term, entry.all_profiles):
        fitting += [role for role, own in entry.profiles.items() if score(term, unranked(*map(printable, own)))]
    if "." in term.text:
        fitting += [role for role, own in entry.usual.items() if score(term, unranked(*map(printable, own)))]
    return fitting


def head_points(term: Term, entries: Iterable[AccountEntry]) -> list[int]:
    """Each account's points for one word.

    If it doesn't match: minus the number of the word's first letters that it contains (see ``beginning``).
    """
    pattern = scattered(term.text) if term.kind == "fuzzy" else None
    needle = term.needle
    start = "\n" + term.text.lower()
    whole = start + "\n"
    points = []
    for entry in entries:
        shown, lower, words = entry.text
        seen = shown if term.cased else lower
        at = seen.find(needle)
        if at >= 0:
            if at >= entry.email_at - 1:
                got = _IN_EMAIL
            elif start in lower:
                got = AT_START if whole not in lower else WHOLE_FIELD
            elif start in words:
                got = AT_BOUNDARY
            else:
                got = INSIDE
        else:
            got = _points_if_scattered(term, pattern, seen, entry.email_at) if pattern else 0
        points.append(got)
    return points


def _points_if_scattered(term: Term, pattern: re.Pattern[str], seen: str, end: int) -> int:
    """Points for the word's letters in order in one field; else minus ``beginning``, as in ``head_points``."""
    found = pattern.search(seen, 0, end)
    if found is None:
        return -beginning(term.text, seen, end)
    return max(SCATTERED - found.end() + found.start() + len(term.text), 1)


def _reach(term: Term, roles: Mapping[str, SearchText], points: Mapping[str, int]) -> Mapping[str, int]:
    """How many of the word's last letters each role has: all of them if the role matches on its own."""
    length = len(term.text)
    if term.kind != "fuzzy":
        return {role: length if points[role] else -1 for role in roles}
    return {role: length if points[role] else ending(term, text) for role, text in roles.items()}


if TYPE_CHECKING:
    import re
