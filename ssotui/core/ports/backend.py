"""What the actions need of the world outside, as Protocols, and the one bundle that carries them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ssotui.core.catalog import SessionCatalog
from ssotui.core.model import Account, Credentials, Profile, RoleRef, SsoSession, Token
from ssotui.core.usage import History
from ssotui.errors import SsoTuiError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ssotui.core.first_use_hints import Hint
    from ssotui.core.ports.machine import Checkup
    from ssotui.core.ports.sign_in_services import SignInServices
    from ssotui.core.profiles.plans import Edit, Planned, Planner, Undo
    from ssotui.core.sign_in.session_changes import SessionStore


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
    """The operations of the AWS access portal. One call is one request; implementations never retry.

    IAM Identity Center Portal API Reference: ListAccounts, ListAccountRoles, GetRoleCredentials, Logout.

    Every method raises SignInNeeded (401), AccessDenied (403), Throttled (429), Rejected (400, 404), BadAnswer (5xx or
    a malformed answer) or Unreachable. Thread-safe.
    """

    def accounts_page(self, session: SsoSession, token: Token, next_token: str | None) -> AccountsPage: ...

    def roles_page(self, session: SsoSession, token: Token, account_id: str, next_token: str | None) -> RolesPage: ...

    def role_credentials(self, session: SsoSession, token: Token, ref: RoleRef) -> Credentials: ...

    def sign_out(self, session: SsoSession, token: Token) -> None:
        """End the sign-in that the token belongs to; role credentials handed out before live on."""
        ...


class Renewal(Protocol):
    """A token that is about to be exchanged for the next one."""

    def save(self, before: Token, after: Token) -> bool:
        """Save ``after`` if the session's token is still ``before``; False if somebody has signed in or out meanwhile.

        Raises FileError.
        """
        ...


class TokenStore(Protocol):
    """The token cache ``~/.aws/sso/cache``, shared with the AWS CLI and the SDKs (botocore, tokens.py)."""

    def load(self, session: SsoSession, *, wait: bool = True) -> Token | None:
        """The session's token, however old; None if there is none. Raises FileError for one that can't be read.

        A file that another program is just writing is read again for half a second, or only for a moment without
        ``wait``. What AWS has refused is told by ``is_refused``, and by a refresh token that is not there.
        """
        ...

    def refuse(self, session: SsoSession, token: Token) -> None:
        """AWS refused the access token (401): it is over for every ssotui; the file stays as it is."""
        ...

    def refuse_refresh(self, session: SsoSession, token: Token) -> None:
        """AWS gave no new token for its refresh token, and never will."""
        ...

    def save(self, session: SsoSession, token: Token) -> None:
        """Raises FileError."""
        ...

    def delete(self, session: SsoSession) -> None:
        """Nothing to delete is fine. Raises FileError."""
        ...

    def check_saving(self, session: SsoSession) -> None:
        """Raises FileError where a token could not be saved: better before AWS is asked for one than after."""
        ...

    def refreshing(self, session: SsoSession) -> AbstractContextManager[Renewal]:
        """Within it no other ssotui refreshes this session's token, unless that takes longer than a request may.

        The room for the new token is taken first. Raises FileError where it can't be.
        """
        ...

    def holding(self, session: SsoSession, token: Token) -> AbstractContextManager[bool]:
        """Whether ``token`` is still the session's; nobody signs in or out meanwhile. Not to be held over a request."""
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

    def add(self, profile: NewProfile) -> Edit:
        """Write one profile. Raises FileError, or UsageError if the name is taken."""
        ...

    def preview(self, planner: Planner) -> Planned:
        """What ``carry_out`` would do now; nothing is written."""
        ...

    def carry_out(self, planner: Planner) -> Planned:
        """Make a plan from what the files say at that moment and write it, all or nothing.

        Raises UsageError for a name that not every tool reads or a session that isn't there, FileError.
        """
        ...

    def remove(self, names: Iterable[str], *, write: bool) -> Edit:
        """Remove profiles, whoever manages them, from the config file. Raises FileError."""
        ...

    def undo(self, *, write: bool) -> Undo:
        """Take the last write back. Raises NothingMatched if there is nothing to take back, FileError."""
        ...


class CatalogStore(Protocol):
    """The catalogue kept between runs: no secrets; anything wrong with it means "absent"."""

    def load(self, session: SsoSession) -> SessionCatalog: ...

    def save(self, session: SsoSession, catalog: SessionCatalog) -> None:
        """Keep what is Known. Raises FileError."""
        ...


class RoleKeyStore(Protocol):
    """Role credentials in ``~/.aws/cli/cache``, named as AWS CLI v2 names them (botocore, credentials.py)."""

    def load(self, session: SsoSession, ref: RoleRef) -> Credentials | None:
        """Keys that are good for 15 minutes at least; None for everything else."""
        ...

    def end(self, session: SsoSession, ref: RoleRef) -> datetime | None:
        """Until when kept keys are good, were it in the past; None where there are none. Gives no secret."""
        ...

    def save(self, session: SsoSession, ref: RoleRef, credentials: Credentials) -> None:
        """Raises FileError."""
        ...

    def forget(
        self, session: SsoSession, refs: frozenset[RoleRef], others: frozenset[tuple[SsoSession, RoleRef]]
    ) -> None:
        """Remove the keys of the session's roles, and SSO keys that are of none of ``others``. Raises FileError."""
        ...

    def forget_files(self, names: Collection[str]) -> None:
        """Remove credentials of assumed roles by their files' names (core.assumed_roles). Raises FileError."""
        ...

    def alone(self, session: SsoSession, ref: RoleRef) -> AbstractContextManager[None]:
        """While it lasts no other ssotui fetches this role's keys; where no lock can be had, it is not waited for."""
        ...


class ProfileCredentials(Protocol):
    """Credentials of profiles that are no role of a session: chains, credential_process, static keys and the like."""

    def get(
        self, profile: Profile, roles: Mapping[str, RoleRef], fetch: Callable[[RoleRef], Credentials]
    ) -> Credentials:
        """What AWS CLI and boto3 take for the profile, whatever else the environment holds.

        ``roles`` are the SSO profiles by name, and ``fetch`` gives their credentials. Raises what ``fetch`` does,
        CodeNeeded for MFA, ProfileError for a profile that can't be used as it is written, AccessDenied, Unreachable,
        SsoTuiError.
        """
        ...


class CopiedTo(NamedTuple):
    """Where a text was copied to, in words; ``kept`` are those places that can't be cleared from here."""

    places: tuple[str, ...]
    kept: tuple[str, ...] = ()

    def clearing(self, seconds: int) -> str:
        """What becomes of it after ``seconds``, in a sentence; "" where it was copied for good (0)."""
        if not seconds:
            return ""
        if not self.kept:
            return f"Cleared in {seconds} s."
        if len(self.kept) == len(self.places):
            return "Can't be cleared automatically there."
        return f"Cleared in {seconds} s, but not in {' and '.join(self.kept)}."


class Clipboard(Protocol):
    """The person's clipboard."""

    def copy(self, text: str, clear_after: int) -> CopiedTo:
        """Put ``text`` there, for ``clear_after`` seconds (0: for good). Raises SsoTuiError if there is none."""
        ...


class SignInPage(Protocol):
    """Console federation: IAM User Guide, "Enable custom identity broker access to the AWS console". Thread-safe."""

    def address(self, host: str) -> str:
        """``https://`` and the sign-in host, or what the environment puts in its place. Raises UsageError."""
        ...

    def token(self, host: str, credentials: Credentials) -> str:
        """A sign-in token, good for 15 minutes: a secret. Raises Rejected, BadAnswer or Unreachable."""
        ...


class HistoryStore(Protocol):
    """Favourites and use, in the state folder."""

    def load(self) -> History: ...

    def record_use(self, key: str, now: datetime) -> None: ...

    def set_favourites(self, keys: Collection[str], favourite: bool) -> History: ...

    def is_first(self, lesson: Hint) -> bool:
        """Whether ``lesson`` is to be told: once, and not at all where that can't be remembered."""
        ...


class Backend(NamedTuple):
    """Everything an action may touch. ``center`` is a factory: its first call imports boto3.

    ``close`` closes the connections that its calls have left open.
    """

    center: Callable[[], IdentityCenter]
    close: Callable[[], None]
    sign_in: SignInServices
    tokens: TokenStore
    profiles: ProfileStore
    sessions: Callable[[], SessionStore]
    catalogs: CatalogStore
    history: HistoryStore
    role_keys: RoleKeyStore
    profile_credentials: Callable[[], ProfileCredentials]
    clipboard: Callable[[], Clipboard]
    sign_in_page: Callable[[], SignInPage]
    checkup: Callable[[], Checkup]
    now: Callable[[], datetime]
