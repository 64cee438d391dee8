"""Signs in to one session: ``begin`` returns what to show, ``finish`` waits for the person.

Both ways are those of ``aws sso login``: the device code (RFC 8628), and the authorization code with PKCE (RFC 7636).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Literal, NamedTuple, Protocol, TypeVar

from ssotui.actions.forget_credentials import forget_credentials
from ssotui.core.backend import Backend, CancelToken
from ssotui.core.desk import Callback
from ssotui.core.model import SsoSession, Token
from ssotui.core.sign_in import (
    AuthorizationCode,
    AuthorizationWish,
    Client,
    DeviceGrant,
    Instance,
    Method,
    Prompt,
    SignedIn,
)
from ssotui.errors import (
    BadAnswer,
    Cancelled,
    ClientRefused,
    FileTrouble,
    SignInNeeded,
    SsoTuiError,
    Throttled,
    Unreachable,
    UsageError,
    pasted,
)

T = TypeVar("T")

_SLOWER = 5.0
"""Seconds that each slow_down adds to the polling interval, for the rest of the sign-in (RFC 8628, section 3.5)."""
_TRIES = 4
"""How often in a row AWS may be silent before a sign-in is given up."""
_BROWSER_TAKES = timedelta(minutes=10)
_RETRY_AFTER = 1.0


class Wish(NamedTuple):
    """How to sign in: ``port`` of the loopback listener, 0 for any; ``open_browser``: may one be opened?"""

    method: Method | Literal["auto"] = "auto"
    open_browser: bool = True
    port: int = 0


def wish_of(method: str) -> Wish:
    """How the setting login.method wants it."""
    return Wish("browser" if method == "browser" else "device-code" if method == "device-code" else "auto")


def still_cached(trouble: FileTrouble) -> SsoTuiError:
    """What to say after a sign-in that could not remove what was cached before it."""
    return SsoTuiError(
        f"Role credentials of the sign-in before are still cached: {trouble.message}.",
        hint=f"{trouble.hint} Until they expire, commands may use them.",
    )


class Attempt(Protocol):
    """A sign-in under way; who does not ``finish`` it has to ``close`` it."""

    @property
    def prompt(self) -> Prompt: ...

    def finish(self, cancel: CancelToken) -> SignedIn:
        """Wait until the person has decided, and keep the token.

        Raises Cancelled; SignInNeeded if it was denied or took too long; FileTrouble; Unreachable, Throttled, BadAnswer
        or Rejected when AWS lets us down.
        """
        ...

    def close(self) -> None: ...


def method_for(backend: Backend, session: SsoSession, wish: Wish) -> Method:
    """A browser where one can be opened that comes back to us, else a code; legacy sessions know only codes."""
    if session.legacy:
        return "device-code"
    if wish.method != "auto":
        return wish.method
    browser = backend.desk.browser()
    return "browser" if wish.open_browser and browser.is_near and browser.can_open else "device-code"


def begin(backend: Backend, session: SsoSession, wish: Wish) -> Attempt | SignedIn:
    """Ask AWS for a sign-in; SignedIn where it was approved beforehand.

    Raises what Oidc's methods raise, and FileTrouble if the token could not be kept in the end.
    """
    backend.tokens.check_saving(session)  # told now, and not after the person has done their part
    instance = _instance(backend, session)
    desk = _Desk(backend, session, instance)
    if method_for(backend, session, wish) == "device-code":
        return _begin_device(desk)
    try:
        callback = backend.desk.listen(wish.port)
    except SsoTuiError as error:
        if wish.method == "auto" and not wish.port:
            return _begin_device(desk)
        error.hint = f"Sign in with a code instead: ssotui login {pasted(session.name)} --device-code"
        raise
    try:
        return _BrowserAttempt(desk, callback)
    except BaseException:
        callback.close()
        raise


def _instance(backend: Backend, session: SsoSession) -> Instance:
    instance = backend.desk.oidc().resolve(session)
    if instance.region != session.sso_region:
        raise UsageError(
            f"{session.start_url} is an access portal of {instance.region}, not {session.sso_region}.",
            hint=f"Set sso_region = {instance.region} for session {session.name} in the AWS config.",
        )
    return instance


class _Desk(NamedTuple):
    """One session at the desk: what both ways to sign in need."""

    backend: Backend
    session: SsoSession
    instance: Instance

    def client(self, method: Method) -> Client:
        """The registration that is kept, else a new one."""
        kept = self.backend.desk.clients().load(self.session)
        if kept and kept.serves(method, self.backend.now()):
            return kept
        return self.new_client(method)

    def new_client(self, method: Method) -> Client:
        client = self.backend.desk.oidc().register(self.session, self.instance, method)
        self.backend.desk.clients().save(self.session, client)
        return client

    def keep(self, token: Token) -> SignedIn:
        tokens = self.backend.tokens
        tokens.save(self.session, token)
        try:
            forget_credentials(self.backend, self.session)  # it may be another person who has signed in
        except FileTrouble as trouble:
            return SignedIn(self.session.name, token.expires_at, trouble)
        return SignedIn(self.session.name, token.expires_at)

    def forget(self, client: Client) -> None:
        """Another try is to begin with a new registration, unless somebody has made one meanwhile."""
        kept = self.backend.desk.clients().load(self.session)
        if kept and kept.registration.client_id == client.registration.client_id:
            self.backend.desk.clients().forget(self.session)


def _begin_device(desk: _Desk) -> Attempt | SignedIn:
    oidc = desk.backend.desk.oidc()
    client = desk.client("device-code")
    try:
        grant = oidc.start_device(desk.session, desk.instance, client.registration)
    except ClientRefused:
        client = desk.new_client("device-code")
        grant = oidc.start_device(desk.session, desk.instance, client.registration)
    try:
        answer = oidc.poll_device(desk.session, desk.instance, client.registration, grant)
    except (Throttled, BadAnswer, Unreachable):
        answer = "pending"  # it is asked again while the person decides
    return desk.keep(answer) if isinstance(answer, Token) else _DeviceAttempt(desk, client, grant)


class _DeviceAttempt(Attempt):
    """Waits for a code to be approved on whatever device."""

    def __init__(self, desk: _Desk, client: Client, grant: DeviceGrant) -> None:
        self._desk = desk
        self._client = client
        self._grant = grant
        self._pause = grant.interval
        end = desk.backend.now() + timedelta(seconds=grant.expires_in)
        self._prompt = Prompt(desk.session, "device-code", grant.address_with_code, end, grant.address, grant.user_code)

    @property
    def prompt(self) -> Prompt:
        return self._prompt

    def finish(self, cancel: CancelToken) -> SignedIn:
        failures = 0
        while (left := (self._prompt.expires_at - self._desk.backend.now()).total_seconds()) > 0:
            if cancel.wait(min(self._pause, left)):
                raise Cancelled
            try:
                token = self._poll()
            except (Unreachable, BadAnswer):
                failures += 1
                if failures >= _TRIES:
                    raise
                continue
            failures = 0
            if cancel.is_set():
                raise Cancelled
            if token:
                return self._desk.keep(token)
        name = self._desk.session.name
        raise SignInNeeded(name, f"The code for {name} has expired before it was approved.")

    def close(self) -> None:
        """Nothing is held: the code expires by itself."""

    def _poll(self) -> Token | None:
        desk = self._desk
        try:
            answer = desk.backend.desk.oidc().poll_device(
                desk.session, desk.instance, self._client.registration, self._grant
            )
        except ClientRefused:
            desk.forget(self._client)
            raise
        except Throttled:
            answer = "slow-down"
        if answer == "slow-down":
            self._pause += _SLOWER
        return answer if isinstance(answer, Token) else None


class _BrowserAttempt(Attempt):
    """Waits for the browser to come back to the loopback address."""

    def __init__(self, desk: _Desk, callback: Callback) -> None:
        self._desk = desk
        self._callback = callback
        self._client = desk.client("browser")
        self._verifier = secrets.token_urlsafe(48)  # 64 characters
        self._state = secrets.token_urlsafe(24)
        digest = hashlib.sha256(self._verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        wish = AuthorizationWish(callback.redirect_uri, self._state, challenge)
        address = desk.backend.desk.oidc().authorize_url(desk.session, desk.instance, self._client, wish)
        self._prompt = Prompt(desk.session, "browser", address, desk.backend.now() + _BROWSER_TAKES)

    @property
    def prompt(self) -> Prompt:
        return self._prompt

    def finish(self, cancel: CancelToken) -> SignedIn:
        try:
            return self._desk.keep(self._redeemed(self._code(cancel), cancel))
        except ClientRefused:
            self._desk.forget(self._client)
            raise
        finally:
            self._callback.close()

    def close(self) -> None:
        self._callback.close()

    def _code(self, cancel: CancelToken) -> str:
        name, code = self._desk.session.name, None
        try:
            code = self._callback.wait(self._state, cancel, _BROWSER_TAKES.total_seconds())
        finally:
            if code is None:
                # AWS tells of a registration that it has forgotten only on its page: another try must not end there.
                self._desk.forget(self._client)
        if code is None:
            raise SignInNeeded(name, "The browser did not come back within 10 minutes.")
        if not code:
            raise SignInNeeded(name, f"The sign-in to {name} was denied in the browser.")
        return code

    def _redeemed(self, code: str, cancel: CancelToken) -> Token:
        desk = self._desk
        oidc, redirect_uri = desk.backend.desk.oidc(), self._callback.redirect_uri
        proof = AuthorizationCode(code, self._verifier, redirect_uri)
        return _again(lambda: oidc.redeem(desk.session, desk.instance, self._client.registration, proof), cancel)


def _again(ask: Callable[[], T], cancel: CancelToken) -> T:
    """Ask until there is an answer, ``_TRIES`` times at most."""
    for tries_left in reversed(range(_TRIES)):
        try:
            return ask()
        except (Unreachable, BadAnswer, Throttled):
            if not tries_left or cancel.wait(_RETRY_AFTER):
                raise
    raise AssertionError("the last try returns or raises")
