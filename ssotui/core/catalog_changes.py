"""What the last refresh changed: accounts and roles that are new, and those that are gone.

It is kept until the next refresh: of the session for accounts, of the account for its roles. A first listing makes
nothing new; a failed or incomplete one makes nothing gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar

from ssotui.core.model import Account
from ssotui.named_tuples import NamedTuple

T = TypeVar("T")


class CatalogChanges(NamedTuple):
    """Roles are by account ID. The roles of a new or gone account are not included."""

    accounts: frozenset[str] = frozenset()
    roles: Mapping[str, frozenset[str]] = MappingProxyType({})
    gone_accounts: tuple[Account, ...] = ()
    gone_roles: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def is_new(self, account_id: str, role: str) -> bool:
        """Whether the role is new in an account that isn't new itself."""
        return role in self.roles.get(account_id, ())

    @property
    def count_new(self) -> int:
        return len(self.accounts) + sum(map(len, self.roles.values()))

    @property
    def count_gone(self) -> int:
        return len(self.gone_accounts) + sum(map(len, self.gone_roles.values()))

    def gone(self, known: Collection[Account]) -> Iterator[tuple[Account, str]]:
        """(account, role) for everything gone, with role "" for a whole account; ``known`` are the accounts left."""
        for account in self.gone_accounts:
            yield account, ""
        if self.gone_roles:
            by_id = {account.id: account for account in known}
            for account_id, roles in self.gone_roles.items():
                if account_id in by_id:
                    yield from ((by_id[account_id], role) for role in roles)


NO_CHANGES = CatalogChanges()


class ChangeCollector:
    """Collects the changes of one refresh. ``before`` is always what was known when the refresh began."""

    def __init__(self, changes: CatalogChanges) -> None:
        self._changes = changes
        self._roles: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}

    def accounts(self, before: Collection[Account] | None, found: Collection[Account], *, is_complete: bool) -> None:
        """Take in the accounts listed so far; ``before`` is None if there was no complete listing."""
        changes, ids = self.changes(), {account.id for account in found}
        new = ids.difference(account.id for account in before) if before is not None else frozenset[str]()
        if is_complete:
            gone = tuple(account for account in before or () if account.id not in ids)
            self._changes = CatalogChanges(
                frozenset(new), _within(changes.roles, ids), gone, _within(changes.gone_roles, ids)
            )
        elif not changes.accounts.issuperset(new):
            self._changes = CatalogChanges(
                changes.accounts | new, changes.roles, changes.gone_accounts, changes.gone_roles
            )

    def roles(self, account_id: str, before: Collection[str] | None, found: Collection[str]) -> None:
        """Take in all roles of an account; ``before`` is None if they were never listed."""
        new, gone = frozenset[str](), tuple[str, ...]()
        if before is not None and before != found:
            new, gone = frozenset(found).difference(before), tuple(role for role in before if role not in found)
        if new or gone or account_id in self._changes.roles or account_id in self._changes.gone_roles:
            self._roles[account_id] = (new, gone)

    def changes(self) -> CatalogChanges:
        """The changes so far."""
        if self._roles:
            new, gone = dict(self._changes.roles), dict(self._changes.gone_roles)
            for account_id, change in self._roles.items():
                new[account_id], gone[account_id] = change
            self._changes = CatalogChanges(
                self._changes.accounts, _filled(new), self._changes.gone_accounts, _filled(gone)
            )
            self._roles = {}
        return self._changes


def _within(by_account: Mapping[str, T], ids: Collection[str]) -> Mapping[str, T]:
    return {account_id: value for account_id, value in by_account.items() if account_id in ids}


def _filled(by_account: Mapping[str, T]) -> Mapping[str, T]:
    return {account_id: roles for account_id, roles in by_account.items() if roles}
