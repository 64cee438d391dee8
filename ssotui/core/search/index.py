"""Finds roles by a query, fast enough for tens of thousands at each keystroke.

The text of a role has three parts: the account (session, account name, ID, e-mail), the role's name, and the names of
its profiles. Thousands of accounts share a few dozen role names, so each word is matched once with each role name. A
role matches a word if its account does, or its name, or one of its profiles, or if the account contains the word's
beginning and the role's name the rest. A query that extends the one before only searches the accounts that were left;
results are cached for going back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from ssotui.core.catalog import Catalog, SessionCatalog
from ssotui.core.model import Account, Profile, RoleRef
from ssotui.core.printable import printable
from ssotui.core.search.entries import AccountEntry, AccountMatches
from ssotui.core.search.field_filters import Terms, allow, narrowed, profile_texts, separated
from ssotui.core.search.matching import MatchCache, Matcher
from ssotui.core.search.query import SearchText, Term, fit, narrows, parse, search_text, unranked

_REMEMBERED, _MOST_GROUPS = 64, 100_000  # limits of the cache: queries, and accounts in all of them (7 MB)

Names = Mapping[RoleRef, tuple[str, ...]]


_NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Found:
    """The result of a query, the best account first.

    ``groups`` are accounts with their matching roles, in the account's order; an account without known roles has none.
    ``profiles`` are matching profiles of no listed role. ``total`` counts the roles.
    """

    def __init__(
        self,
        terms: tuple[Term, ...],
        matcher: Matcher,
        groups: list[AccountMatches],
        profiles: tuple[Profile, ...],
    ) -> None:
        self.terms = terms
        self.matcher = matcher
        self.groups = groups
        self.profiles = profiles
        self.total = sum(len(roles) for _, roles in groups)

    def ordered(self, group: AccountMatches) -> tuple[str, ...]:
        """The group's roles, best first. To be called for the groups in view only."""
        entry, roles = group
        return self.matcher.ordered(entry, roles)

    def refs(self) -> Iterator[RoleRef]:
        """Every matching role, best first."""
        for group in self.groups:
            entry = group[0]
            for role in self.ordered(group):
                yield RoleRef(entry.session, entry.account.id, role)


class Haystack:
    """The searchable texts. ``update`` reuses those of unchanged objects (compared by identity)."""

    def __init__(self) -> None:
        self.entries: list[AccountEntry] = []
        self.others: list[tuple[Profile, SearchText]] = []
        self.roles: dict[str, SearchText] = {}
        self._of_session: dict[str, tuple[SessionCatalog, Names, list[AccountEntry]]] = {}
        self._profiles: Sequence[Profile] = ()

    def update(self, sessions: Sequence[str], catalog: Catalog, names: Names, others: Sequence[Profile]) -> None:
        """Index a new snapshot; ``names`` are the profiles of each role, ``others`` the profiles of no listed role."""
        before = self._of_session
        self._of_session = {name: self._session(name, catalog.of(name), names, before.get(name)) for name in sessions}
        self.entries = [entry for name in sessions for entry in self._of_session[name][2]]
        if others is not self._profiles:
            self._profiles = others
            self.others = [
                (one, search_text(printable(one.name), printable(one.source), one.account_id)) for one in others
            ]

    def _session(
        self,
        name: str,
        catalog: SessionCatalog,
        names: Names,
        before: tuple[SessionCatalog, Names, list[AccountEntry]] | None,
    ) -> tuple[SessionCatalog, Names, list[AccountEntry]]:
        if before and before[0] is catalog and before[1] is names:
            return before
        old = {entry.account: entry for entry in before[2]} if before and before[1] is names else {}
        entries = []
        for account in catalog.known_accounts():
            roles, entry = catalog.known_roles(account.id), old.get(account)
            entries.append(entry if entry and entry.roles is roles else self._entry(name, account, roles, names))
        entries.sort(key=lambda entry: (entry.account.title.lower(), entry.account.id))
        return catalog, names, entries

    def _entry(self, session: str, account: Account, roles: tuple[str, ...], names: Names) -> AccountEntry:
        text = search_text(printable(session), account.name, account.id, account.email)
        for role in roles:
            if role not in self.roles:
                self.roles[role] = search_text(role)
        owned = {role: own for role in roles if (own := names.get(RoleRef(session, account.id, role)))} if names else {}
        if not owned:
            return AccountEntry(
                session, account, text, len(text.shown) - len(account.email) - 1, roles, _NONE, None, _NONE
            )
        unusual = {role: own for role, own in owned.items() if not all(_is_usual(name, text, role) for name in own)}
        usual = {role: own for role, own in owned.items() if role not in unusual} if len(unusual) < len(owned) else {}
        joined = unranked(*[printable(name) for own in unusual.values() for name in own]) if unusual else None
        return AccountEntry(
            session, account, text, len(text.shown) - len(account.email) - 1, roles, unusual, joined, usual
        )


def _is_usual(name: str, account: SearchText, role: str) -> bool:
    return name.endswith(f".{role}") and f"\n{name[: -len(role) - 1]}" in account.shown


class Search:
    """Runs queries on one state of the index. ``looked_at`` counts the accounts matched so far."""

    def __init__(self, haystack: Haystack, preferences: Mapping[RoleRef, float]) -> None:
        """``preferences`` (0 to 1) decide between roles that match equally well."""
        self._haystack = haystack
        self._preferences: dict[tuple[str, str], dict[str, float]] = {}
        for ref, value in preferences.items():
            self._preferences.setdefault((ref.session, ref.account_id), {})[ref.role] = value
        self._left: dict[tuple[Term, ...], Found] = {}
        self._held = 0
        self._points = MatchCache()
        self.looked_at = 0

    def find(self, text: str) -> Found:
        """Everything that matches ``text``; an empty query matches everything."""
        terms = parse(text)
        remembered = self._left.get(terms)
        if remembered:
            return remembered
        candidates = self._candidates(terms)
        self.looked_at += len(candidates)
        words = separated(terms)
        matcher = Matcher(words.anywhere, self._haystack.roles, self._preferences, self._points)
        groups = matcher.match(candidates)
        if words.in_a_field:
            groups = narrowed(groups, words.in_a_field, None if words.anywhere else matcher.preference)
        found = Found(terms, matcher, groups, self._others(words))
        self._remember(terms, found)
        return found

    def _remember(self, terms: tuple[Term, ...], found: Found) -> None:
        self._left[terms] = found
        self._held += len(found.groups)
        while len(self._left) > 1 and (len(self._left) > _REMEMBERED or self._held > _MOST_GROUPS):
            self._held -= len(self._left.pop(next(iter(self._left))).groups)

    def only(self, refs: Collection[RoleRef], profiles: tuple[Profile, ...] = ()) -> Found:
        """A result of just these roles and these profiles of no listed role, for a query in an exact form."""
        chosen = set(refs)
        groups = [
            (entry, roles)
            for entry in self._haystack.entries
            if (
                roles := tuple(role for role in entry.roles if RoleRef(entry.session, entry.account.id, role) in chosen)
            )
        ]
        return Found((), Matcher((), self._haystack.roles, self._preferences), groups, profiles)

    def _candidates(self, terms: tuple[Term, ...]) -> list[AccountEntry]:
        """The accounts to search: those left by the cached query with the fewest that this one narrows."""
        fewest: Found | None = None
        for old in self._left.values():
            if (fewest is None or len(old.groups) < len(fewest.groups)) and narrows(old.terms, terms):
                fewest = old
        return self._haystack.entries if fewest is None else [entry for entry, _ in fewest.groups]

    def _others(self, words: Terms) -> tuple[Profile, ...]:
        scored = []
        for profile, text in self._haystack.others:
            points = fit(words.anywhere, text)
            if points and (not words.in_a_field or allow(words.in_a_field, profile_texts(profile))):
                scored.append((-points, profile.name.lower(), profile))
        return tuple(profile for _, _, profile in sorted(scored))
