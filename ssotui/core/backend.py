"""What the actions need of the world outside, as Protocols, and the one bundle that carries them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from ssotui.core.catalog import SessionCatalog
from ssotui.core.model import Account, Credentials, Profile, RoleRef, SsoSession, Token
from ssotui.errors import SsoTuiError


class CancelToken(Protocol):
    """Says that the answer is no longer wanted; a threading.Event fits."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool:
        """Sleep for ``timeout`` seconds or until cancelled; True if cancelled."""
        ...


class AccountsPage(NamedTuple):
    """At most 100 accounts; ``next_token`` is None on the last page."""

    accounts: tuple[Account, ...]
    next_token: str | None


class RolesPage(NamedTuple):
    """At most 100 role names of one account; ``next_token`` is None on the last page."""

    roles: tuple[str, ...]
    next_token: str | None


class IdentityCenter(Protocol):
    """The SSO portal (protocol.md section 6). One call is one request, never retried below this seam.

    Every method raises SignInNeeded (401), AccessDenied (403), Throttled (429), Rejected (400, 404), BadAnswer (5xx or
    a malformed answer) or Unreachable. Thread-safe.
    """

    def accounts_page(self, session: SsoSession, token: Token, next_token: str | None) -> AccountsPage: ...

    def roles_page(self, session: SsoSession, token: Token, account_id: str, next_token: str | None) -> RolesPage: ...

    def role_credentials(self, session: SsoSession, token: Token, ref: RoleRef) -> Credentials: ...


class TokenStore(Protocol):
    """The token cache shared with the AWS CLI and the SDKs (protocol.md section 2)."""

    def load(self, session: SsoSession) -> Token | None:
        """The session's token, however old; None if there is none. Raises FileTrouble for one that can't be read."""
        ...


class AwsConfiguration(NamedTuple):
    """What ``~/.aws/config`` and ``~/.aws/credentials`` say, read as botocore reads them.

    ``trouble`` holds what could not be read: the rest stands (an unparsable config file gives no sessions and no
    profiles of its own, and must not be written to).
    """

    sessions: tuple[SsoSession, ...]
    profiles: tuple[Profile, ...]
    trouble: tuple[SsoTuiError, ...] = ()
    writable: bool = True


class NewProfile(NamedTuple):
    """A profile to be written for a role; empty ``region`` and ``output`` are left out."""

    name: str
    ref: RoleRef
    region: str = ""
    output: str = ""


class ProfileStore(Protocol):
    """``~/.aws/config`` and ``~/.aws/credentials``."""

    def read(self) -> AwsConfiguration:
        """Never raises for what is in the files: see AwsConfiguration.trouble."""
        ...

    def add(self, profile: NewProfile) -> None:
        """Write one profile (contract.md section 4). Raises FileTrouble, or UsageError if the name is taken."""
        ...


class CatalogStore(Protocol):
    """The catalogue kept between runs: no secrets; anything wrong with it means "absent"."""

    def load(self, session: SsoSession) -> SessionCatalog: ...

    def save(self, session: SsoSession, catalog: SessionCatalog) -> None:
        """Keep what is Known. Raises FileTrouble."""
        ...


class Use(NamedTuple):
    """How often a role or profile was switched to, and when last (UTC)."""

    times: int
    last: datetime


class History(NamedTuple):
    """Favourites in the order they were pinned, and uses; a key is ``str(RoleRef)`` or ``profile:NAME``."""

    favourites: tuple[str, ...] = ()
    uses: Mapping[str, Use] = {}


class HistoryStore(Protocol):
    """Favourites and use, in the state folder."""

    def load(self) -> History: ...

    def record_use(self, key: str, now: datetime) -> None: ...

    def set_favourite(self, key: str, favourite: bool) -> History: ...


@dataclass(frozen=True, slots=True)
class Backend:
    """Everything an action may touch. ``center`` is a factory: its first call imports boto3."""

    center: Callable[[], IdentityCenter]
    tokens: TokenStore
    profiles: ProfileStore
    catalogs: CatalogStore
    history: HistoryStore
    now: Callable[[], datetime]
