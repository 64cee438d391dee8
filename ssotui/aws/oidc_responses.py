"""Converts responses of the IAM Identity Center OIDC API to values, and checks each member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from ssotui.aws.responses import Misshapen, one_word
from ssotui.core.model import Registration, Token
from ssotui.core.printable import printable
from ssotui.core.sign_in.oidc import Client, DeviceGrant
from ssotui.core.sign_in.start_url_faults import start_url_fault

_USUAL_INTERVAL = 5
_LONGEST_INTERVAL = 30  # seconds between two polls: the longest wait after the user has confirmed
_LONGEST = 365 * 24 * 3600
_LONGEST_CODE = 32
_LONGEST_URLS = 2_000
"""Characters of a URL: more than AWS's have, and than a QR code can hold."""

SIGN_IN, REFRESH = "sign you in", "refresh your sign-in"
"""The purpose of CreateToken, as verb phrases for messages."""


def to_client(answer: Mapping[str, object], scopes: tuple[str, ...], grant_types: tuple[str, ...]) -> Client:
    """The response of RegisterClient; ``clientSecretExpiresAt`` is in epoch seconds. Raises Misshapen."""
    end = answer.get("clientSecretExpiresAt")
    if isinstance(end, bool) or not isinstance(end, int):
        raise Misshapen
    try:
        expires_at = datetime.fromtimestamp(end, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Misshapen from error
    registration = Registration(one_word(answer, "clientId"), one_word(answer, "clientSecret"), expires_at)
    return Client(registration, scopes, grant_types)


def to_grant(answer: Mapping[str, object]) -> DeviceGrant:
    """The response of StartDeviceAuthorization. Raises Misshapen, also for URLs that aren't safe to open."""
    url = one_word(answer, "verificationUri")
    with_code = answer.get("verificationUriComplete") or url
    code = printable(one_word(answer, "userCode"))
    if not isinstance(with_code, str) or len(code) > _LONGEST_CODE or len(url + with_code) > _LONGEST_URLS:
        raise Misshapen
    if start_url_fault(url) or start_url_fault(with_code):
        raise Misshapen
    interval = _seconds(answer, "interval") if answer.get("interval") else _USUAL_INTERVAL
    pause = min(max(interval, 1), _LONGEST_INTERVAL)
    return DeviceGrant(one_word(answer, "deviceCode"), code, url, with_code, _seconds(answer, "expiresIn"), pause)


def to_token(answer: Mapping[str, object], client: Registration, asked_at: datetime) -> Token:
    """The response of CreateToken; ``refreshToken`` is null or absent if none is issued. Raises Misshapen."""
    refresh = answer.get("refreshToken")
    if refresh is not None and not isinstance(refresh, str):
        raise Misshapen
    return Token(
        one_word(answer, "accessToken"),
        asked_at + timedelta(seconds=_seconds(answer, "expiresIn")),
        one_word(answer, "refreshToken") if refresh else None,
        client,
    )


def _seconds(answer: Mapping[str, object], member: str) -> int:
    seconds = answer.get(member)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 < seconds <= _LONGEST:
        raise Misshapen
    return seconds
