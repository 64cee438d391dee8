"""An immutable snapshot of the accounts and roles of every session.

Knowledge is Unknown, Loading, Known or Failed, so that "not asked yet", "asking" and "none" are told apart. Loading
and Failed keep the last answer, so that a refresh removes nothing from the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from ssotui.core.catalog_changes import NO_CHANGES, CatalogChanges
from ssotui.core.model import Account, RoleRef
from ssotui.core.newest_cache import NewestCache
from ssotui.errors import SsoTuiError

T = TypeVar("T")


class Unknown(NamedTuple):
    """Not asked yet."""


class Known(NamedTuple, Generic[T]):
    """Answered at ``as_of`` (UTC)."""

    value: T
    as_of: datetime


class Loading(NamedTuple, Generic[T]):
    """Asked; ``before`` is the last answer, if there was one."""

    before: Known[T] | None = None


class Failed(NamedTuple, Generic[T]):
    """Asked, and failed; ``before`` is the last answer, if there was one."""

    error: SsoTuiError
    before: Known[T] | None = None


Knowledge = Unknown | Loading[T] | Known[T] | Failed[T]

Accounts = tuple[Account, ...]
Roles = tuple[str, ...]

UNKNOWN = Unknown()


def last_known(knowledge: Knowledge[T]) -> Known[T] | None:
    """The newest answer, whatever its age; None if there is none."""
    if isinstance(knowledge, Known):
        return knowledge
    return None if isinstance(knowledge, Unknown) else knowledge.before


def age_of_listing(knowledge: Iterable[Knowledge[Accounts]], now: datetime) -> timedelta | None:
    """How long ago the oldest of these sessions' accounts were listed, if new ones may have been added since."""
    known = [one.as_of for one in map(last_known, knowledge) if one]
    return now - min(known) if known and now - min(known) > _JUST_NOW else None


_JUST_NOW = timedelta(minutes=5)


def is_fresh(knowledge: Knowledge[T], now: datetime, max_age: timedelta) -> bool:
    """Whether the answer is younger than ``max_age``, so that no request is needed."""
    return isinstance(knowledge, Known) and timedelta(0) <= now - knowledge.as_of < max_age


class SessionCatalog(NamedTuple):
    """One session's accounts in the portal's order, the roles by account ID, and what has changed.

    ``unread`` is the number of accounts that aren't in memory: see catalog_head. For the first picture only.
    """

    accounts: Knowledge[Accounts] = UNKNOWN
    roles: Mapping[str, Knowledge[Roles]] = MappingProxyType({})
    changes: CatalogChanges = NO_CHANGES
    unread: int = 0

    def roles_of(self, account_id: str) -> Knowledge[Roles]:
        return self.roles.get(account_id, UNKNOWN)

    def known_accounts(self) -> Accounts:
        known = last_known(self.accounts)
        return known.value if known else ()

    @property
    def total(self) -> int:
        """The number of known accounts."""
        return len(self.known_accounts()) + self.unread

    def account(self, account_id: str) -> Account | None:
        accounts = self.known_accounts()
        return _INDEXES.get(accounts, accounts[0]).get(account_id) if accounts else None

    def known_roles(self, account_id: str) -> Roles:
        known = last_known(self.roles_of(account_id))
        return known.value if known else ()


class Catalog(NamedTuple):
    """The catalogs of all sessions, by session name."""

    sessions: Mapping[str, SessionCatalog] = MappingProxyType({})

    def of(self, session: str) -> SessionCatalog:
        return self.sessions.get(session, _NOTHING)

    def with_session(self, session: str, catalog: SessionCatalog) -> Catalog:
        return Catalog({**self.sessions, session: catalog})

    def account(self, account_id: str) -> Account | None:
        """The account with this ID in any session; None if no session lists it."""
        return next(filter(None, (one.account(account_id) for one in self.sessions.values())), None)

    def account_of(self, ref: RoleRef) -> Account:
        """The account of a role, as the role's session lists it; without a name and an e-mail if it isn't listed."""
        return self.of(ref.session).account(ref.account_id) or Account(ref.account_id, "", "")

    def refs(self, sessions: Iterable[str]) -> Iterable[RoleRef]:
        """Every known role of these sessions, in order."""
        for session in sessions:
            catalog = self.of(session)
            for account in catalog.known_accounts():
                for role in catalog.known_roles(account.id):
                    yield RoleRef(session, account.id, role)


_NOTHING = SessionCatalog()


def _by_id(accounts: Accounts) -> dict[str, Account]:
    return {account.id: account for account in accounts}


_INDEXES = NewestCache(_by_id, 8)  # because every row of a repaint may ask
