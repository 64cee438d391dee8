"""The tree grouped by role: sessions -> permission sets -> the accounts with that permission set.

Grouping takes one step for each role of each account, once for each listing or result. Rows are created when read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ssotui.core.catalog import SessionCatalog, last_known
from ssotui.core.model import Account
from ssotui.core.tree.rows import Row, Spans
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.search.entries import AccountMatches
    from ssotui.core.search.index import Found


class PermissionSet(NamedTuple):
    """A role's name, the accounts in which it is granted, and those in which it no longer is, in the order shown.

    In ``new`` of the accounts it is new.
    """

    role: str
    accounts: Sequence[Account]
    gone: Sequence[Account] = ()
    new: int = 0


class PermissionSetRows:
    """A session's permission sets, each followed by its accounts if it is expanded."""

    def __init__(self, session: str, sets: Sequence[PermissionSet], is_open: Callable[[str], bool]) -> None:
        self._session = session
        self._sets = sets
        self._spans = Spans(1 + (len(one.accounts) + len(one.gone) if is_open(one.role) else 0) for one in sets)

    def __len__(self) -> int:
        return len(self._spans)

    def row(self, index: int) -> Row:
        place, offset = self._spans.place(index)
        one = self._sets[place]
        if offset == 0:
            return Row("permission-set", 1, self._session, None, one.role, size=len(one.accounts), new=one.new)
        if offset <= len(one.accounts):
            return Row("role", 2, self._session, one.accounts[offset - 1], one.role)
        return Row("gone", 2, self._session, one.gone[offset - 1 - len(one.accounts)], one.role)

    def find(self, key: tuple[str, ...]) -> int | None:
        kind, session, account_id, role, _ = key
        place = next((place for place, one in enumerate(self._sets) if one.role == role), None)
        if session != self._session or place is None:
            return None
        start = self._spans.start(place)
        if kind == "permission-set":
            return start
        if kind not in ("role", "gone") or self._spans.length(place) == 1:
            return None
        one = self._sets[place]
        accounts, start = (one.accounts, start + 1) if kind == "role" else (one.gone, start + 1 + len(one.accounts))
        return next((at for at, account in enumerate(accounts, start) if account.id == account_id), None)


class PermissionSetCache:
    """The permission sets of each session, by session name. Computed once for each listing."""

    def __init__(self) -> None:
        self._cached: dict[str, tuple[SessionCatalog, list[PermissionSet], str]] = {}

    def of(self, session: str, catalog: SessionCatalog, accounts: Sequence[Account]) -> tuple[list[PermissionSet], str]:
        """The permission sets, and a note on the accounts without any; ``accounts`` are all, in the order to show."""
        cached = self._cached.get(session)
        if cached is None or cached[0] is not catalog:
            cached = self._cached[session] = (
                catalog,
                _sets(catalog, accounts),
                _note_on_accounts_without_roles(catalog),
            )
        return cached[1:]


def _sets(catalog: SessionCatalog, accounts: Sequence[Account]) -> list[PermissionSet]:
    granted: dict[str, list[Account]] = {}
    for account in accounts:
        for role in catalog.known_roles(account.id):
            granted.setdefault(role, []).append(account)
    gone: dict[str, list[Account]] = {}
    for account, role in catalog.changes.gone(accounts):
        if role:
            gone.setdefault(role, []).append(account)
    new = Counter(role for roles in catalog.changes.roles.values() for role in roles)
    return [
        PermissionSet(role, granted.get(role, ()), gone.get(role, ()), new[role])
        for role in sorted(granted.keys() | gone.keys(), key=lambda role: (role.lower(), role))
    ]


def found_sets(groups: Sequence[AccountMatches], found: Found) -> list[PermissionSet]:
    """The permission sets of a query's matches in one session.

    They are ordered by the match of their own name, then by that of their best account. Their accounts are in the order
    of ``groups``, the best first.
    """
    granted: dict[str, list[Account]] = {}
    for entry, roles in groups:
        for role in roles:
            granted.setdefault(role, []).append(entry.account)
    best = {role: place for place, role in enumerate(found.ordered(groups[0]))} if groups else {}
    worth = found.matcher.worth

    def place(role: str) -> tuple[int, int, str]:
        return (-worth(role), best.get(role, len(best)), role.lower())

    return [PermissionSet(role, granted[role]) for role in sorted(granted, key=place)]


def note_on_matches_without_roles(groups: Sequence[AccountMatches]) -> str:
    """A note on the matching accounts that are in no permission set; "" if there are none."""
    return _note(sum(1 for _, roles in groups if not roles))


def _note_on_accounts_without_roles(catalog: SessionCatalog) -> str:
    count = sum(1 for account in catalog.known_accounts() if last_known(catalog.roles_of(account.id)) is None)
    return _note(count)


def _note(count: int) -> str:
    words = f"{count:,} accounts are" if count != 1 else "1 account is"
    return f"{words} not shown: no role in {'them' if count != 1 else 'it'} is known yet" if count else ""
