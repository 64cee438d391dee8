"""The sign-ins to one instance, with their access tokens and refresh tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ssotui.demo.http_messages import Refusal
from ssotui.demo.lifetimes import Clock, Lifetimes, derived_digits
from ssotui.demo.world import DemoInstance, World


@dataclass(frozen=True, slots=True)
class SignIn:
    """The tokens of one sign-in; without ``refresh_token`` it can't be refreshed."""

    client_id: str
    client_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)


@dataclass(slots=True)
class _Login:
    client_id: str
    ends_at: datetime
    refresh_token: str | None = field(default=None, repr=False)


class SignIns:
    """The sign-ins to one instance. If it starts signed in, it has a first one from the beginning."""

    def __init__(self, world: World, instance: DemoInstance, now: Clock, lifetimes: Lifetimes) -> None:
        self._name = (world.seed, instance.session)
        self._now = now
        self._lifetimes = lifetimes
        self._issued = 0
        self._access: dict[str, tuple[_Login, datetime]] = {}
        self._refresh: dict[str, _Login] = {}
        if instance.signed_in:
            self._remember(first_sign_in(world, instance), self._login(first_client(world, instance)[0]))

    def sign_in(self, client: tuple[str, str], *, refreshable: bool = True) -> SignIn:
        """Issue tokens to a client (ID, secret) that the user has approved."""
        return self._issue(self._login(client[0]), client, refreshable=refreshable)

    def refresh(self, client: tuple[str, str], refresh_token: str) -> SignIn:
        """New tokens for a refresh token, which becomes invalid. Raises Refusal (InvalidGrantException)."""
        login = self._refresh.get(refresh_token)
        if (
            login is None
            or login.refresh_token != refresh_token
            or login.client_id != client[0]
            or login.ends_at <= self._now()
        ):
            raise Refusal(400, "InvalidGrantException", "Invalid refresh token provided")
        return self._issue(login, client, refreshable=True)

    def issued_access(self, access_token: str) -> bool:
        """Whether this instance issued the access token, valid or not."""
        return access_token in self._access

    def issued_refresh(self, refresh_token: str) -> bool:
        """Whether this instance issued the refresh token, valid or not."""
        return refresh_token in self._refresh

    def check(self, access_token: str) -> None:
        """Raises Refusal (401) unless the token is valid now."""
        login, expires_at = self._access.get(access_token, (None, self._now()))
        if login is None or min(login.ends_at, expires_at) <= self._now():
            raise Refusal(401, "UnauthorizedException", "Session token not found or invalid")

    def logout(self, access_token: str) -> None:
        """End the sign-in of a valid token. Raises Refusal (401)."""
        self.check(access_token)
        self._access[access_token][0].ends_at = self._now()

    def revoke(self) -> None:
        """End every sign-in, as an administrator can."""
        for login, _ in self._access.values():
            login.ends_at = self._now()

    def _login(self, client_id: str) -> _Login:
        return _Login(client_id, self._now() + self._lifetimes.login)

    def _issue(self, login: _Login, client: tuple[str, str], *, refreshable: bool) -> SignIn:
        self._issued += 1
        access, refresh = _tokens(*self._name, self._issued)
        issued = SignIn(*client, access, refresh if refreshable else None)
        self._remember(issued, login)
        return issued

    def _remember(self, issued: SignIn, login: _Login) -> None:
        self._access[issued.access_token] = (login, self._now() + self._lifetimes.token)
        login.refresh_token = issued.refresh_token
        if issued.refresh_token is not None:
            self._refresh[issued.refresh_token] = login


def first_sign_in(world: World, instance: DemoInstance) -> SignIn:
    """The tokens of the first sign-in to an instance that starts signed in."""
    return SignIn(*first_client(world, instance), *_tokens(world.seed, instance.session, 0))


def first_client(world: World, instance: DemoInstance) -> tuple[str, str]:
    """The ID and the secret of the client of the first sign-in."""
    digits = derived_digits(24, "client", world.seed, instance.session)
    return digits, f"demo-client-secret-{derived_digits(40, digits)}"


def _tokens(*words: object) -> tuple[str, str]:
    return (
        f"aoaDemo-access-{derived_digits(96, 'access', *words)}",
        f"aorDemo-refresh-{derived_digits(96, 'refresh', *words)}",
    )
