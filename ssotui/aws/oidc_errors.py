"""Converts error responses of the IAM Identity Center OIDC API to ssotui's errors, each with a message.

The exceptions are those that its API Reference lists for RegisterClient, StartDeviceAuthorization and CreateToken.
"""

from __future__ import annotations

from typing import NamedTuple

import botocore.exceptions as aws

from ssotui.aws.errors import IN_BETWEEN, TRY_LATER, Asked, is_of_a_proxy, no_answer, reason
from ssotui.aws.oidc_responses import REFRESH
from ssotui.core.model import SsoSession
from ssotui.core.printable import printable
from ssotui.core.sign_in.oidc import Answer
from ssotui.core.sign_in.start_urls import DUAL_STACK_HINT, examined
from ssotui.errors import (
    BadAnswer,
    ClientRefused,
    Rejected,
    SignInNeeded,
    SsoTuiError,
    Throttled,
    login_hint,
)

_REFUSED, _THEIR_FAULT = 400, 500
_TOO_MANY = 429


class Waiting(SsoTuiError):
    """The user hasn't confirmed yet (authorization_pending, slow_down). Only raised within aws.oidc."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("The sign-in is still waiting.")
        self.answer: Answer = answer


class Wished(NamedTuple):
    """What a call was for. ``secrets`` must not appear in a message. ``waits``: the call is part of polling.

    ``special`` is as in errors.Asked.
    """

    session: SsoSession
    what: str
    host: str
    secrets: tuple[str, ...]
    waits: bool = False
    special: str = ""

    def __repr__(self) -> str:
        return f"Wished({self.session.name!r}, {self.what!r}, {self.host!r})"


def explain(error: Exception, wished: Wished) -> SsoTuiError:
    """The error to raise for one of errors.FAULTS."""
    if isinstance(error, aws.ClientError):
        return _refused(error, wished)
    silence = no_answer(error, Asked(wished.session.name, wished.what, wished.host, (), wished.special))
    return silence or unusable(wished)


def unusable(wished: Wished) -> BadAnswer:
    """The error for a response that lacks a required member."""
    return BadAnswer(f"{wished.host} returned an unusable response when asked to {wished.what}.", hint=TRY_LATER)


def _refused(error: aws.ClientError, wished: Wished) -> SsoTuiError:
    """The error for an error response, by the exception in its header; without a header by OAuth's error code."""
    code = error.response.get("Error", {}).get("Code", "")
    words = code.replace("_", "").removesuffix("Exception").lower()
    if words == "authorizationpending" and wished.waits:
        return Waiting("pending")
    if words == "slowdown":
        return Waiting("slow-down") if wished.waits else _throttled(wished)
    return _over(words, wished) or _by_status(error, wished)


def _over(words: str, wished: Wished) -> SignInNeeded | None:
    """The error for responses that only a new sign-in resolves; None for others."""
    session = wished.session.name
    name, hint = printable(session), login_hint(session)
    match words:
        case "expiredtoken":
            return SignInNeeded(session, f"The code for {name} expired before it was approved.", hint=hint)
        case "accessdenied":
            return SignInNeeded(session, f"The sign-in to {name} was denied in the browser.", hint=hint)
        case "invalidgrant" if wished.what == REFRESH:
            return SignInNeeded(session, f"AWS no longer refreshes the sign-in to {name}.", hint=hint)
        case "invalidgrant":
            return SignInNeeded(session, f"AWS did not accept the sign-in to {name}.", hint=_place(wished))
        case "invalidclient" | "unauthorizedclient":
            return ClientRefused(session, f"AWS no longer accepts this client's registration for {name}.", hint=hint)
        case _:
            return None


def _by_status(error: aws.ClientError, wished: Wished) -> SsoTuiError:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status == _TOO_MANY:
        return _throttled(wished)
    if status >= _THEIR_FAULT:
        return BadAnswer(f"AWS failed (status {status}) when asked to {wished.what}.", hint=TRY_LATER)
    if status < _REFUSED or is_of_a_proxy(error):
        return BadAnswer(f"{wished.host} answered with status {status} when asked to {wished.what}.", hint=IN_BETWEEN)
    return Rejected(
        f"AWS refuses to {wished.what} for {printable(wished.session.name)}{_reason(error, wished)}.",
        hint=_place(wished),
    )


def _place(wished: Wished) -> str:
    """A hint on the usual cause of a refused sign-in: a wrong start URL or region."""
    region, start_url = printable(wished.session.sso_region), printable(wished.session.start_url)
    if examined(wished.session.start_url).is_dual_stack and not wished.special:
        return f"{start_url} is a dual-stack address. {DUAL_STACK_HINT}"
    return f"Check that {start_url} is in {region}. If not, correct sso_region or sso_start_url."


def _throttled(wished: Wished) -> Throttled:
    return Throttled(f"AWS throttled the request to {wished.what}.", hint="Try again in a while.")


def _reason(error: aws.ClientError, wished: Wished) -> str:
    """The message of an error response. OAuth's errors have a description instead."""
    response: dict[str, object] = dict(error.response)
    return reason(error.response.get("Error", {}).get("Message") or response.get("error_description"), wished.secrets)
