"""Runs queries on the newest data: a profile by its name, else an exact form, else a search."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ssotui.core.catalog import Catalog
from ssotui.core.model import Profile, RoleRef
from ssotui.core.printable import printable
from ssotui.core.tree.frecency import preferences
from ssotui.core.usage import History
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.search.index import Found, Haystack, Search

_LONGEST_LINK = 10_000  # characters of a paste: URLs of the console may be that long
_LONGEST_WORDS = 500  # longer pastes of other text are ignored


class SearchSources(NamedTuple):
    """The searchable data; ``names`` are each role's profiles, ``others`` the profiles of no listed role."""

    sessions: tuple[str, ...]
    catalog: Catalog
    names: Mapping[RoleRef, tuple[str, ...]]
    profiles: Mapping[str, Profile]
    others: tuple[Profile, ...]
    history: History
    now: datetime


class QueryResults:
    """Caches the index and results until ``forget`` is called."""

    def __init__(self) -> None:
        self._haystack: Haystack | None = None
        self._search: Search | None = None
        self._named: dict[str, Found | None] = {}

    def forget(self) -> None:
        """Clear the cache, because the data has changed."""
        self._search = None

    @property
    def is_ready(self) -> bool:
        """Whether the index is up to date, so that the next query is fast."""
        return self._search is not None

    def get_ready(self, facts: SearchSources) -> None:
        """Update the index before the next query."""
        self._searching(facts)

    def found(self, query: str, facts: SearchSources) -> Found | None:
        """The result of the query; None without a query. A reference, ARN or link only matches what it names."""
        text = query.strip()
        if not text:
            return None
        search = self._searching(facts)
        if text not in self._named:
            self._named[text] = _named_exactly(text, facts, search)
        return self._named[text] or search.find(query)

    def _searching(self, facts: SearchSources) -> Search:
        if self._search is None:
            from ssotui.core.search.index import Haystack, Search  # not needed for the first frame

            self._haystack = self._haystack or Haystack()
            self._haystack.update(facts.sessions, facts.catalog, facts.names, facts.others)
            self._search = Search(self._haystack, preferences(facts.history, facts.now))
            self._named = {}
        return self._search


def with_paste(query: str, text: str, facts: SearchSources) -> str:
    """The query after a paste: the readings_of_paste text if it is an exact form, else the query followed by it."""
    from ssotui.core.search.references import named, readings_of_paste, roles_named  # not needed for the first frame

    for meant in readings_of_paste(text[:_LONGEST_LINK]):
        if meant in facts.profiles or named(meant) or roles_named(meant, facts.sessions, facts.catalog):
            return meant
    return query + printable(text[:_LONGEST_WORDS])


def _named_exactly(text: str, facts: SearchSources, search: Search) -> Found | None:
    """The result of ``text`` as an exact form; None if it is none."""
    from ssotui.core.search.references import (  # imports more modules, only needed for exact forms
        may_name,
        roles_named,
    )

    profile = facts.profiles.get(text)
    if profile is None:
        refs = roles_named(text, facts.sessions, facts.catalog) if may_name(text) else None
        return search.only(refs) if refs else None
    if text[0] in "'^!" or text[-1] == "$":  # operators of the query, not parts of a name
        return search.only([profile.ref] if profile.ref else (), () if profile.ref else (profile,))
    return None
