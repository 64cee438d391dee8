"""Signs in to one session: ``begin`` returns what to show, ``finish`` waits for the user.

Both ways are those of ``aws sso login``: the device code (RFC 8628), and the authorization code with PKCE (RFC 7636).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Literal, NamedTuple, Protocol, TypeVar

from ssotui.actions.client_registration import SessionClient
from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.ports.sign_in_services import Callback
from ssotui.core.sign_in.oidc import (
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
    FileError,
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
"""Consecutive requests without a response that end a sign-in."""
_BROWSER_TAKES = timedelta(minutes=10)
_RETRY_AFTER = 1.0


class Wish(NamedTuple):
    """How to sign in. ``port`` is that of the loopback listener, 0 for any; ``open_browser``: may it be opened?"""

    method: Method | Literal["auto"] = "auto"
    open_browser: bool = True
    port: int = 0


def wish_of(method: str) -> Wish:
    """The way to sign in by the setting login.method."""
    return Wish("browser" if method == "browser" else "device-code" if method == "device-code" else "auto")


def still_cached(trouble: FileError) -> SsoTuiError:
    """The warning after a sign-in if credentials cached before it couldn't be removed."""
    return SsoTuiError(
        f"Role credentials of the previous sign-in are still cached: {trouble.message}.",
        hint=f"{trouble.hint} Commands may use them until they expire.",
    )


class Attempt(Protocol):
    """A sign-in under way. Without ``finish``, ``close`` must be called."""

    @property
    def prompt(self) -> Prompt: ...

    def finish(self, cancel: CancelToken) -> SignedIn:
        """Wait for the user to confirm, and save the token.

        Raises Cancelled; SignInNeeded if it was denied or timed out; FileError; Unreachable, Throttled, BadAnswer or
        Rejected.
        """
        ...

    def close(self) -> None: ...


def method_for(backend: Backend, session: SsoSession, wish: Wish) -> Method:
    """Authorization code if the browser can be opened and redirected to this machine, else device code.

    Legacy sessions always use the device code, as in the AWS CLI.
    """
    if session.legacy:
        return "device-code"
    if wish.method != "auto":
        return wish.method
    browser = backend.sign_in.browser()
    return "browser" if wish.open_browser and browser.is_near and browser.can_open else "device-code"


def begin(backend: Backend, session: SsoSession, wish: Wish) -> Attempt | SignedIn:
    """Start a sign-in. SignedIn if AWS issues a token at once because it was approved before.

    Raises what Oidc's methods raise, and FileError if the token couldn't be saved.
    """
    backend.tokens.check_saving(session)  # raises now, not after the user has signed in
    instance = _instance(backend, session)
    shared = SessionClient(backend, session, instance)
    if method_for(backend, session, wish) == "device-code":
        return _begin_device(shared)
    try:
        callback = backend.sign_in.listen(wish.port)
    except SsoTuiError as error:
        if wish.method == "auto" and not wish.port:
            return _begin_device(shared)
        error.hint = f"Sign in with a code instead: ssotui login {pasted(session.name)} --device-code"
        raise
    try:
        return _BrowserAttempt(shared, callback)
    except BaseException:
        callback.close()
        raise


def _instance(backend: Backend, session: SsoSession) -> Instance:
    instance = backend.sign_in.oidc().resolve(session)
    if instance.region != session.sso_region:
        raise UsageError(
            f"{session.start_url} is in the region {instance.region}, not {session.sso_region}.",
            hint=f"Set sso_region = {instance.region} for session {session.name} in the AWS config.",
        )
    return instance


def _begin_device(shared: SessionClient) -> Attempt | SignedIn:
    oidc = shared.backend.sign_in.oidc()
    client = shared.client("device-code")
    try:
        grant = oidc.start_device(shared.session, shared.instance, client.registration)
    except ClientRefused:
        client = shared.new_client("device-code")
        grant = oidc.start_device(shared.session, shared.instance, client.registration)
    try:
        answer = oidc.poll_device(shared.session, shared.instance, client.registration, grant)
    except (Throttled, BadAnswer, Unreachable):
        answer = "pending"  # polling goes on while the user decides
    return shared.keep(answer) if isinstance(answer, Token) else _DeviceAttempt(shared, client, grant)


class _DeviceAttempt(Attempt):
    """Polls until the user has confirmed the device code on any device."""

    def __init__(self, shared: SessionClient, client: Client, grant: DeviceGrant) -> None:
        self._shared = shared
        self._client = client
        self._grant = grant
        self._pause = grant.interval
        end = shared.backend.now() + timedelta(seconds=grant.expires_in)
        self._prompt = Prompt(
            shared.session, "device-code", grant.address_with_code, end, grant.address, grant.user_code
        )

    @property
    def prompt(self) -> Prompt:
        return self._prompt

    def finish(self, cancel: CancelToken) -> SignedIn:
        failures = 0
        while (left := (self._prompt.expires_at - self._shared.backend.now()).total_seconds()) > 0:
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
                return self._shared.keep(token)
        name = self._shared.session.name
        raise SignInNeeded(name, f"The code for {name} expired before it was approved.")

    def close(self) -> None:
        """Nothing to close: the code expires."""

    def _poll(self) -> Token | None:
        shared = self._shared
        try:
            answer = shared.backend.sign_in.oidc().poll_device(
                shared.session, shared.instance, self._client.registration, self._grant
            )
        except ClientRefused:
            shared.forget(self._client)
            raise
        except Throttled:
            answer = "slow-down"
        if answer == "slow-down":
            self._pause += _SLOWER
        return answer if isinstance(answer, Token) else None


class _BrowserAttempt(Attempt):
    """Waits for the redirect of the browser to the loopback address."""

    def __init__(self, shared: SessionClient, callback: Callback) -> None:
        self._shared = shared
        self._callback = callback
        self._client = shared.client("browser")
        self._verifier = secrets.token_urlsafe(48)  # 64 characters
        self._state = secrets.token_urlsafe(24)
        digest = hashlib.sha256(self._verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        wish = AuthorizationWish(callback.redirect_uri, self._state, challenge)
        address = shared.backend.sign_in.oidc().authorize_url(shared.session, shared.instance, self._client, wish)
        self._prompt = Prompt(shared.session, "browser", address, shared.backend.now() + _BROWSER_TAKES)

    @property
    def prompt(self) -> Prompt:
        return self._prompt

    def finish(self, cancel: CancelToken) -> SignedIn:
        try:
            return self._shared.keep(self._redeemed(self._code(cancel), cancel))
        except ClientRefused:
            self._shared.forget(self._client)
            raise
        finally:
            self._callback.close()

    def close(self) -> None:
        self._callback.close()

    def _code(self, cancel: CancelToken) -> str:
        name, code = self._shared.session.name, None
        try:
            code = self._callback.wait(self._state, cancel, _BROWSER_TAKES.total_seconds())
        finally:
            if code is None:
                # AWS shows an invalid registration on its page only, so the next try needs a new one.
                self._shared.forget(self._client)
        if code is None:
            raise SignInNeeded(name, "The sign-in was not completed in the browser within 10 minutes.")
        if not code:
            raise SignInNeeded(name, f"The sign-in to {name} was denied in the browser.")
        return code

    def _redeemed(self, code: str, cancel: CancelToken) -> Token:
        shared = self._shared
        oidc, redirect_uri = shared.backend.sign_in.oidc(), self._callback.redirect_uri
        proof = AuthorizationCode(code, self._verifier, redirect_uri)
        return _again(
            lambda: oidc.redeem(shared.session, shared.instance, self._client.registration, proof),
            cancel,
        )


def _again(ask: Callable[[], T], cancel: CancelToken) -> T:
    """Call ``ask`` until it returns, at most ``_TRIES`` times."""
    for tries_left in reversed(range(_TRIES)):
        try:
            return ask()
        except (Unreachable, BadAnswer, Throttled):
            if not tries_left or cancel.wait(_RETRY_AFTER):
                raise
    raise AssertionError("the last try returns or raises")
