"""Signs in with a code on any device (device authorization grant, RFC 8628)."""

from __future__ import annotations

from datetime import timedelta

from ssotui.actions.sign_in_steps import RETRIES, Attempt, SignInSteps
from ssotui.core.model import Token
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.sign_in.oidc import Answer, Client, DeviceGrant, Prompt, SignedIn
from ssotui.errors import BadAnswer, Canceled, ClientRefused, SignInNeeded, Throttled, Unreachable

_SLOW_DOWN = 5.0
"""Seconds that each slow_down adds to the polling interval, for the rest of the sign-in (RFC 8628, section 3.5)."""


def begin(steps: SignInSteps) -> Attempt | SignedIn:
    """Start a sign-in with a device code. SignedIn if AWS issues a token at once because it was approved before."""
    oidc = steps.backend.sign_in.oidc()
    client = steps.client("device-code")
    try:
        grant = oidc.start_device(steps.session, steps.instance, client.registration)
    except ClientRefused:
        client = steps.new_client("device-code")
        grant = oidc.start_device(steps.session, steps.instance, client.registration)
    try:
        answer = _poll(steps, client, grant)
    except (BadAnswer, Unreachable):
        answer = "pending"  # polling goes on while the user decides
    return steps.save(answer) if isinstance(answer, Token) else _DeviceAttempt(steps, client, grant, answer)


def _poll(steps: SignInSteps, client: Client, grant: DeviceGrant) -> Token | Answer:
    """Ask for the token once. A throttled request is answered as by slow_down."""
    try:
        return steps.backend.sign_in.oidc().poll_device(steps.session, steps.instance, client.registration, grant)
    except ClientRefused:
        steps.forget(client)
        raise
    except Throttled:
        return "slow-down"


class _DeviceAttempt(Attempt):
    """Polls until the user has confirmed the device code on any device."""

    def __init__(self, steps: SignInSteps, client: Client, grant: DeviceGrant, answer: Answer) -> None:
        """``answer`` is that to the first request."""
        self._steps = steps
        self._client = client
        self._grant = grant
        self._pause = grant.interval + (_SLOW_DOWN if answer == "slow-down" else 0)
        end = steps.backend.now() + timedelta(seconds=grant.expires_in)
        self._prompt = Prompt(steps.session, "device-code", grant.url_with_code, end, grant.url, grant.user_code)

    @property
    def prompt(self) -> Prompt:
        return self._prompt

    def finish(self, cancel: CancelToken) -> SignedIn:
        failures = 0
        while (left := (self._prompt.expires_at - self._steps.backend.now()).total_seconds()) > 0:
            if cancel.wait(min(self._pause, left)):
                raise Canceled
            try:
                answer = _poll(self._steps, self._client, self._grant)
            except (Unreachable, BadAnswer):
                failures += 1
                if failures >= RETRIES:
                    raise
                continue
            failures = 0
            if cancel.is_set():
                raise Canceled
            if isinstance(answer, Token):
                return self._steps.save(answer)
            if answer == "slow-down":
                self._pause += _SLOW_DOWN
        name = self._steps.session.name
        raise SignInNeeded(name, f"The code for {name} expired before it was approved.")

    def close(self) -> None:
        """Nothing to close: the code expires."""
