"""The rows of ``list``: every known role, or those that match a query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ssotui.actions import resolve_role
from ssotui.actions.snapshot import Snapshot, profiles_by_role
from ssotui.core.model import Account, RoleRef
from ssotui.core.ports.backend import Backend


class Entry(NamedTuple):
    """One role; ``profiles`` are the names of its profiles, ``last_used`` is the time of the last switch (UTC)."""

    ref: RoleRef
    account: Account
    profiles: tuple[str, ...]
    favourite: bool
    last_used: datetime | None


def entries(backend: Backend, taken: Snapshot, text: str) -> list[Entry]:
    """The roles that match ``text``, the best first; without a query all, by session and name."""
    refs = resolve_role.matching(backend, taken, text.strip()).refs if text.strip() else _all(taken)
    accounts = {
        (session, account.id): account
        for session in taken.session_names
        for account in taken.catalog.of(session).known_accounts()
    }
    profiles, history = profiles_by_role(taken.configuration), taken.history
    favourites, uses = frozenset(history.favourites), history.uses
    found = []
    for ref in refs:
        key = str(ref)
        use = uses.get(key)
        account = accounts[ref.session, ref.account_id]
        found.append(Entry(ref, account, profiles.get(ref, ()), key in favourites, use.last if use else None))
    return found


def _all(taken: Snapshot) -> Iterable[RoleRef]:
    for session in taken.session_names:
        catalog = taken.catalog.of(session)
        for account in sorted(catalog.known_accounts(), key=lambda account: (account.title.casefold(), account.id)):
            for role in sorted(catalog.known_roles(account.id), key=str.casefold):
                yield RoleRef(session, account.id, role)
