"""Signs in with the browser (authorization code with PKCE, RFC 7636), which returns to a port of this computer."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from ssotui.actions.sign_in_steps import RETRIES, Attempt, SignInSteps
from ssotui.core.model import Token
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.ports.sign_in_services import Callback
from ssotui.core.sign_in.oidc import AuthorizationCode, AuthorizationRequest, Prompt, SignedIn
from ssotui.errors import BadAnswer, ClientRefused, SignInNeeded, Throttled, Unreachable

T = TypeVar("T")

_MINUTES = 10  # to sign in and to allow access in the browser
_RETRY_PAUSE = 1.0  # seconds


class BrowserAttempt(Attempt):
    """Waits for the redirect of the browser to the loopback address."""

    def __init__(self, steps: SignInSteps, callback: Callback) -> None:
        self._steps = steps
        self._callback = callback
        self._client = steps.client("browser")
        self._verifier = secrets.token_urlsafe(48)  # 64 characters
        self._state = secrets.token_urlsafe(24)
        digest = hashlib.sha256(self._verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        request = AuthorizationRequest(callback.redirect_uri, self._state, challenge)
        url = steps.backend.sign_in.oidc().authorize_url(steps.session, steps.instance, self._client, request)
        self._prompt = Prompt(steps.session, "browser", url, steps.backend.now() + timedelta(minutes=_MINUTES))

    @property
    def prompt(self) -> Prompt:
        return self._prompt

    def finish(self, cancel: CancelToken) -> SignedIn:
        try:
            return self._steps.save(self._token(self._code(cancel), cancel))
        except ClientRefused:
            self._steps.forget(self._client)
            raise
        finally:
            self._callback.close()

    def close(self) -> None:
        self._callback.close()

    def _code(self, cancel: CancelToken) -> str:
        name, code = self._steps.session.name, None
        try:
            code = self._callback.wait(self._state, cancel, 60 * _MINUTES)
        finally:
            if code is None:
                # AWS shows an invalid registration on its page only, so the next try needs a new one.
                self._steps.forget(self._client)
        if code is None:
            raise SignInNeeded(name, f"The sign-in was not completed in the browser within {_MINUTES} minutes.")
        if not code:
            raise SignInNeeded(name, f"The sign-in to {name} was denied in the browser.")
        return code

    def _token(self, code: str, cancel: CancelToken) -> Token:
        steps = self._steps
        oidc, redirect_uri = steps.backend.sign_in.oidc(), self._callback.redirect_uri
        proof = AuthorizationCode(code, self._verifier, redirect_uri)
        return _with_retries(
            lambda: oidc.redeem(steps.session, steps.instance, self._client.registration, proof),
            cancel,
        )


def _with_retries(request: Callable[[], T], cancel: CancelToken) -> T:
    """The result of ``request``, which is made up to ``RETRIES`` times until there is a response."""
    for tries_left in reversed(range(RETRIES)):
        try:
            return request()
        except (Unreachable, BadAnswer, Throttled):
            if not tries_left or cancel.wait(_RETRY_PAUSE):
                raise
    raise AssertionError("the last try returns or raises")
