"""Converts botocore's errors to ssotui's, each with a message."""

from __future__ import annotations

from typing import NamedTuple

import botocore.exceptions as aws
from botocore.parsers import ResponseParserError

from ssotui.aws.timeouts import USUAL
from ssotui.core.printable import printable, shortened
from ssotui.errors import AccessDenied, BadAnswer, Rejected, SignInNeeded, SsoTuiError, Throttled, Unreachable

# Besides its own errors botocore's parser raises these for a response that doesn't match the API's model.
_MISSHAPEN = (ResponseParserError, AttributeError, TypeError, ValueError, KeyError, OverflowError, RecursionError)
FAULTS = (aws.ClientError, aws.BotoCoreError, *_MISSHAPEN)
"""Everything that a botocore call is expected to raise."""

_LONGEST = 200
_UNAUTHORIZED = 401
_THEIR_FAULT = 500


class Asked(NamedTuple):
    """What a call was about: ``what`` is a noun for messages ("the roles of account 123456789012").

    ``session`` is "" if it is about none. ``secrets`` must not appear in a message. ``special`` is the variable that
    selects a FIPS or dual-stack host, "" if none does.
    """

    session: str
    what: str
    host: str
    secrets: tuple[str, ...] = ()
    special: str = ""

    def __repr__(self) -> str:
        return f"Asked({self.session!r}, {self.what!r}, {self.host!r})"


class _Silence(NamedTuple):
    """A kind of failure without a response, and its message. The first match is used, so special kinds come first."""

    kinds: type[Exception] | tuple[type[Exception], ...]
    sentence: str
    hint: str


TRY_LATER = "Try again later. The AWS Health Dashboard shows outages."
IN_BETWEEN = "Check for a proxy or a network's login page in between."
_SILENCES = (
    _Silence(
        aws.SSLError,
        "Can't establish a secure connection to {host}.",
        "Behind a company proxy, set AWS_CA_BUNDLE, or ca_bundle in the AWS config, to its CA certificate file.",
    ),
    _Silence(
        aws.ProxyConnectionError,
        "The proxy for {host} can't be reached or refuses the connection.",
        "Check HTTPS_PROXY and NO_PROXY.",
    ),
    _Silence(
        aws.ConnectTimeoutError,
        f"{{host}} can't be reached: no connection within {USUAL.connect} s.",
        "Check the network, the VPN and HTTPS_PROXY.",
    ),
    _Silence(
        aws.EndpointConnectionError,
        "{host} can't be reached.",
        "Check the network and the VPN, and {region}.",
    ),
    _Silence(aws.ReadTimeoutError, f"{{host}} didn't answer within {USUAL.read} s.", TRY_LATER),
    _Silence(
        aws.ConnectionClosedError,
        "{host} closed the connection without a response.",
        "Check the network and HTTPS_PROXY.",
    ),
    _Silence(aws.HTTPClientError, "The request to {host} failed.", "Check the network and HTTPS_PROXY."),
)


def explain(error: Exception, asked: Asked) -> SsoTuiError:
    """The error to raise for one of FAULTS. It never contains a token, even if the response does."""
    if isinstance(error, aws.ClientError):
        return _refused(error, asked)
    return no_answer(error, asked) or bad_answer(asked)


def no_answer(error: Exception, asked: Asked) -> Unreachable | None:
    """The error for a failure without a response; None if there was a response."""
    for silence in _SILENCES:
        if isinstance(error, silence.kinds):
            hint = silence.hint.format(region=_check_region(asked))
            if asked.special and silence.kinds is aws.EndpointConnectionError:
                hint = f"{asked.special} selects this host, which doesn't exist in every region. {hint}"
            return Unreachable(silence.sentence.format(host=asked.host), hint=hint)
    return None


def bad_answer(asked: Asked) -> BadAnswer:
    """The error for a response with status 200 that lacks a required member."""
    return BadAnswer(f"{asked.host} returned an unusable response when asked for {asked.what}.", hint=TRY_LATER)


def _refused(error: aws.ClientError, asked: Asked) -> SsoTuiError:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if is_of_a_proxy(error):
        return BadAnswer(f"{asked.host} answered with status {status} when asked for {asked.what}.", hint=IN_BETWEEN)
    return by_status(status, asked, error.response.get("Error", {}).get("Message"))


def is_of_a_proxy(error: aws.ClientError) -> bool:
    """Whether a 401 has no error type such as UnauthorizedException, so that it isn't from AWS.

    botocore's parsers then use the status as the type.
    """
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = error.response.get("Error", {}).get("Code", "")
    return status == _UNAUTHORIZED and (not code or code.isdigit())


def by_status(status: int, asked: Asked, message: object = None) -> SsoTuiError:
    """The error for an HTTP status of the portal.

    The status decides, not the name of the exception: 403 is a ForbiddenException, which the API's model doesn't have
    (aws-sam-cli issue 2129 shows one).
    """
    match status:
        case 401 if asked.session:
            return SignInNeeded(asked.session, f"AWS no longer accepts the sign-in to {printable(asked.session)}.")
        case 403:
            return AccessDenied(
                f"AWS denies you access to {asked.what}.",
                hint="Ask your administrator, or refresh the list: ssotui list --refresh",
            )
        case 429:
            return Throttled(f"AWS throttled the requests for {asked.what}.", hint="Try again in a while.")
        case 400 | 401 | 404:
            return Rejected(
                f"AWS refuses to return {asked.what}{reason(message, asked.secrets)}.",
                hint=f"Check {_check_region(asked)}, and whether the account still exists.",
            )
        case _ if status >= _THEIR_FAULT:
            return BadAnswer(f"AWS failed (status {status}) when asked for {asked.what}.", hint=TRY_LATER)
        case _:
            return BadAnswer(
                f"{asked.host} answered with status {status} when asked for {asked.what}.",
                hint=IN_BETWEEN,
            )


def reason(message: object, secrets: tuple[str, ...]) -> str:
    """AWS's own message, made safe to show, as the end of a sentence."""
    if not isinstance(message, str) or not message:
        return ""
    for secret in filter(None, secrets):
        message = message.replace(secret, "…")
    return f": {shortened(printable(message), _LONGEST).rstrip('.')}"


def _check_region(asked: Asked) -> str:
    return f"sso_region of session {printable(asked.session)}" if asked.session else "the region"
