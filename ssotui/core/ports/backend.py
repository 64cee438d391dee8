"""Protocols for everything outside that actions use (AWS, files, clipboard), and the bundle that holds them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ssotui.core.catalog import SessionCatalog
from ssotui.core.configuration import AwsConfiguration, Edit, NewChain, NewProfile
from ssotui.core.model import Account, Credentials, RoleRef, SsoSession, Token
from ssotui.core.usage import History

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ssotui.core.first_use_hints import Hint
    from ssotui.core.ports.machine import Checkup
    from ssotui.core.ports.profile_credentials import AskCode, ProfileCredentials
    from ssotui.core.ports.sign_in_services import SignInServices
    from ssotui.core.profiles.plans import Planned, Planner, Renaming, Undo
    from ssotui.core.profiles.renames import Renames
    from ssotui.core.sign_in.session_changes import Migration


class AccountsPage(NamedTuple):
    """At most 100 accounts; ``next_token`` is None on the last page."""

    accounts: tuple[Account, ...]
    next_token: str | None


class RolesPage(NamedTuple):
    """At most 100 role names of one account; ``next_token`` is None on the last page."""

    roles: tuple[str, ...]
    next_token: str | None


class IdentityCenter(Protocol):
    """The operations of the AWS access portal. One call is one request; implementations never retry.

    IAM Identity Center Portal API Reference: ListAccounts, ListAccountRoles, GetRoleCredentials, Logout.

    Every method raises SignInNeeded (401), AccessDenied (403), Throttled (429), Rejected (400, 404), BadAnswer (5xx or
    a malformed answer) or Unreachable. Thread-safe.
    """

    def accounts_page(self, session: SsoSession, token: Token, next_token: str | None) -> AccountsPage: ...

    def roles_page(self, session: SsoSession, token: Token, account_id: str, next_token: str | None) -> RolesPage: ...

    def role_credentials(self, session: SsoSession, token: Token, ref: RoleRef) -> Credentials: ...

    def sign_out(self, session: SsoSession, token: Token) -> None:
        """End the sign-in that the token belongs to. Role credentials issued before stay valid until they expire."""
        ...


class Renewal(Protocol):
    """A refresh of a session's token, under way."""

    def save(self, before: Token, after: Token) -> bool:
        """Save ``after`` if the session's token is still ``before``; False after a sign-in or sign-out in between.

        Raises FileError.
        """
        ...


class TokenStore(Protocol):
    """The token cache ``~/.aws/sso/cache``, shared with the AWS CLI and the SDKs (botocore, tokens.py)."""

    def load(self, session: SsoSession, *, wait: bool = True) -> Token | None:
        """The session's token, expired or not; None if there is none. Raises FileError for one that can't be read.

        A file that another program is writing is read again for half a second, without ``wait`` only for a moment.
        A token that AWS refused has ``is_refused`` set; a refused refresh token is left out.
        """
        ...

    def refuse(self, session: SsoSession, token: Token) -> None:
        """Remember that AWS refused the access token (401), for every ssotui. The token file is left as it is."""
        ...

    def refuse_refresh(self, session: SsoSession, token: Token) -> None:
        """Remember that AWS refused the token's refresh token."""
        ...

    def save(self, session: SsoSession, token: Token) -> None:
        """Raises FileError."""
        ...

    def delete(self, session: SsoSession) -> None:
        """Remove the token, if there is one. Raises FileError."""
        ...

    def check_saving(self, session: SsoSession) -> None:
        """Raises FileError if a token could not be saved. To be called before AWS is asked for one."""
        ...

    def refreshing(self, session: SsoSession) -> AbstractContextManager[Renewal]:
        """A lock: no other ssotui refreshes this session's token meanwhile.

        It is waited for no longer than a request may take. Disk space is reserved first. Raises FileError.
        """
        ...

    def holding(self, session: SsoSession, token: Token) -> AbstractContextManager[bool]:
        """Lock out sign-ins and sign-outs; gives whether ``token`` is still the session's. Not during a request."""
        ...


class ProfileStore(Protocol):
    """``~/.aws/config`` and ``~/.aws/credentials``."""

    def read(self) -> AwsConfiguration:
        """Never raises for the content of the files: see AwsConfiguration.errors."""
        ...

    def add(self, profile: NewProfile) -> Edit:
        """Write one profile. Raises FileError, or UsageError if the name is taken."""
        ...

    def preview(self, planner: Planner) -> Planned:
        """The result that ``carry_out`` would have now. Nothing is written."""
        ...

    def carry_out(self, planner: Planner) -> Planned:
        """Make a plan from what the files say at that moment and write it, all or nothing.

        Raises UsageError for a name that not every tool reads or a session that isn't there, FileError.
        """
        ...

    def add_chain(self, chain: NewChain, *, write: bool) -> Edit:
        """Write a profile that assumes a role. Raises UsageError if the name is taken, FileError."""
        ...

    def remove(self, names: Iterable[str], *, write: bool) -> Edit:
        """Remove profiles, managed by ssotui or not, from the config file. Raises FileError."""
        ...

    def rename(self, names: Renames, *, write: bool) -> Renaming:
        """Rename profiles in both files, with all references. Raises NothingMatched, UsageError, FileError."""
        ...

    def undo(self, *, write: bool) -> Undo:
        """Undo the last write. Raises NothingMatched if there is nothing to undo, FileError."""
        ...


class SessionStore(Protocol):
    """The ``[sso-session …]`` sections of ``~/.aws/config``. Without ``write`` the change is only computed.

    All methods raise FileError, and then have changed nothing.
    """

    def add(self, session: SsoSession, *, write: bool) -> Edit: ...

    def remove(self, name: str, *, write: bool) -> Edit: ...

    def migrate(self, migrations: Iterable[Migration], *, write: bool) -> Edit: ...


class CatalogStore(Protocol):
    """The catalog of accounts and roles, cached between runs. No secrets; a damaged file counts as absent."""

    def load(self, session: SsoSession) -> SessionCatalog: ...

    def save(self, session: SsoSession, catalog: SessionCatalog) -> None:
        """Save what is Known of the session. Raises FileError."""
        ...


class RoleCredentialsStore(Protocol):
    """Role credentials in ``~/.aws/cli/cache``, named as AWS CLI v2 names them (botocore, credentials.py)."""

    def load(self, session: SsoSession, ref: RoleRef) -> Credentials | None:
        """Cached credentials with at least 15 minutes left; None if there are none."""
        ...

    def end(self, session: SsoSession, ref: RoleRef) -> datetime | None:
        """When the cached credentials expire (UTC), past or not; None if there are none. Returns no secret."""
        ...

    def ends(self) -> Mapping[str, datetime]:
        """When the credentials in each file expire (UTC), past or not, by the file's name. Returns no secret."""
        ...

    def save(self, session: SsoSession, ref: RoleRef, credentials: Credentials) -> None:
        """Raises FileError."""
        ...

    def forget(
        self, session: SsoSession, refs: frozenset[RoleRef], others: frozenset[tuple[SsoSession, RoleRef]]
    ) -> int:
        """Remove credentials of the session's roles, and SSO ones of no role in ``others``; how many there were.

        Raises FileError.
        """
        ...

    def forget_files(self, names: Collection[str]) -> int:
        """Remove credentials of assumed roles by their files' names (core.chains.assumed_roles); how many there were.

        Raises FileError.
        """
        ...

    def alone(self, session: SsoSession, ref: RoleRef) -> AbstractContextManager[None]:
        """A lock: no other ssotui fetches this role's credentials meanwhile. No error where files can't be locked."""
        ...


class CopiedTo(NamedTuple):
    """The places a text was copied to, as words for messages; ``uncleared`` are those that ssotui can't clear."""

    places: tuple[str, ...]
    uncleared: tuple[str, ...] = ()

    def when_cleared(self, seconds: int) -> str:
        """A sentence on what is cleared after ``seconds``; "" if that is 0, which means never."""
        if not seconds:
            return ""
        if not self.uncleared:
            return f"Cleared in {seconds} s."
        if len(self.uncleared) == len(self.places):
            return "Can't be cleared automatically there."
        return f"Cleared in {seconds} s, but not in {' and '.join(self.uncleared)}."


class Clipboard(Protocol):
    """The user's clipboard."""

    def copy(self, text: str, clear_after: int) -> CopiedTo:
        """Copy ``text``, and clear it after ``clear_after`` seconds (0: never). Raises SsoTuiError if nothing works."""
        ...


class SignInPage(Protocol):
    """Console federation: IAM User Guide, "Enable custom identity broker access to the AWS console". Thread-safe."""

    def url(self, host: str) -> str:
        """The base URL: ``https://`` and ``host``, unless the environment sets another. Raises UsageError."""
        ...

    def token(self, host: str, credentials: Credentials) -> str:
        """A sign-in token, valid for 15 minutes: a secret. Raises Rejected, BadAnswer or Unreachable."""
        ...


class HistoryStore(Protocol):
    """Favorites, usage and chosen regions, in the state folder."""

    def load(self) -> History: ...

    def record_use(self, key: str, now: datetime) -> History: ...

    def record_service(self, name: str, now: datetime) -> None:
        """Count that a service of the console was opened. Raises FileError."""
        ...

    def set_region(self, key: str, region: str, now: datetime) -> History:
        """Keep the region that the user chose for a role or profile; "" for its own. Raises FileError."""
        ...

    def set_favorites(self, keys: Collection[str], favorite: bool) -> History: ...

    def rename(self, *, profiles: Mapping[str, str], sessions: Mapping[str, str]) -> None:
        """Keep favorites, usage and regions of what was renamed; new names by old ones. Raises FileError."""

    def set_tree_share(self, share: float) -> None: ...

    def is_first(self, hint: Hint) -> bool:
        """Whether to show ``hint``: True the first time only; False if the state folder can't be written."""
        ...


class Backend(NamedTuple):
    """Everything an action may use. ``center`` is a factory, because its first call imports botocore.

    ``close`` closes the connections that are still open. ``ask_code`` is None where nobody can be asked.
    """

    center: Callable[[], IdentityCenter]
    close: Callable[[], None]
    sign_in: SignInServices
    tokens: TokenStore
    profiles: ProfileStore
    sessions: Callable[[], SessionStore]
    catalogs: CatalogStore
    history: HistoryStore
    role_cache: RoleCredentialsStore
    profile_credentials: Callable[[], ProfileCredentials]
    clipboard: Callable[[], Clipboard]
    sign_in_page: Callable[[], SignInPage]
    checkup: Callable[[], Checkup]
    now: Callable[[], datetime]
    ask_code: AskCode | None = None
