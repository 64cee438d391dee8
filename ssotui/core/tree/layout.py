"""Builds the rows of the access tree from the catalog, the profiles, the expanded rows and the query's matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from ssotui.core.catalog import Catalog, Known, SessionCatalog
from ssotui.core.model import Account, Profile
from ssotui.core.printable import printable
from ssotui.core.session_status import of_roles
from ssotui.core.tree.by_role import (
    PermissionSet,
    PermissionSetCache,
    PermissionSetRows,
    found_sets,
    note_on_matches_without_roles,
)
from ssotui.core.tree.rows import AccountRows, HitRows, Lines, Openness, Outline, Part, Row, UnreadRows
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.search.entries import AccountMatches
    from ssotui.core.search.index import Found
    from ssotui.core.search.query import Field, Term

PINNED, OTHERS = "Favorites and recent", "Other profiles"


class OutlineSources(NamedTuple):
    """What an outline is built from.

    ``pins`` are the rows above the sessions; ``notes`` has the line below a session without accounts to show.
    """

    sessions: tuple[str, ...] = ()
    catalog: Catalog = Catalog()
    others: tuple[Profile, ...] = ()
    pins: tuple[Row, ...] = ()
    notes: Mapping[str, str] = MappingProxyType({})


class SortedAccounts:
    """Accounts sorted by name, and the tree grouped by role. Computed once for each listing."""

    def __init__(self) -> None:
        self.by_role = PermissionSetCache()
        self._cached: dict[str, tuple[tuple[Account, ...], tuple[Account, ...], list[Account]]] = {}
        self._counted: dict[str, tuple[SessionCatalog, list[int]]] = {}

    def of(self, session: str, catalog: SessionCatalog) -> list[Account]:
        """The session's accounts to show, those included that are gone since the last refresh."""
        accounts, gone = catalog.known_accounts(), catalog.changes.gone_accounts
        cached = self._cached.get(session)
        if cached is None or cached[0] is not accounts or cached[1] is not gone:
            ordered = sorted((*accounts, *gone), key=lambda account: account.order)
            cached = self._cached[session] = (accounts, gone, ordered)
        return cached[2]

    def sizes(self, session: str, catalog: SessionCatalog) -> list[int]:
        """The number of rows below each account if it is expanded, in the order of ``of``."""
        cached = self._counted.get(session)
        if cached is None or cached[0] is not catalog:
            sizes = [_rows_of(catalog, account.id) for account in self.of(session, catalog)]
            cached = self._counted[session] = (catalog, sizes)
        return cached[1]


def whole(sources: OutlineSources, openness: Openness, ordered: SortedAccounts, *, pivoted: bool = False) -> Outline:
    """The tree without a filter. If ``pivoted``, it is grouped by role: accounts are below each role."""
    below = _parts_by_role if pivoted else _session_parts
    parts: list[Part] = []
    if sources.pins:
        heading = Row("heading", 0, text=PINNED)
        shown = sources.pins if openness.is_open((PINNED,)) else ()
        parts.append(Lines((heading, *shown)))
    for session in sources.sessions:
        parts.append(Lines((Row("session", 0, session),)))
        if openness.is_open(("session", session)):
            parts.extend(below(session, sources, openness, ordered))
    parts.append(_others(sources.others, openness))
    return Outline(parts)


def _session_parts(session: str, sources: OutlineSources, openness: Openness, ordered: SortedAccounts) -> list[Part]:
    catalog = sources.catalog.of(session)
    accounts = ordered.of(session, catalog)
    gone = {account.id for account in catalog.changes.gone_accounts}
    parts = _notes(session, [sources.notes.get(session, "")])
    opened = {branch[2] for branch in openness.toggled if branch[:-1] == ("session", session)}

    def below(place: int) -> list[Row]:
        return _rows_below(session, accounts[place], catalog)

    whole_sizes = ordered.sizes(session, catalog) if opened else [0] * len(accounts)
    sizes = [size if account.id in opened else 0 for account, size in zip(accounts, whole_sizes, strict=True)]
    return [*parts, AccountRows(session, accounts, sizes, below, gone), UnreadRows(session, catalog.unread)]


def _parts_by_role(session: str, sources: OutlineSources, openness: Openness, ordered: SortedAccounts) -> list[Part]:
    catalog = sources.catalog.of(session)
    sets, left_out = ordered.by_role.of(session, catalog, ordered.of(session, catalog))
    gone = Lines(tuple(Row("gone", 1, session, account) for account in catalog.changes.gone_accounts))
    notes = [sources.notes.get(session, ""), left_out]
    return [_rows_by_role(session, sets, openness), gone, *_notes(session, notes)]


def _rows_by_role(session: str, sets: Sequence[PermissionSet], openness: Openness) -> PermissionSetRows:
    return PermissionSetRows(session, sets, lambda role: openness.is_open(("permission-set", session, role)))


def _notes(session: str, texts: Iterable[str]) -> list[Part]:
    return [Lines(tuple(Row("note", 1, session, text=text) for text in texts if text))]


def _rows_of(catalog: SessionCatalog, account_id: str) -> int:
    roles = catalog.roles.get(account_id)
    known = roles.value if isinstance(roles, Known) else catalog.known_roles(account_id)
    return (len(known) + len(catalog.changes.gone_roles.get(account_id, ()))) or 1


def _rows_below(session: str, account: Account, catalog: SessionCatalog) -> list[Row]:
    rows = [Row("role", 2, session, account, role) for role in catalog.known_roles(account.id)]
    rows += [Row("gone", 2, session, account, role) for role in catalog.changes.gone_roles.get(account.id, ())]
    if rows:
        return rows
    state = of_roles(catalog, account.id)
    return [Row("note", 2, session, account, text=state.words if state else "")]


def filtered(
    found: Found, openness: Openness, *, gone: Mapping[str, Sequence[Row]] = MappingProxyType({}), pivoted: bool = False
) -> Outline:
    """A query's matches below their sessions, the best first, each in one row; ``pivoted`` as for ``whole``.

    ``gone`` are matching rows that are gone since the last refresh, by session; they come last.
    """
    of_session: dict[str, list[AccountMatches]] = {}
    for group in found.groups:
        of_session.setdefault(group[0].session, []).append(group)
    for session in gone:
        of_session.setdefault(session, [])
    parts: list[Part] = []
    for session, groups in of_session.items():
        parts.append(Lines((Row("session", 0, session),)))
        if openness.is_open(("session", session)):
            if pivoted:
                parts.append(_rows_by_role(session, found_sets(groups, found), openness))
                parts.extend(_notes(session, [note_on_matches_without_roles(groups)]))
            else:
                parts.append(_hits(session, groups, found))
            parts.append(Lines(tuple(gone.get(session, ()))))
    parts.append(_others(found.profiles, openness))
    return Outline(parts)


_FIELDS: tuple[Field, ...] = ("session", "account", "id", "role", "email")


def gone_rows(catalog: Catalog, sessions: Iterable[str], terms: tuple[Term, ...]) -> dict[str, list[Row]]:
    """Rows that match the query and are gone since the last refresh, by session. Not indexed: there are few."""
    from ssotui.core.search.field_filters import allow, separated  # not needed for the first frame
    from ssotui.core.search.query import INSIDE, fit, unranked

    rows: dict[str, list[Row]] = {}
    anywhere, in_a_field = separated(terms)
    for session in sessions:
        known = catalog.of(session)
        for account, role in known.changes.gone(known.known_accounts()):
            texts = printable(session), account.name, account.id, role
            # As for listed roles, an e-mail doesn't match by scattered letters.
            fits = fit(anywhere, unranked(*texts)) or fit(anywhere, unranked(*texts, account.email), INSIDE)
            if fits and allow(
                in_a_field, dict(zip(_FIELDS, ((text,) for text in (*texts, account.email)), strict=True))
            ):
                rows.setdefault(session, []).append(Row("gone", 1, session, account, role))
    return rows


def _hits(session: str, groups: list[AccountMatches], found: Found) -> HitRows:
    @cache  # each row that is drawn asks for its account's roles
    def roles(place: int) -> tuple[str, ...]:
        return found.ordered(groups[place])

    accounts = [entry.account for entry, _ in groups]
    return HitRows(session, accounts, [len(matching) for _, matching in groups], roles)


def _others(profiles: Sequence[Profile], openness: Openness) -> Lines:
    if not profiles:
        return Lines(())
    shown = profiles if openness.is_open((OTHERS,)) else ()
    return Lines((Row("heading", 0, text=OTHERS), *(Row("profile", 1, text=profile.name) for profile in shown)))
