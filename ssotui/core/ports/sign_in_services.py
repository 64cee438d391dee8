"""What signing in needs of the world outside, as Protocols, and the bundle that carries them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ssotui.core.model import Registration, SsoSession, Token
    from ssotui.core.ports.backend import CancelToken
    from ssotui.core.sign_in.oidc import (
        Answer,
        AuthorizationCode,
        AuthorizationWish,
        Client,
        DeviceGrant,
        Instance,
        Method,
    )


class Oidc(Protocol):
    """The IAM Identity Center OIDC API. One call is one request; implementations never retry. Thread-safe.

    Methods raise ClientRefused (register again), SignInNeeded (it is over: denied, expired, revoked), Throttled,
    Rejected, BadAnswer or Unreachable; UsageError for a start URL or a region that can't be one.
    """

    def resolve(self, session: SsoSession) -> Instance:
        """The instance itself; asks only where the start URL is a company's own name for it."""
        ...

    def register(self, session: SsoSession, instance: Instance, method: Method) -> Client: ...

    def start_device(self, session: SsoSession, instance: Instance, client: Registration) -> DeviceGrant: ...

    def poll_device(
        self, session: SsoSession, instance: Instance, client: Registration, grant: DeviceGrant
    ) -> Token | Answer: ...

    def authorize_url(self, session: SsoSession, instance: Instance, client: Client, wish: AuthorizationWish) -> str:
        """Where the browser is to go; asks nothing."""
        ...

    def redeem(
        self, session: SsoSession, instance: Instance, client: Registration, code: AuthorizationCode
    ) -> Token: ...

    def refresh(self, session: SsoSession, token: Token) -> Token:
        """A new token for one that ``is_refreshable``, whose refresh token may be used up by this."""
        ...


class Callback(Protocol):
    """Waits on 127.0.0.1 for the browser to come back."""

    @property
    def redirect_uri(self) -> str: ...

    def wait(self, state: str, cancel: CancelToken, seconds: float) -> str | None:
        """The code that came with ``state``; "" if the person said no, None if nothing came in time.

        Raises Cancelled.
        """
        ...

    def close(self) -> None: ...


class ClientStore(Protocol):
    """The registered OIDC clients, shared with AWS CLI v2 (its botocore/utils.py, BaseSSOTokenFetcher)."""

    def load(self, session: SsoSession) -> Client | None:
        """The session's; None if there is none that can be read."""
        ...

    def save(self, session: SsoSession, client: Client) -> None:
        """Raises FileError."""
        ...

    def forget(self, session: SsoSession) -> None:
        """Nothing to forget is fine. Raises FileError."""
        ...


class Browser(Protocol):
    """The person's browser, and whether it is where we are."""

    @property
    def is_near(self) -> bool:
        """A browser of this person reaches this machine's loopback address: no SSH, no container."""
        ...

    @property
    def can_open(self) -> bool:
        """There is a way to open an address that doesn't take our terminal."""
        ...

    def open(self, address: str, *, secret: bool = False) -> None:
        """Raises SsoTuiError if that fails, UsageError for an address that is neither https nor on loopback.

        ``secret``: who has the address is signed in by it, so it must be in no argument list.
        """
        ...


class SignInServices(NamedTuple):
    """All of it; ``oidc`` imports botocore at its first call, ``listen`` opens a port (0: any that is free).

    ``regions`` are those where an Identity Center can be, as far as botocore knows; it imports that, too.
    """

    oidc: Callable[[], Oidc]
    listen: Callable[[int], Callback]
    clients: Callable[[], ClientStore]
    browser: Callable[[], Browser]
    regions: Callable[[], tuple[str, ...]]
