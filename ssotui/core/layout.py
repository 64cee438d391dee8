"""The layouts of the access tree: (catalogue, profiles, what is open, what was found) -> an outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.catalog import Catalog, Known, SessionCatalog
from ssotui.core.model import Account, Profile
from ssotui.core.outline import AccountRows, Lines, Openness, Outline, Part, Row
from ssotui.core.states import of_roles

if TYPE_CHECKING:
    from ssotui.core.search import Found, Group

PINNED, OTHERS = "Favourites and recent", "Other profiles"


class Ground(NamedTuple):
    """All that an outline is laid out from.

    ``pins`` are the rows above the sessions; ``notes`` is a line under a session that has nothing to show.
    """

    sessions: tuple[str, ...] = ()
    catalog: Catalog = Catalog()
    others: tuple[Profile, ...] = ()
    pins: tuple[Row, ...] = ()
    notes: Mapping[str, str] = MappingProxyType({})


class Sorted:
    """Accounts in the order of their names; sorted once for each listing."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[tuple[Account, ...], list[Account]]] = {}

    def of(self, accounts: tuple[Account, ...]) -> list[Account]:
        kept = self._kept.get(id(accounts))
        if kept is None or kept[0] is not accounts:
            ordered = sorted(accounts, key=lambda account: (account.title.lower(), account.id))
            kept = self._kept[id(accounts)] = (accounts, ordered)
        return kept[1]


def whole(ground: Ground, openness: Openness, ordered: Sorted) -> Outline:
    """The tree without a filter."""
    parts: list[Part] = []
    if ground.pins:
        heading = Row("heading", 0, text=PINNED)
        shown = ground.pins if openness.is_open((PINNED,)) else ()
        parts.append(Lines((heading, *shown)))
    for session in ground.sessions:
        parts.append(Lines((Row("session", 0, session),)))
        if openness.is_open(("session", session)):
            parts.extend(_session_parts(session, ground, openness, ordered))
    parts.append(_others(ground.others, openness))
    return Outline(parts)


def _session_parts(session: str, ground: Ground, openness: Openness, ordered: Sorted) -> list[Part]:
    catalog = ground.catalog.of(session)
    accounts = ordered.of(catalog.known_accounts())
    note = ground.notes.get(session, "")
    parts: list[Part] = [Lines((Row("note", 1, session, text=note),))] if note else []
    opened = {branch[2] for branch in openness.toggled if len(branch) == 3 and branch[1] == session}  # noqa: PLR2004

    def below(place: int) -> list[Row]:
        return _rows_below(session, accounts[place], catalog)

    sizes = [_rows_of(catalog, account.id) if account.id in opened else 0 for account in accounts]
    parts.append(AccountRows(session, accounts, sizes, below))
    return parts


def _rows_of(catalog: SessionCatalog, account_id: str) -> int:
    roles = catalog.roles.get(account_id)
    known = roles.value if isinstance(roles, Known) else catalog.known_roles(account_id)
    return len(known) or 1


def _rows_below(session: str, account: Account, catalog: SessionCatalog) -> list[Row]:
    roles = catalog.known_roles(account.id)
    if roles:
        return [Row("role", 2, session, account, role) for role in roles]
    state = of_roles(catalog, account.id)
    return [Row("note", 2, session, account, text=state.words if state else "")]


def filtered(found: Found, openness: Openness) -> Outline:
    """What a query found, still as a tree: sessions, accounts and roles, the best of each first."""
    of_session: dict[str, list[Group]] = {}
    for group in found.groups:
        of_session.setdefault(group[0].session, []).append(group)
    parts: list[Part] = []
    for session, groups in of_session.items():
        parts.append(Lines((Row("session", 0, session),)))
        if openness.is_open(("session", session)):
            parts.append(_found_accounts(session, groups, found, openness))
    parts.append(_others(found.profiles, openness))
    return Outline(parts)


def _found_accounts(session: str, groups: list[Group], found: Found, openness: Openness) -> AccountRows:
    accounts = [head.account for head, _ in groups]
    toggled = openness.toggled
    sizes = [
        0 if toggled and ("session", session, head.account.id) in toggled else len(roles) for head, roles in groups
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
