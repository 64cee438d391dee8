"""Converts error responses of the IAM Identity Center OIDC API to ssotui's errors, each with a message.

The exceptions are those that its API Reference lists for RegisterClient, StartDeviceAuthorization and CreateToken.
"""

from __future__ import annotations

import botocore.exceptions as aws

from ssotui.aws.errors import IN_BETWEEN, TRY_LATER, Request, is_of_a_proxy, no_response, reason
from ssotui.aws.oidc_responses import REFRESH
from ssotui.core.model import SsoSession
from ssotui.core.printable import printable
from ssotui.core.sign_in.oidc import Answer
from ssotui.core.sign_in.start_urls import DUAL_STACK_HINT, examined
from ssotui.errors import BadAnswer, ClientRefused, Rejected, SignInNeeded, SsoTuiError, Throttled, login_hint
from ssotui.named_tuples import NamedTuple

_REFUSED, _THEIR_FAULT = 400, 500
_TOO_MANY = 429


class Waiting(SsoTuiError):
    """The user hasn't confirmed yet (authorization_pending, slow_down). Only raised within aws.oidc."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("The sign-in is still waiting.")
        self.answer: Answer = answer


class OidcRequest(NamedTuple):
    """What a call was for. ``secrets`` must not appear in a message. ``waits``: the call is part of polling.

    ``host_variables`` is as in errors.Request.
    """

    session: SsoSession
    what: str
    host: str
    secrets: tuple[str, ...]
    waits: bool = False
    host_variables: str = ""

    def __repr__(self) -> str:
        return f"OidcRequest({self.session.name!r}, {self.what!r}, {self.host!r})"


def explain(error: Exception, request: OidcRequest) -> SsoTuiError:
    """The error to raise for one of errors.FAULTS."""
    if isinstance(error, aws.ClientError):
        return _refused(error, request)
    failure = no_response(error, Request(request.session.name, request.what, request.host, (), request.host_variables))
    return failure or unusable(request)


def unusable(request: OidcRequest) -> BadAnswer:
    """The error for a response that lacks a required member."""
    return BadAnswer(f"{request.host} returned an unusable response when asked to {request.what}.", hint=TRY_LATER)


def _refused(error: aws.ClientError, request: OidcRequest) -> SsoTuiError:
    """The error for an error response, by the exception in its header; without a header by OAuth's error code."""
    code = error.response.get("Error", {}).get("Code", "")
    words = code.replace("_", "").removesuffix("Exception").lower()
    if words == "authorizationpending" and request.waits:
        return Waiting("pending")
    if words == "slowdown":
        return Waiting("slow-down") if request.waits else _throttled(request)
    return _sign_in_needed(words, request) or _by_status(error, request)


def _sign_in_needed(words: str, request: OidcRequest) -> SignInNeeded | None:
    """The error for responses that only a new sign-in resolves; None for others."""
    session = request.session.name
    name, hint = printable(session), login_hint(session)
    match words:
        case "expiredtoken":
            return SignInNeeded(session, f"The code for {name} expired before it was approved.", hint=hint)
        case "accessdenied":
            return SignInNeeded(session, f"The sign-in to {name} was denied in the browser.", hint=hint)
        case "invalidgrant" if request.what == REFRESH:
            return SignInNeeded(session, f"AWS no longer refreshes the sign-in to {name}.", hint=hint)
        case "invalidgrant":
            return SignInNeeded(session, f"AWS did not accept the sign-in to {name}.", hint=_check_start_url(request))
        case "invalidclient" | "unauthorizedclient":
            return ClientRefused(session, f"AWS no longer accepts this client's registration for {name}.", hint=hint)
        case _:
            return None


def _by_status(error: aws.ClientError, request: OidcRequest) -> SsoTuiError:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status == _TOO_MANY:
        return _throttled(request)
    if status >= _THEIR_FAULT:
        return BadAnswer(f"AWS failed (status {status}) when asked to {request.what}.", hint=TRY_LATER)
    if status < _REFUSED or is_of_a_proxy(error):
        return BadAnswer(f"{request.host} answered with status {status} when asked to {request.what}.", hint=IN_BETWEEN)
    return Rejected(
        f"AWS refuses to {request.what} for {printable(request.session.name)}{_reason(error, request)}.",
        hint=_check_start_url(request),
    )


def _check_start_url(request: OidcRequest) -> str:
    """A hint on the usual cause of a refused sign-in: a wrong start URL or region."""
    region, start_url = printable(request.session.sso_region), printable(request.session.start_url)
    if examined(request.session.start_url).is_dual_stack and not request.host_variables:
        return f"{start_url} is a dual-stack URL. {DUAL_STACK_HINT}"
    return f"Check that {start_url} is in {region}. If not, correct sso_region or sso_start_url."


def _throttled(request: OidcRequest) -> Throttled:
    return Throttled(f"AWS throttled the request to {request.what}.", hint="Try again later.")


def _reason(error: aws.ClientError, request: OidcRequest) -> str:
    """The message of an error response. OAuth's errors have a description instead."""
    response: dict[str, object] = dict(error.response)
    return reason(error.response.get("Error", {}).get("Message") or response.get("error_description"), request.secrets)
