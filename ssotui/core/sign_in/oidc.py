"""The values of a sign-in: the registered client, what the user is shown, and the result. Secrets stay out of ``repr``.

They follow the IAM Identity Center OIDC API: RegisterClient, StartDeviceAuthorization, CreateToken.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from ssotui.core.model import Registration, SsoSession, Token
from ssotui.errors import FileError
from ssotui.named_tuples import NamedTuple

Method = Literal["browser", "device-code"]
Answer = Literal["pending", "slow-down"]

USUAL_SCOPES = ("sso:account:access",)
AUTHORIZATION_CODE = "authorization_code"
REGISTRATION_MARGIN = timedelta(minutes=15)
"""A registration with less time left is not used for a sign-in (AWS CLI v2, botocore/utils.py)."""
REFRESH_AHEAD = timedelta(minutes=15)
"""A token with less time left is refreshed while it is still valid (botocore, tokens.py, ``_REFRESH_WINDOW``)."""


class Client(NamedTuple):
    """A registered OIDC client, as its file has it. Each of the two ways to sign in needs one of its own."""

    registration: Registration
    scopes: tuple[str, ...] = ()
    grant_types: tuple[str, ...] = ()

    def serves(self, method: Method, now: datetime) -> bool:
        """Whether it was registered for this way to sign in, and is valid for long enough."""
        end = self.registration.expires_at
        is_for_browser = AUTHORIZATION_CODE in self.grant_types
        return is_for_browser == (method == "browser") and end is not None and end - now > REGISTRATION_MARGIN


class Instance(NamedTuple):
    """An Identity Center instance: its AWS-owned start URL, and its region.

    The AWS CLI resolves a custom start URL to these (AWS CLI v2, customizations/sso/resolve.py).
    """

    start_url: str
    region: str


class DeviceGrant(NamedTuple):
    """A device code to be confirmed by the user (RFC 8628). Times are in seconds."""

    device_code: str
    user_code: str
    url: str
    url_with_code: str
    expires_in: float
    interval: float

    def __repr__(self) -> str:
        """Without the device code."""
        return f"DeviceGrant(user_code={self.user_code!r}, url={self.url!r}, expires_in={self.expires_in!r})"


class AuthorizationRequest(NamedTuple):
    """The parameters of the authorize URL. ``challenge`` is the PKCE challenge (RFC 7636)."""

    redirect_uri: str
    state: str
    challenge: str

    def __repr__(self) -> str:
        """Without the state."""
        return f"AuthorizationRequest(redirect_uri={self.redirect_uri!r}, challenge={self.challenge!r})"


class AuthorizationCode(NamedTuple):
    """The authorization code from the browser's redirect, and the PKCE verifier to redeem it with."""

    code: str
    verifier: str
    redirect_uri: str

    def __repr__(self) -> str:
        """Without the code and the verifier."""
        return f"AuthorizationCode(redirect_uri={self.redirect_uri!r})"


class Prompt(NamedTuple):
    """What the user needs to sign in with a browser.

    ``url`` is the one to open. For a device code, ``typed_url`` is the short URL at which ``user_code`` is
    typed; otherwise both are "". ``expires_at`` is in UTC.
    """

    session: SsoSession
    method: Method
    url: str
    expires_at: datetime
    typed_url: str = ""
    user_code: str = ""

    @property
    def is_secret(self) -> bool:
        """Whether the URL alone is enough to sign in. It must then not be in the argument list of a process."""
        return not self.user_code


class SignedIn(NamedTuple):
    """A completed sign-in; the token has been saved.

    ``cleanup_error`` says why cached role credentials of the sign-in before could not be removed, "" if they were.
    """

    session: str
    expires_at: datetime
    cleanup_error: FileError | None = None


def needs_refresh(token: Token, session: SsoSession, now: datetime, least: timedelta = REFRESH_AHEAD) -> bool:
    """Whether the token expires within ``least`` or was refused, and can be refreshed. A legacy session's never can."""
    is_due = token.is_refused or token.expires_at - now <= max(least, REFRESH_AHEAD)
    return not session.legacy and is_due and token.is_refreshable(now)
