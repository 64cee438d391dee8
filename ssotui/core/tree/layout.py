"""Builds the rows of the access tree from the catalog, the profiles, the expanded rows and the query's matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

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
from ssotui.core.tree.rows import AccountRows, Lines, Openness, Outline, Part, Row

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


class Sorted:
    """Accounts sorted by name, and the tree grouped by role. Computed once for each listing."""

    def __init__(self) -> None:
        self.turned = PermissionSetCache()
        self._kept: dict[str, tuple[tuple[Account, ...], tuple[Account, ...], list[Account]]] = {}
        self._counted: dict[str, tuple[SessionCatalog, list[int]]] = {}

    def of(self, session: str, catalog: SessionCatalog) -> list[Account]:
        """The session's accounts to show, those included that are gone since the last refresh."""
        accounts, gone = catalog.known_accounts(), catalog.changes.gone_accounts
        kept = self._kept.get(session)
        if kept is None or kept[0] is not accounts or kept[1] is not gone:
            ordered = sorted((*accounts, *gone), key=lambda account: (account.title.lower(), account.id))
            kept = self._kept[session] = (accounts, gone, ordered)
        return kept[2]

    def sizes(self, session: str, catalog: SessionCatalog) -> list[int]:
        """The number of rows below each account if it is expanded, in the order of ``of``."""
        kept = self._counted.get(session)
        if kept is None or kept[0] is not catalog:
            sizes = [_rows_of(catalog, account.id) for account in self.of(session, catalog)]
            kept = self._counted[session] = (catalog, sizes)
        return kept[1]


def whole(sources: OutlineSources, openness: Openness, ordered: Sorted, *, pivoted: bool = False) -> Outline:
    """The tree without a filter. If ``pivoted``, it is grouped by role: accounts are below each role."""
    below = _turned_parts if pivoted else _session_parts
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


def _session_parts(session: str, sources: OutlineSources, openness: Openness, ordered: Sorted) -> list[Part]:
    catalog = sources.catalog.of(session)
    accounts = ordered.of(session, catalog)
    gone = {account.id for account in catalog.changes.gone_accounts}
    parts = _notes(session, [sources.notes.get(session, "")])
    opened = {branch[2] for branch in openness.toggled if branch[:-1] == ("session", session)}

    def below(place: int) -> list[Row]:
        return _rows_below(session, accounts[place], catalog)

    whole_sizes = ordered.sizes(session, catalog) if opened else [0] * len(accounts)
    sizes = [size if account.id in opened else 0 for account, size in zip(accounts, whole_sizes, strict=True)]
    parts.append(AccountRows(session, accounts, sizes, below, gone))
    return parts


def _turned_parts(session: str, sources: OutlineSources, openness: Openness, ordered: Sorted) -> list[Part]:
    catalog = sources.catalog.of(session)
    sets, left_out = ordered.turned.of(session, catalog, ordered.of(session, catalog))
    gone = Lines(tuple(Row("gone", 1, session, account) for account in catalog.changes.gone_accounts))
    notes = [sources.notes.get(session, ""), left_out]
    return [_turned_rows(session, sets, openness), gone, *_notes(session, notes)]


def _turned_rows(session: str, sets: Sequence[PermissionSet], openness: Openness) -> PermissionSetRows:
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
    """The tree of a query's matches, the best first at each level; ``pivoted`` as for ``whole``.

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
                parts.append(_turned_rows(session, found_sets(groups, found), openness))
                parts.extend(_notes(session, [note_on_matches_without_roles(groups)]))
            else:
                parts.append(_found_accounts(session, groups, found, openness))
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


def _found_accounts(session: str, groups: list[AccountMatches], found: Found, openness: Openness) -> AccountRows:
    accounts = [entry.account for entry, _ in groups]
    toggled = openness.toggled
    sizes = [
        0 if toggled and ("session", session, entry.account.id) in toggled else len(roles) for entry, roles in groups
    ]

    def below(place: int) -> list[Row]:
        account = accounts[place]
        return [Row("role", 2, session, account, role) for role in found.ordered(groups[place])]

    return AccountRows(session, accounts, sizes, below)


def _others(profiles: Sequence[Profile], openness: Openness) -> Lines:
    if not profiles:
        return Lines(())
    shown = profiles if openness.is_open((OTHERS,)) else ()
    return Lines((Row("heading", 0, text=OTHERS), *(Row("profile", 1, text=profile.name) for profile in shown)))
