"""Converts botocore's errors to ssotui's, each with a message."""

from __future__ import annotations

import botocore.exceptions as aws
from botocore.parsers import ResponseParserError

from ssotui.aws.timeouts import USUAL
from ssotui.core.printable import printable, shortened
from ssotui.errors import AccessDenied, BadAnswer, Rejected, SignInNeeded, SsoTuiError, Throttled, Unreachable
from ssotui.named_tuples import NamedTuple

# Besides its own errors botocore's parser raises these for a response that doesn't match the API's model.
_MISSHAPEN = (ResponseParserError, AttributeError, TypeError, ValueError, KeyError, OverflowError, RecursionError)
FAULTS = (aws.ClientError, aws.BotoCoreError, *_MISSHAPEN)
"""Everything that a botocore call is expected to raise."""

_LONGEST = 200
_UNAUTHORIZED = 401
_THEIR_FAULT = 500


class Request(NamedTuple):
    """What a call was about: ``what`` is a noun for messages ("the roles of account 123456789012").

    ``session`` is "" if it is about none. ``secrets`` must not appear in a message. ``host_variables``:
    see clients.host_variables.
    """

    session: str
    what: str
    host: str
    secrets: tuple[str, ...] = ()
    host_variables: str = ""

    def __repr__(self) -> str:
        return f"Request({self.session!r}, {self.what!r}, {self.host!r})"


class _NoResponse(NamedTuple):
    """A kind of failure without a response, and its message. The first match is used, so special kinds come first."""

    kinds: type[Exception] | tuple[type[Exception], ...]
    sentence: str
    hint: str


TRY_LATER = "Try again later. The AWS Health Dashboard shows outages."
IN_BETWEEN = "Check for a proxy or a network's login page in between."
_WITHOUT_RESPONSE = (
    _NoResponse(
        aws.SSLError,
        "Can't establish a secure connection to {host}.",
        "Behind a company proxy, set AWS_CA_BUNDLE, or ca_bundle in the AWS config, to its CA certificate file.",
    ),
    _NoResponse(
        aws.ProxyConnectionError,
        "The proxy for {host} can't be reached or refuses the connection.",
        "Check HTTPS_PROXY and NO_PROXY.",
    ),
    _NoResponse(
        aws.ConnectTimeoutError,
        f"{{host}} can't be reached: no connection within {USUAL.connect} s.",
        "Check the network, the VPN and HTTPS_PROXY.",
    ),
    _NoResponse(
        aws.EndpointConnectionError,
        "{host} can't be reached.",
        "Check the network and the VPN, and {region}.",
    ),
    _NoResponse(aws.ReadTimeoutError, f"{{host}} didn't answer within {USUAL.read} s.", TRY_LATER),
    _NoResponse(
        aws.ConnectionClosedError,
        "{host} closed the connection without a response.",
        "Check the network and HTTPS_PROXY.",
    ),
    _NoResponse(aws.HTTPClientError, "The request to {host} failed.", "Check the network and HTTPS_PROXY."),
)


def explain(error: Exception, request: Request) -> SsoTuiError:
    """The error to raise for one of FAULTS. It never contains a token, even if the response does."""
    if isinstance(error, aws.ClientError):
        return _refused(error, request)
    return no_response(error, request) or bad_answer(request)


def no_response(error: Exception, request: Request) -> Unreachable | None:
    """The error for a failure without a response; None if there was a response."""
    for failure in _WITHOUT_RESPONSE:
        if isinstance(error, failure.kinds):
            hint = failure.hint.format(region=_check_region(request))
            if request.host_variables and failure.kinds is aws.EndpointConnectionError:
                hint = f"This host is set by {request.host_variables} and doesn't exist in every region. {hint}"
            return Unreachable(failure.sentence.format(host=request.host), hint=hint)
    return None


def bad_answer(request: Request) -> BadAnswer:
    """The error for a response with status 200 that lacks a required member."""
    return BadAnswer(f"{request.host} returned an unusable response when asked for {request.what}.", hint=TRY_LATER)


def _refused(error: aws.ClientError, request: Request) -> SsoTuiError:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if is_of_a_proxy(error):
        return BadAnswer(
            f"{request.host} answered with status {status} when asked for {request.what}.", hint=IN_BETWEEN
        )
    return by_status(status, request, error.response.get("Error", {}).get("Message"))


def is_of_a_proxy(error: aws.ClientError) -> bool:
    """Whether a 401 has no error type such as UnauthorizedException, so that it isn't from AWS.

    botocore's parsers then use the status as the type.
    """
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = error.response.get("Error", {}).get("Code", "")
    return status == _UNAUTHORIZED and (not code or code.isdigit())


def by_status(status: int, request: Request, message: object = None) -> SsoTuiError:
    """The error for an HTTP status of the portal.

    The status decides, not the name of the exception: 403 is a ForbiddenException, which the API's model doesn't have
    (aws-sam-cli issue 2129 shows one).
    """
    match status:
        case 401 if request.session:
            return SignInNeeded(request.session, f"AWS no longer accepts the sign-in to {printable(request.session)}.")
        case 403:
            return AccessDenied(
                f"AWS denies you access to {request.what}.",
                hint="Ask your administrator, or refresh the list: ssotui list --refresh",
            )
        case 429:
            return Throttled(f"AWS throttled the requests for {request.what}.", hint="Try again later.")
        case 400 | 401 | 404:
            return Rejected(
                f"AWS refuses to return {request.what}{reason(message, request.secrets)}.",
                hint=f"Check {_check_region(request)}, and whether the account still exists.",
            )
        case _ if status >= _THEIR_FAULT:
            return BadAnswer(f"AWS failed (status {status}) when asked for {request.what}.", hint=TRY_LATER)
        case _:
            return BadAnswer(
                f"{request.host} answered with status {status} when asked for {request.what}.",
                hint=IN_BETWEEN,
            )


def reason(message: object, secrets: tuple[str, ...]) -> str:
    """AWS's own message, made safe to show, as the end of a sentence."""
    if not isinstance(message, str) or not message:
        return ""
    for secret in filter(None, secrets):
        message = message.replace(secret, "…")
    return f": {shortened(printable(message), _LONGEST).rstrip('.')}"


def _check_region(request: Request) -> str:
    return f"sso_region of session {printable(request.session)}" if request.session else "the region"
