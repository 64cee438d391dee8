"""Signs in with the browser (authorization code with PKCE, RFC 7636), which returns to a port of this computer."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from ssotui.actions.client_registration import SessionClient
from ssotui.actions.sign_in_attempt import RETRIES, Attempt
from ssotui.core.model import Token
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.ports.sign_in_services import Callback
from ssotui.core.sign_in.oidc import (
    AuthorizationCode,
    AuthorizationWish,
    Prompt,
    SignedIn,
)
from ssotui.errors import (
    BadAnswer,
    ClientRefused,
    SignInNeeded,
    Throttled,
    Unreachable,
)

T = TypeVar("T")

_BROWSER_TAKES = timedelta(minutes=10)
_RETRY_AFTER = 1.0


class BrowserAttempt(Attempt):
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
    """Call ``ask`` until it returns, at most ``RETRIES`` times."""
    for tries_left in reversed(range(RETRIES)):
        try:
            return ask()
        except (Unreachable, BadAnswer, Throttled):
            if not tries_left or cancel.wait(_RETRY_AFTER):
                raise
    raise AssertionError("the last try returns or raises")
