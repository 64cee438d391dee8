"""The values of a sign-in: the registered client, what a person is shown, and the result.

They follow the IAM Identity Center OIDC API: RegisterClient, StartDeviceAuthorization, CreateToken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from ssotui.core.model import Registration, SsoSession, Token
from ssotui.core.text import printable
from ssotui.errors import FileError, UsageError

Method = Literal["browser", "device-code"]
Answer = Literal["pending", "slow-down"]

USUAL_SCOPES = ("sso:account:access",)
AUTHORIZATION_CODE = "authorization_code"
REGISTRATION_MARGIN = timedelta(minutes=15)
"""A registration with less time left is not used for a sign-in (AWS CLI v2, botocore/utils.py)."""
REFRESH_AHEAD = timedelta(minutes=15)
"""A token with less time left is refreshed while it is still valid (botocore, tokens.py, ``_REFRESH_WINDOW``)."""


@dataclass(frozen=True, slots=True)
class Client:
    """A registration as its own file keeps it; the two ways to sign in need different ones."""

    registration: Registration
    scopes: tuple[str, ...] = ()
    grant_types: tuple[str, ...] = ()

    def serves(self, method: Method, now: datetime) -> bool:
        """It is of the right kind, and will last for a sign-in."""
        end = self.registration.expires_at
        is_for_browser = AUTHORIZATION_CODE in self.grant_types
        return is_for_browser == (method == "browser") and end is not None and end - now > REGISTRATION_MARGIN


class Instance(NamedTuple):
    """An Identity Center instance: its AWS-owned start URL, and its region.

    The AWS CLI resolves a custom start URL to these (AWS CLI v2, customizations/sso/resolve.py).
    """

    start_url: str
    region: str


@dataclass(frozen=True, slots=True)
class DeviceGrant:
    """A device code that waits for a person; times are in seconds."""

    device_code: str = field(repr=False)
    user_code: str
    address: str
    address_with_code: str
    expires_in: float
    interval: float


@dataclass(frozen=True, slots=True)
class AuthorizationWish:
    """What the browser asks AWS for; ``challenge`` is of the verifier that only we know."""

    redirect_uri: str
    state: str = field(repr=False)
    challenge: str


@dataclass(frozen=True, slots=True)
class AuthorizationCode:
    """What the browser brought back, with what proves that it is ours to use."""

    code: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a person needs to go on in a browser.

    ``address`` is the one to open. For a device code ``typed_address`` is the short one where ``user_code`` is typed;
    in the browser's way both are empty. ``expires_at`` (UTC): until when.
    """

    session: SsoSession
    method: Method
    address: str
    expires_at: datetime
    typed_address: str = ""
    user_code: str = ""

    @property
    def is_secret(self) -> bool:
        """Who has the address and no code is signed in by it: no argument list may hold it."""
        return not self.user_code


class SignedIn(NamedTuple):
    """A sign-in came to its good end; the token is in its file.

    ``not_forgotten`` says why the role credentials of whoever was signed in before are still cached, if they are.
    """

    session: str
    expires_at: datetime
    not_forgotten: FileError | None = None


def needs_refresh(token: Token, session: SsoSession, now: datetime) -> bool:
    """It ends soon, or AWS has refused it, and it can be refreshed; a legacy session's never can."""
    is_due = token.is_refused or token.expires_at - now <= REFRESH_AHEAD
    return not session.legacy and is_due and token.is_refreshable(now)


def start_url_fault(start_url: str) -> str:
    """Why this can't be a start URL; empty if it can. Only loopback, for tests and the demo, may do without https."""
    from urllib.parse import urlsplit  # 4 ms that reading must not pay

    try:
        parts = urlsplit(start_url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "it is not an address"
    if parts.scheme not in ("https", "http") or not host:
        return "it must begin with https:// and name a host"
    if parts.scheme == "http" and host not in LOOPBACK:
        return "it must begin with https://"
    if not _IN_URL.issuperset(start_url):
        return "it has a character in it that an address can't have"
    if parts.username or parts.password or not (_IN_HOST.issuperset(host) or host in LOOPBACK):
        return "it names a host that browsers read differently"
    return ""


def check_start_url(session: SsoSession) -> None:
    """Raises UsageError for a start URL that nothing should be asked of, and no browser be given."""
    fault = start_url_fault(session.start_url)
    if fault:
        raise UsageError(
            f'"{printable(session.start_url)}" is not a start URL: {fault}.',
            hint=f"Correct sso_start_url of session {printable(session.name)} in the AWS config.",
        )


# Browsers take a backslash for a slash, and undo %2e in a host (WHATWG URL, "host parsing"); urllib does neither.
_IN_URL = frozenset(map(chr, range(0x21, 0x7F))) - frozenset('\\"<>^`{|}')
_IN_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
