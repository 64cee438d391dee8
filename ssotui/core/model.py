"""The value types of the program: sessions, accounts, roles, tokens, credentials, profiles.

All are frozen; times are aware and UTC; secrets stay out of ``repr``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from ssotui.named_tuples import NamedTuple

TokenState = Literal["active", "refreshable", "expired", "signed-out", "broken"]
AssumeRoleArguments = tuple[tuple[str, str | int], ...]
"""Arguments of AssumeRole (AWS STS API): pairs of name and value."""
ProfileKind = Literal["sso", "sso-legacy", "assume-role", "static", "process", "login", "other"]

_CLOCK_MARGIN = timedelta(seconds=30)


class SsoSession(NamedTuple):
    """One ``[sso-session NAME]``, or the profiles of one start URL in the legacy form.

    ``name`` is the text of the header, never cleaned, because the token file is named after it. ``scopes`` is None
    where the key is absent and () where it is empty: AWS CLI v2 names the registration's file after a hash of
    ``null`` and of ``[]`` (its botocore/utils.py, ``_registration_cache_key``).
    """

    name: str
    start_url: str
    sso_region: str
    scopes: tuple[str, ...] | None = None
    legacy: bool = False

    @property
    def token_key(self) -> str:
        """The text whose SHA-1 names the token file (botocore, utils.py, SSOTokenLoader)."""
        return self.start_url if self.legacy else self.name


class Account(NamedTuple):
    """An AWS account as the portal lists it; ``name`` and ``email`` are cleaned text and may be empty."""

    id: str
    name: str
    email: str

    @property
    def title(self) -> str:
        """The name to show: the account's name, else its e-mail, else its ID."""
        return self.name or self.email or self.id

    @property
    def order(self) -> tuple[str, str]:
        """The key by which the tree sorts accounts."""
        return (self.title.lower(), self.id)


class RoleRef(NamedTuple):
    """Identifies one role in one account of one session. The key of every look-up."""

    session: str
    account_id: str
    role: str

    def __str__(self) -> str:
        return "/".join(self)


def parse_role_ref(key: str) -> RoleRef | None:
    """Parse ``SESSION/ACCOUNT_ID/ROLE``, from the right because a session's name may contain slashes."""
    session, found, role = key.rpartition("/")
    session, also, account_id = session.rpartition("/")
    return RoleRef(session, account_id, role) if found and also else None


class Registration(NamedTuple):
    """The registered OIDC client that a token was issued to. ``expires_at`` is None if the file has none."""

    client_id: str
    client_secret: str
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        """Without the secret."""
        return f"Registration(client_id={self.client_id!r}, expires_at={self.expires_at!r})"


class Token(NamedTuple):
    """The content of one token file. ``is_refused``: AWS has refused the token since, whatever ``expires_at`` is."""

    access_token: str
    expires_at: datetime
    refresh_token: str | None = None
    registration: Registration | None = None
    is_refused: bool = False

    def __repr__(self) -> str:
        """Without the secrets."""
        return (
            f"Token(expires_at={self.expires_at!r}, registration={self.registration!r}, is_refused={self.is_refused})"
        )

    def is_usable(self, now: datetime) -> bool:
        """Whether AWS should accept it at ``now``, with a margin for clocks that differ."""
        return not self.is_refused and self.expires_at - now > _CLOCK_MARGIN

    def is_refreshable(self, now: datetime) -> bool:
        """Whether a new token can be had without a browser: the conditions of botocore, tokens.py."""
        client = self.registration
        alive = client is not None and client.expires_at is not None and client.expires_at > now
        return alive and bool(self.refresh_token)


class Credentials(NamedTuple):
    """Credentials of a role, or of a profile of any other kind.

    Long-term ones have the ``session_token`` "". ``expires_at`` is None if they don't expire, or don't say when.
    """

    access_key_id: str
    secret_access_key: str
    session_token: str = ""
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        """Without the secrets."""
        return f"Credentials(access_key_id={self.access_key_id!r}, expires_at={self.expires_at!r})"


class Profile(NamedTuple):
    """One profile of the AWS configuration, credentials file included.

    ``session`` names an SsoSession, for kind sso-legacy the legacy session. ``line`` is the line of its header in the
    config file, from 1, or 0 if only the credentials file has it. ``source`` is the profile that it takes credentials
    from: its source_profile, or the profile that its credential_process passes to ssotui. For an assume-role profile
    ``role_arn`` is the role it assumes, ``account_id`` that role's account, ``token_file`` the web_identity_token_file
    and ``assumes`` the arguments of AssumeRole. ``has_credentials``: it has static credentials, whatever its kind.
    ``fault`` says why the AWS CLI or botocore refuses it or a tool resolves it to another role, "" if it is sound (see
    core.chains.soundness); ``fault_hint`` says what to do.
    """

    name: str
    kind: ProfileKind
    session: str = ""
    account_id: str = ""
    role: str = ""
    region: str = ""
    managed: bool = False
    line: int = 0
    source: str = ""
    output: str = ""
    role_arn: str = ""
    token_file: str = ""
    has_credentials: bool = False
    assumes: AssumeRoleArguments = ()
    fault: str = ""
    fault_hint: str = ""

    @property
    def ref(self) -> RoleRef | None:
        """The role of a session that it gives; None if it gives none."""
        if self.kind in ("sso", "sso-legacy") and self.account_id and self.role:
            return RoleRef(self.session, self.account_id, self.role)
        return None

    @property
    def history_key(self) -> str:
        """The key of its role in the history (core.usage), else its own."""
        return str(self.ref or f"profile:{self.name}")


def token_state(token: Token | None, now: datetime) -> TokenState:
    """The state of a session by its token. A file that can't be read has no token: the caller reports "broken"."""
    if token is None:
        return "signed-out"
    if token.is_usable(now):
        return "active"
    return "refreshable" if token.is_refreshable(now) else "expired"
