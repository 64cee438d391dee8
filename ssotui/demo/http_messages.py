"""Requests, responses and error responses of the fake Identity Center, as values without sockets."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

JsonObject = dict[str, Any]


class Refusal(Exception):
    """An error response of a service: HTTP status, AWS's exception (``…Exception``), message."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, decoded; header names are in lower case."""

    method: str
    target: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def path(self) -> str:
        """The target without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The target's query, percent-decoded. Of equal names the last one counts."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        """The query updated with the body as ``application/x-www-form-urlencoded``."""
        text = self.body.decode("utf-8", "replace")
        return self.query | dict(parse_qsl(text, keep_blank_values=True))

    @property
    def json(self) -> JsonObject:
        """The body as a JSON object. Raises Refusal for anything else."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError as error:
            raise Refusal(400, "InvalidRequestException", "The request is not JSON") from error
        if not isinstance(value, dict):
            raise Refusal(400, "InvalidRequestException", "The request is not a JSON object")
        return value


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response. Content-Length is added when it is sent."""

    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def reason(self) -> str:
        """The reason phrase of the status."""
        return HTTPStatus(self.status).phrase


def json_response(value: object) -> Response:
    """A JSON response. Everything outside ASCII is written as ``\\uXXXX``, lone surrogates included."""
    return Response(200, json.dumps(value).encode())


def portal_refusal(refusal: Refusal) -> Response:
    """As the access portal writes it: header and body both name the type (the AWS REST-JSON 1.1 protocol of Smithy)."""
    package = "com.amazonaws.switchboard.portal"
    body = {"message": refusal.message, "__type": f"{package}#{refusal.kind}"}
    return _typed(refusal, package, body)


def oidc_refusal(refusal: Refusal) -> Response:
    """As the OIDC API writes it: the type in the header, OAuth's error code in the body (boto3 issue 3891)."""
    body = {"error": oauth_error(refusal.kind), "error_description": refusal.message}
    return _typed(refusal, "com.amazonaws.sso.oidc", body)


def oauth_error(kind: str) -> str:
    """``AuthorizationPendingException`` -> ``authorization_pending``."""
    if kind == "InternalServerException":
        return "server_error"
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.removesuffix("Exception")).lower()


def _typed(refusal: Refusal, package: str, body: JsonObject) -> Response:
    kind = ("x-amzn-ErrorType", f"{refusal.kind}:http://internal.amazon.com/coral/{package}/")
    return Response(refusal.status, json.dumps(body).encode(), headers=(kind,))
