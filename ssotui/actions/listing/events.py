"""What a listing finds, as values, and how a session's catalogue changes by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, assert_never

from ssotui.core.catalog import UNKNOWN, Accounts, Failed, Knowledge, Known, Loading, Roles, SessionCatalog, last_known
from ssotui.core.catalog_changes import Telling
from ssotui.errors import SsoTuiError

T = TypeVar("T")

"""When accounts were listed of which only some pages are there: such a part is shown and kept, but is never fresh."""


@dataclass(frozen=True, slots=True)
class AccountsAsked:
    """The session's accounts are being asked for."""

    session: str


@dataclass(frozen=True, slots=True)
class AccountsFound:
    """The accounts found so far, in the portal's order.

    While a page is missing, old ones not seen yet follow them, and ``as_of`` is that of the old ones, or EPOCH.
    ``before`` are the accounts known before this listing (None: they were never listed whole), to tell what is new, and
    what is gone once the answer ``is_complete``.
    """

    session: str
    accounts: Accounts
    as_of: datetime
    is_complete: bool
    before: Accounts | None


@dataclass(frozen=True, slots=True)
class RolesAsked:
    """These accounts' roles stand in the queue."""

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
    """One account's roles can't be had; the listing goes on."""

    session: str
    account_id: str
    error: SsoTuiError


@dataclass(frozen=True, slots=True)
class SessionFailed:
    """The listing has ended early; ListingEnded follows."""

    session: str
    error: SsoTuiError


@dataclass(frozen=True, slots=True)
class Throttling:
    """AWS has answered 429; the listing goes on at ``rate`` calls a second."""

    session: str
    rate: float


@dataclass(frozen=True, slots=True)
class NotKept:
    """What was found can't be written to the cache (told once a listing); the listing goes on."""

    session: str
    error: SsoTuiError


@dataclass(frozen=True, slots=True)
class ListingEnded:
    """Nothing more comes: all is answered, or SessionFailed said why not. A cancelled listing just falls silent."""

    session: str


ListingEvent = (
    AccountsAsked
    | AccountsFound
    | RolesAsked
    | RolesFound
    | AccountFailed
    | SessionFailed
    | Throttling
    | NotKept
    | ListingEnded
)


def apply(catalog: SessionCatalog, findings: Iterable[ListingEvent]) -> SessionCatalog:
    """The catalogue after these findings of its session, in their order: one copy of the roles for the whole batch."""
    accounts = catalog.accounts
    roles = dict(catalog.roles)
    telling = Telling(catalog.changes)
    for finding in findings:
        match finding:
            case AccountsAsked() | AccountsFound() | SessionFailed():
                accounts = _accounts_after(finding, accounts, roles, telling)
            case RolesAsked() | RolesFound() | AccountFailed():
                _change_roles(roles, finding, telling)
            case ListingEnded():
                accounts = _settled(accounts)
                roles = {account_id: _settled(knowledge) for account_id, knowledge in roles.items()}
            case Throttling() | NotKept():
                continue
            case _:
                assert_never(finding)
    return SessionCatalog(accounts, roles, telling.changes())


def _accounts_after(
    finding: AccountsAsked | AccountsFound | SessionFailed,
    accounts: Knowledge[Accounts],
    roles: dict[str, Knowledge[Roles]],
    telling: Telling,
) -> Knowledge[Accounts]:
    if isinstance(finding, AccountsFound):
        telling.accounts(finding.before, finding.accounts, is_complete=finding.is_complete)
    match finding:
        case AccountsAsked():
            return Loading(last_known(accounts))
        case SessionFailed():
            return Failed(finding.error, last_known(accounts))
        case AccountsFound(is_complete=False):
            return Loading(Known(finding.accounts, finding.as_of))
        case AccountsFound():
            for gone in roles.keys() - {account.id for account in finding.accounts}:
                del roles[gone]
            return Known(finding.accounts, finding.as_of)


def _change_roles(
    roles: dict[str, Knowledge[Roles]], finding: RolesAsked | RolesFound | AccountFailed, telling: Telling
) -> None:
    match finding:
        case RolesAsked():
            for account_id in finding.account_ids:
                roles[account_id] = Loading(last_known(roles.get(account_id, UNKNOWN)))
        case RolesFound():
            roles[finding.account_id] = Known(finding.roles, finding.as_of)
            telling.roles(finding.account_id, finding.before, finding.roles)
        case AccountFailed():
            roles[finding.account_id] = Failed(finding.error, last_known(roles.get(finding.account_id, UNKNOWN)))


def _settled(knowledge: Knowledge[T]) -> Knowledge[T]:
    """What stands once nobody is asking any more."""
    return (knowledge.before or UNKNOWN) if isinstance(knowledge, Loading) else knowledge
