"""The rows of ``list``: every known role, or those that match a query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ssotui.actions import resolve_role
from ssotui.actions.snapshots import Snapshot
from ssotui.core.model import Account, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.named_tuples import NamedTuple


class RoleRow(NamedTuple):
    """One role; ``profiles`` are the names of its profiles, ``last_used`` is the time of the last switch (UTC)."""

    ref: RoleRef
    account: Account
    profiles: tuple[str, ...]
    favorite: bool
    last_used: datetime | None


def rows(backend: Backend, snapshot: Snapshot, text: str) -> list[RoleRow]:
    """The roles that match ``text``, the best first; without a query all, by session and name."""
    refs = resolve_role.matching(backend, snapshot, text.strip()).refs if text.strip() else _all(snapshot)
    return _rows_of(snapshot, refs)


def row(snapshot: Snapshot, ref: RoleRef) -> RoleRow:
    """The row of one role. If its account isn't listed, the account's name and e-mail are ""."""
    return _rows_of(snapshot, [ref])[0]


def _rows_of(snapshot: Snapshot, refs: Iterable[RoleRef]) -> list[RoleRow]:
    profiles, history = snapshot.configuration.profile_names_by_role(), snapshot.history
    favorites, uses = frozenset(history.favorites), history.uses
    found = []
    for ref in refs:
        key = str(ref)
        use = uses.get(key)
        found.append(
            RoleRow(
                ref,
                snapshot.catalog.account_of(ref),
                profiles.get(ref, ()),
                key in favorites,
                use.last if use else None,
            )
        )
    return found


def _all(snapshot: Snapshot) -> Iterable[RoleRef]:
    for session in snapshot.session_names:
        catalog = snapshot.catalog.of(session)
        for account in sorted(catalog.known_accounts(), key=lambda account: (account.title.casefold(), account.id)):
            for role in sorted(catalog.known_roles(account.id), key=str.casefold):
                yield RoleRef(session, account.id, role)
