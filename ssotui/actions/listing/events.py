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
class AccountsAsked:
    """The session's accounts are being listed."""

    session: str


@dataclass(frozen=True, slots=True)
class AccountsFound:
    """The accounts found so far, in the portal's order.

    Until the last page, accounts known before and not listed yet follow, and ``as_of`` is theirs, or EPOCH, which is
    never fresh. ``before`` are the accounts known before this listing (None: there was no complete listing). They show
    what is new, and what is gone once the list ``is_complete``.
    """

    session: str
    accounts: Accounts
    as_of: datetime
    is_complete: bool
    before: Accounts | None


@dataclass(frozen=True, slots=True)
class RolesAsked:
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
class NotKept:
    """The cache can't be written (reported once for each listing). The listing goes on."""

    session: str
    error: SsoTuiError


@dataclass(frozen=True, slots=True)
class ListingEnded:
    """The last event: everything was listed, or SessionFailed has the reason. A cancelled listing doesn't send it."""

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
    """The catalog after these events of its session, in order. The roles are copied once for all events."""
    accounts = catalog.accounts
    roles = dict(catalog.roles)
    changes = ChangeCollector(catalog.changes)
    for finding in findings:
        match finding:
            case AccountsAsked() | AccountsFound() | SessionFailed():
                accounts = _accounts_after(finding, accounts, roles, changes)
            case RolesAsked() | RolesFound() | AccountFailed():
                _change_roles(roles, finding, changes)
            case ListingEnded():
                accounts = _settled(accounts)
                roles = {account_id: _settled(knowledge) for account_id, knowledge in roles.items()}
            case Throttling() | NotKept():
                continue
            case _:
                assert_never(finding)
    return SessionCatalog(accounts, roles, changes.changes())


def _accounts_after(
    finding: AccountsAsked | AccountsFound | SessionFailed,
    accounts: Knowledge[Accounts],
    roles: dict[str, Knowledge[Roles]],
    changes: ChangeCollector,
) -> Knowledge[Accounts]:
    if isinstance(finding, AccountsFound):
        changes.accounts(finding.before, finding.accounts, is_complete=finding.is_complete)
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
    roles: dict[str, Knowledge[Roles]], finding: RolesAsked | RolesFound | AccountFailed, changes: ChangeCollector
) -> None:
    match finding:
        case RolesAsked():
            for account_id in finding.account_ids:
                roles[account_id] = Loading(last_known(roles.get(account_id, UNKNOWN)))
        case RolesFound():
            roles[finding.account_id] = Known(finding.roles, finding.as_of)
            changes.roles(finding.account_id, finding.before, finding.roles)
        case AccountFailed():
            roles[finding.account_id] = Failed(finding.error, last_known(roles.get(finding.account_id, UNKNOWN)))


def _settled(knowledge: Knowledge[T]) -> Knowledge[T]:
    """The knowledge without Loading, after the listing has ended."""
    return (knowledge.before or UNKNOWN) if isinstance(knowledge, Loading) else knowledge
