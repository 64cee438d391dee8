"""Answers to queries over the newest facts: a profile of that name, what an exact form names, else what words find."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.catalog import Catalog
from ssotui.core.model import Profile, RoleRef
from ssotui.core.text import printable
from ssotui.core.tree.frecency import preferences
from ssotui.core.usage import History

if TYPE_CHECKING:
    from ssotui.core.search.index import Found, Haystack, Search

_LONGEST_LINK = 10_000  # characters of a paste: console addresses may be that long
_LONGEST_WORDS = 500  # nobody means a whole log file


class SearchSources(NamedTuple):
    """What can be found; ``names`` are each role's profiles, ``others`` the profiles of no listed role."""

    sessions: tuple[str, ...]
    catalog: Catalog
    names: Mapping[RoleRef, tuple[str, ...]]
    profiles: Mapping[str, Profile]
    others: tuple[Profile, ...]
    history: History
    now: datetime


class QueryResults:
    """Remembers what it worked out until it is told to ``forget``."""

    def __init__(self) -> None:
        self._haystack: Haystack | None = None
        self._search: Search | None = None
        self._named: dict[str, Found | None] = {}

    def forget(self) -> None:
        """There are newer facts."""
        self._search = None

    @property
    def is_ready(self) -> bool:
        """The next answer waits for nothing."""
        return self._search is not None

    def get_ready(self, facts: SearchSources) -> None:
        """Do now what the next answer would have to wait for."""
        self._searching(facts)

    def found(self, query: str, facts: SearchSources) -> Found | None:
        """The answer to the query; None without one. A reference, ARN or link finds just what it names."""
        text = query.strip()
        if not text:
            return None
        search = self._searching(facts)
        if text not in self._named:
            self._named[text] = _named_exactly(text, facts, search)
        return self._named[text] or search.find(query)

    def _searching(self, facts: SearchSources) -> Search:
        if self._search is None:
            from ssotui.core.search.index import Haystack, Search  # the first frame is painted without it

            self._haystack = self._haystack or Haystack()
            self._haystack.update(facts.sessions, facts.catalog, facts.names, facts.others)
            self._search = Search(self._haystack, preferences(facts.history, facts.now))
            self._named = {}
        return self._search


def with_paste(query: str, text: str, facts: SearchSources) -> str:
    """The query that a paste makes: what it names by itself, else what was typed with the paste behind it."""
    from ssotui.core.search.references import named, pasted, roles_named  # a paste comes long after the first frame

    for meant in pasted(text[:_LONGEST_LINK]):
        if meant in facts.profiles or named(meant) or roles_named(meant, facts.sessions, facts.catalog):
            return meant
    return query + printable(text[:_LONGEST_WORDS])


def _named_exactly(text: str, facts: SearchSources, search: Search) -> Found | None:
    """What ``text`` finds as an exact form, if it is one."""
    from ssotui.core.search.references import (  # with what it needs: only a reference is worth that
        may_name,
        roles_named,
    )

    profile = facts.profiles.get(text)
    if profile is None:
        refs = roles_named(text, facts.sessions, facts.catalog) if may_name(text) else None
        return search.only(refs) if refs else None
    if text[0] in "'^!" or text[-1] == "$":  # the grammar of words would take it for something else
        return search.only([profile.ref] if profile.ref else (), () if profile.ref else (profile,))
    return None
