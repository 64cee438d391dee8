"""Fault injection: the table of faults, and the change that each makes to a response.

Kinds: an HTTP status of ``STATUSES`` ("429"), an exception of SSO OIDC ("SlowDownException"), or one of
``DISTORTIONS``:

======================  ==========================================================================================
reset                   the connection is reset before a response
hang                    no response until the client closes the connection
half-body               the connection is closed after half of the body that the header announces
cut                     status 200 and a complete HTTP body, but its JSON is truncated
empty                   status 200 without a body
not-json                status 200 and an HTML page
proxy-401               status 401 and an HTML page, as from a proxy that requires authentication
missing                 status 200 and ``{}``
wrong-types             every member of the response has another type
wrong-members           the members one level deeper have another type
same-token              every page has a next page, always with the same token
redirect                status 307 to a page that doesn't exist
huge                    the usual response followed by 10 MB of white space
======================  ==========================================================================================
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ssotui.demo.http_messages import Refusal, Request, Response

STATUSES = {
    "400": "InvalidRequestException",
    "401": "UnauthorizedException",
    "403": "ForbiddenException",
    "404": "ResourceNotFoundException",
    "429": "TooManyRequestsException",
    "500": "InternalServerException",
    "502": "BadGatewayException",
    "503": "ServiceUnavailableException",
    "504": "GatewayTimeoutException",
}
EXCEPTIONS = {
    "AccessDeniedException": 400,
    "AuthorizationPendingException": 400,
    "ExpiredTokenException": 400,
    "InternalServerException": 500,
    "InvalidClientException": 401,
    "InvalidClientMetadataException": 400,
    "InvalidGrantException": 400,
    "InvalidRedirectUriException": 400,
    "InvalidRequestException": 400,
    "InvalidScopeException": 400,
    "SlowDownException": 400,
    "UnauthorizedClientException": 400,
    "UnsupportedGrantTypeException": 400,
}
DISTORTIONS = (
    "reset",
    "hang",
    "half-body",
    "cut",
    "empty",
    "not-json",
    "proxy-401",
    "missing",
    "wrong-types",
    "wrong-members",
    "same-token",
    "redirect",
    "huge",
)
NEVER_ANSWERED = ("reset", "hang")  # the request is not carried out
KINDS = (*STATUSES, *EXCEPTIONS, *DISTORTIONS)
DEFAULT_MESSAGE = "This fault was asked for"
_HUGE = 10_000_000


@dataclass(slots=True)
class _Fault:
    operation: str
    kind: str
    left: int | None
    match: str
    session: str


class Faults:
    """The faults that are planned."""

    def __init__(self) -> None:
        self._planned: list[_Fault] = []

    def plan(self, operation: str, kind: str, times: int | None, match: str, session: str) -> None:
        """Plan a fault for the next ``times`` requests (None: all) for ``operation`` that contain ``match``.

        With a ``session`` only for requests with a token of it. Raises ValueError for an unknown operation or kind.
        """
        if kind not in KINDS:
            raise ValueError(f"no such fault: {kind}; there are: {', '.join(KINDS)}")
        self._planned.append(_Fault(operation, kind, times, match, session))

    def clear(self) -> None:
        """Remove all faults."""
        self._planned.clear()

    def next(self, operation: str, request: Request, session: str) -> str | None:
        """The kind of fault for this request, None for none; it counts as done. ``session`` is that of its token."""
        text = request.target + request.body.decode("utf-8", "replace")
        for fault in self._planned:
            fits = fault.operation == operation and fault.match in text and fault.session in ("", session)
            if fits and fault.left != 0:
                fault.left = None if fault.left is None else fault.left - 1
                return fault.kind
        return None


def refusal(kind: str | None, message: str = DEFAULT_MESSAGE) -> Refusal | None:
    """The service's error response for a kind that is a status or an exception; else None."""
    if kind in EXCEPTIONS:
        return Refusal(EXCEPTIONS[kind], kind, message)
    return Refusal(int(kind), STATUSES[kind], message) if kind in STATUSES else None


def distorted_request(kind: str | None, request: Request) -> Request:
    """The request for the service; for ``same-token`` every page is the first."""
    if kind != "same-token":
        return request
    query = {name: value for name, value in request.query.items() if name != "next_token"}
    return replace(request, target=f"{request.path}?{urlencode(query)}")


def distorted(kind: str | None, answer: Response) -> Response:
    """The response for the client."""
    if kind in _INSTEAD:
        return _INSTEAD[kind]
    body = answer.body
    match kind:
        case "cut":
            body = body[: len(body) // 2]
        case "huge":
            body += b" " * _HUGE
        case "wrong-types" | "wrong-members" | "same-token":
            body = _twisted_xml(kind, body) if answer.content_type == "text/xml" else _twisted_json(kind, body)
        case _:
            return answer
    return replace(answer, body=body)


_INSTEAD: dict[str | None, Response] = {
    "empty": Response(200),
    "not-json": Response(200, b"<html><body>Welcome to the hotel's wireless network</body></html>", "text/html"),
    "proxy-401": Response(401, b"<html><body>Sign in to the company's proxy</body></html>", "text/html"),
    "missing": Response(200, b"{}"),
    "redirect": Response(307, headers=(("Location", "/nowhere"),)),
}


def _twisted_xml(kind: str, body: bytes) -> bytes:
    """The body of an STS response; it has no pages."""
    return body if kind == "same-token" else re.sub(rb">[^<]+<", b"><other/><", body)


def _twisted_json(kind: str, body: bytes) -> bytes:
    return json.dumps(_twisted(kind, json.loads(body or b"{}"))).encode()


def _twisted(kind: str, members: dict[str, object]) -> dict[str, object]:
    if kind == "same-token":
        return members | {"nextToken": "again"}
    change = _other_type if kind == "wrong-types" else _other_below
    return {name: change(value) for name, value in members.items()}


def _other_below(value: object) -> object:
    if isinstance(value, dict):
        return {name: _other_type(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_other_below(one) for one in value]
    return value


def _other_type(value: object) -> object:
    match value:
        case str():
            return 17
        case int():
            return "soon"
        case list():
            return {"not": "a list"}
        case dict():
            return ["not", "an object"]
        case _:
            return True
