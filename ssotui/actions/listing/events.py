"""The events of a listing, and the changes they make to a session's catalog."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, assert_never

from ssotui.core.catalog import UNKNOWN, Accounts, Failed, Knowledge, Known, Loading, Roles, SessionCatalog, last_known
from ssotui.core.catalog_changes import ChangeCollector
from ssotui.errors import SsoTuiError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AccountsRequested:
    """The session's accounts are being listed."""

    session: str


@dataclass(frozen=True, slots=True)
class AccountsFound:
    """The accounts found so far, in the portal's order.

    Until the last page, known accounts that weren't found yet follow them, and ``as_of`` is the time of the listing
    before (EPOCH, which is never fresh, if there was none). ``before`` are the accounts of the listing before (None if
    none was complete). They show what is new, and what is gone once the list ``is_complete``.
    """

    session: str
    accounts: Accounts
    as_of: datetime
    is_complete: bool
    before: Accounts | None


@dataclass(frozen=True, slots=True)
class RolesRequested:
    """These accounts' roles are in the queue."""

    session: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RolesFound:
    """All roles of one account; ``before`` as in AccountsFound."""

    session: str
    account_id: str
    roles: Roles
    as_of: datetime
    before: Roles | None


@dataclass(frozen=True, slots=True)
class AccountFailed:
    """One account's roles couldn't be listed. The listing goes on."""

    session: str
    account_id: str
    error: SsoTuiError


@dataclass(frozen=True, slots=True)
class SessionFailed:
    """The listing has failed. ListingEnded follows."""

    session: str
    error: SsoTuiError


@dataclass(frozen=True, slots=True)
class Throttling:
    """AWS has responded with 429. The listing goes on at ``rate`` calls a second."""

    session: str
    rate: float


@dataclass(frozen=True, slots=True)
class NotSaved:
    """The cache can't be written (reported once for each listing). The listing goes on."""

    session: str
    error: SsoTuiError


@dataclass(frozen=True, slots=True)
class ListingEnded:
    """The last event: everything was listed, or SessionFailed has the reason. A canceled listing doesn't send it."""

    session: str


ListingEvent = (
    AccountsRequested
    | AccountsFound
    | RolesRequested
    | RolesFound
    | AccountFailed
    | SessionFailed
    | Throttling
    | NotSaved
    | ListingEnded
)


def apply(catalog: SessionCatalog, events: Iterable[ListingEvent]) -> SessionCatalog:
    """The catalog after these events of its session, in order. The roles are copied once for all events."""
    accounts = catalog.accounts
    roles = dict(catalog.roles)
    changes = ChangeCollector(catalog.changes)
    for event in events:
        match event:
            case AccountsRequested() | AccountsFound() | SessionFailed():
                accounts = _accounts_after(event, accounts, roles, changes)
            case RolesRequested() | RolesFound() | AccountFailed():
                _change_roles(roles, event, changes)
            case ListingEnded():
                accounts = _settled(accounts)
                roles = {account_id: _settled(knowledge) for account_id, knowledge in roles.items()}
            case Throttling() | NotSaved():
                continue
            case _:
                assert_never(event)
    return SessionCatalog(accounts, roles, changes.changes())


def _accounts_after(
    event: AccountsRequested | AccountsFound | SessionFailed,
    accounts: Knowledge[Accounts],
    roles: dict[str, Knowledge[Roles]],
    changes: ChangeCollector,
) -> Knowledge[Accounts]:
    if isinstance(event, AccountsFound):
        changes.accounts(event.before, event.accounts, is_complete=event.is_complete)
    match event:
        case AccountsRequested():
            return Loading(last_known(accounts))
        case SessionFailed():
            return Failed(event.error, last_known(accounts))
        case AccountsFound(is_complete=False):
            return Loading(Known(event.accounts, event.as_of))
        case AccountsFound():  # pragma: no branch - one of the cases fits
            for gone in roles.keys() - {account.id for account in event.accounts}:
                del roles[gone]
            return Known(event.accounts, event.as_of)


def _change_roles(
    roles: dict[str, Knowledge[Roles]], event: RolesRequested | RolesFound | AccountFailed, changes: ChangeCollector
) -> None:
    match event:
        case RolesRequested():
            for account_id in event.account_ids:
                roles[account_id] = Loading(last_known(roles.get(account_id, UNKNOWN)))
        case RolesFound():
            roles[event.account_id] = Known(event.roles, event.as_of)
            changes.roles(event.account_id, event.before, event.roles)
        case AccountFailed():  # pragma: no branch - one of the cases fits
            roles[event.account_id] = Failed(event.error, last_known(roles.get(event.account_id, UNKNOWN)))


def _settled(knowledge: Knowledge[T]) -> Knowledge[T]:
    """The knowledge without Loading, after the listing has ended."""
    return (knowledge.before or UNKNOWN) if isinstance(knowledge, Loading) else knowledge
