"""Protocols for everything outside that a sign-in uses, and the bundle that holds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.model import Registration, SsoSession, Token
    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.core.sign_in.browser_commands import BrowserUse
    from ssotui.core.sign_in.oidc import (
        Answer,
        AuthorizationCode,
        AuthorizationRequest,
        Client,
        DeviceGrant,
        Instance,
        Method,
    )


class Oidc(Protocol):
    """The IAM Identity Center OIDC API. One call is one request; implementations never retry. Thread-safe.

    Methods raise ClientRefused (register again), SignInNeeded (denied, expired or revoked), Throttled, Rejected,
    BadAnswer or Unreachable, and UsageError for an invalid start URL or region.
    """

    def resolve(self, session: SsoSession) -> Instance:
        """The instance behind the start URL. Only a custom start URL (a company's own host) takes a request."""
        ...

    def register(self, session: SsoSession, instance: Instance, method: Method) -> Client: ...

    def start_device(self, session: SsoSession, instance: Instance, client: Registration) -> DeviceGrant: ...

    def poll_device(
        self, session: SsoSession, instance: Instance, client: Registration, grant: DeviceGrant
    ) -> Token | Answer: ...

    def authorize_url(
        self, session: SsoSession, instance: Instance, client: Client, request: AuthorizationRequest
    ) -> str:
        """The URL to open in the browser. Makes no request."""
        ...

    def redeem(
        self, session: SsoSession, instance: Instance, client: Registration, code: AuthorizationCode
    ) -> Token: ...

    def refresh(self, session: SsoSession, token: Token) -> Token:
        """A new token for one that ``is_refreshable``. The request may invalidate the old refresh token."""
        ...


class Callback(Protocol):
    """Listens on 127.0.0.1 for the redirect of the browser."""

    @property
    def redirect_uri(self) -> str: ...

    def wait(self, state: str, cancel: CancelToken, seconds: float) -> str | None:
        """The authorization code that came with ``state``; "" if the user denied access, None after ``seconds``.

        Raises Canceled.
        """
        ...

    def close(self) -> None: ...


class ClientStore(Protocol):
    """The registered OIDC clients, shared with AWS CLI v2 (its botocore/utils.py, BaseSSOTokenFetcher)."""

    def load(self, session: SsoSession) -> Client | None:
        """The session's registered client; None if there is none that can be read."""
        ...

    def save(self, session: SsoSession, client: Client) -> None:
        """Raises FileError."""
        ...

    def forget(self, session: SsoSession) -> None:
        """Remove the session's registration, if there is one. Raises FileError."""
        ...


class Browser(Protocol):
    """The user's browser, and whether it runs on this machine."""

    @property
    def reaches_loopback(self) -> bool:
        """Whether the user's browser reaches this machine's loopback address: not over SSH or in a container."""
        ...

    @property
    def can_open(self) -> bool:
        """Whether a URL can be opened without a browser that takes over the terminal."""
        ...

    def open(self, url: str, *, secret: bool = False) -> None:
        """Raises SsoTuiError if that fails, UsageError for a URL that is neither https nor on loopback.

        ``secret``: the URL signs in whoever has it, so it must not be in the argument list of a process.
        """
        ...


class SignInServices(NamedTuple):
    """The bundle. ``oidc`` imports botocore at its first call; ``listen`` opens a port (0: any free one).

    ``browser`` returns the one for a session and a role. ``regions`` are the regions of IAM Identity Center that
    botocore knows; it imports botocore, too.
    """

    oidc: Callable[[], Oidc]
    listen: Callable[[int], Callback]
    clients: Callable[[], ClientStore]
    browser: Callable[[BrowserUse], Browser]
    regions: Callable[[], tuple[str, ...]]
