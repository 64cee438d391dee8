"""Signs in with a code on any device (device authorization grant, RFC 8628)."""

from __future__ import annotations

from datetime import timedelta

from ssotui.actions.client_registration import SessionClient
from ssotui.actions.sign_in_attempt import RETRIES, Attempt
from ssotui.core.model import Token
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.sign_in.oidc import (
    Client,
    DeviceGrant,
    Prompt,
    SignedIn,
)
from ssotui.errors import (
    BadAnswer,
    Cancelled,
    ClientRefused,
    SignInNeeded,
    Throttled,
    Unreachable,
)

_SLOWER = 5.0
"""Seconds that each slow_down adds to the polling interval, for the rest of the sign-in (RFC 8628, section 3.5)."""


def begin(shared: SessionClient) -> Attempt | SignedIn:
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
                if failures >= RETRIES:
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
