"""What somebody who answers in AWS's place, or sets the environment, can't make ssotui do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ssotui.aws.caller_identity import caller_with
from ssotui.aws.clock import server_time
from ssotui.aws.federation import Federation
from ssotui.core.model import Credentials
from ssotui.errors import AccessDenied, BadAnswer, Rejected, UsageError
from tests.aws.operations import EACH_ASKER, OPERATIONS, Operation, Place, failure, led_to
from tests.aws.servers import listening

Says = Callable[..., None]
KEYS = Credentials("ASIAX", "secret-key-of-the-test", "session-token-of-the-test")


def answering(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""))
    return head.encode() + body


@pytest.mark.parametrize("token", ["\ud800", "a\nb", "", " ", "\x1b]0;x\x07", 7, None, ["x"], "é"])
def test_a_sign_in_token_that_is_no_word_gets_into_no_address(token: object) -> None:
    keys = Credentials("ASIAX", "s", "t", datetime.now(UTC) + timedelta(hours=1))
    body = json.dumps({"SigninToken": token}).encode()
    with (
        listening(lambda at: at.wfile.write(answering(body))) as server,
        pytest.raises(BadAnswer, match="unusable response"),
    ):
        Federation(led_to(f"http://{server.place}")).token("x", keys)


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"[" * 100_000, b"\xff", b"1" * 10_000])
def test_an_answer_of_the_sign_in_page_that_is_no_object_is_none(body: bytes) -> None:
    keys = Credentials("ASIAX", "s", "t", datetime.now(UTC) + timedelta(hours=1))
    with (
        listening(lambda at: at.wfile.write(answering(body))) as server,
        pytest.raises(BadAnswer, match="unusable response"),
    ):
        Federation(led_to(f"http://{server.place}")).token("x", keys)


@pytest.mark.parametrize("date", ["", "never", "Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 99 Foo 99999 99:99:99 GMT"])
def test_a_date_that_is_none_is_no_clock(date: str) -> None:
    with listening(lambda at: at.wfile.write(answering(b"", "200 OK", f"Date: {date}"))) as server:
        assert server_time(led_to(f"http://{server.place}"), "eu-west-1") is None


def refusing(code: str, message: str = "no") -> bytes:
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    body = f"<ErrorResponse>{error}<RequestId>x</RequestId></ErrorResponse>".encode()
    return answering(body, "403 Forbidden", "Content-Type: text/xml")


@pytest.mark.parametrize("code", ["RequestTimeTooSkewed", "RequestExpired", "SignatureDoesNotMatch"])
def test_a_clock_that_is_wrong_is_told_of(code: str) -> None:
    with (
        listening(lambda at: at.wfile.write(refusing(code))) as server,
        pytest.raises(AccessDenied) as refused,
    ):
        caller_with(KEYS, "eu-west-1", led_to(f"http://{server.place}"))
    assert "clock" in refused.value.hint


def test_what_sts_calls_an_error_is_shown_short_and_clean() -> None:
    with (
        listening(lambda at: at.wfile.write(refusing("&#x9b;31m" + "E" * 5_000))) as server,
        pytest.raises(AccessDenied) as refused,
    ):
        caller_with(KEYS, "eu-west-1", led_to(f"http://{server.place}"))
    assert refused.value.message.isprintable()
    assert len(refused.value.message) < 200


@pytest.mark.parametrize("region", ["evil.example/", "x y", "EU-WEST-1", "eu-west-1\n", "169.254.169.254"])
def test_keys_are_not_sent_to_a_region_that_is_none(region: str) -> None:
    with pytest.raises(UsageError, match="not an AWS region"):
        caller_with(KEYS, region, {})


@pytest.mark.parametrize(
    "url",
    ["http://[::1", "http://[", "http://a..b", "https://%", "http://127.0.0.1:x", "http://127.0.0.1:99999",
     "http://-a.example", "http://" + "a" * 300, "https://a_b.example", "http://127.0.0.1:0"],
)  # fmt: skip
@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.method in EACH_ASKER], ids=lambda one: one.method
)
def test_an_endpoint_that_is_no_address_is_refused_by_its_variable(
    url: str, operation: Operation, place: Place
) -> None:

    ask = operation.ready(place)
    place.lead(led_to(url))
    error = failure(ask)

    assert isinstance(error, UsageError)
    assert error.message.startswith(("AWS_ENDPOINT_URL_S", "SSOTUI_ENDPOINT_URL_FEDERATION"))


def test_a_refusal_that_repeats_our_secrets_is_told_without_them() -> None:
    words = f"bad {KEYS.session_token} {KEYS.secret_access_key}"
    body = refusing("ValidationError", words).replace(b"403 Forbidden", b"400 Bad")
    with listening(lambda at: at.wfile.write(body)) as server, pytest.raises(Rejected) as refused:
        caller_with(KEYS, "eu-west-1", led_to(f"http://{server.place}"))
    assert "bad … …" in refused.value.message


# By operation: an answer that is right, in JSON.
RIGHT: dict[str, dict[str, Any]] = {
    "register": {"clientId": "c", "clientSecret": "s", "clientSecretExpiresAt": 2_000_000_000},
    "start_device": {"deviceCode": "d", "userCode": "ABCD-EFGH", "verificationUri": "https://a.example/",
                     "verificationUriComplete": "https://a.example/?x", "expiresIn": 600, "interval": 1},
    "poll_device": {"accessToken": "a", "refreshToken": "r", "expiresIn": 3600, "tokenType": "Bearer"},
    "redeem": {"accessToken": "a", "refreshToken": "r", "expiresIn": 3600},
    "refresh": {"accessToken": "a", "refreshToken": "r", "expiresIn": 3600},
    "accounts_page": {"accountList": [{"accountId": "1" * 12, "accountName": "n", "emailAddress": "e"}],
                      "nextToken": "t"},
    "roles_page": {"roleList": [{"roleName": "r", "accountId": "1" * 12}], "nextToken": "t"},
    "role_credentials": {"roleCredentials": {"accessKeyId": "ASIAX", "secretAccessKey": "s", "sessionToken": "t",
                                             "expiration": 2_000_000_000_000}},
    "token": {"SigninToken": "t"},
}  # fmt: skip
ODD: tuple[object, ...] = (
    None, True, 0, -1, 1.5, 10**400, -(10**15), float("inf"), float("nan"), "", " ", "\ud800", "\x1b]52;c;x\x07",
    "x" * 100_000,
    [], {}, [[]], [None], {"a": 1}, ["x"], [{"accountId": None}], [{"roleName": {}}],
)  # fmt: skip


def twisted(right: dict[str, Any]) -> Iterator[bytes]:
    """The answer with each member in turn, at every depth, made into each of the odd ones."""
    for name, value in right.items():
        for odd in ODD:
            yield json.dumps(right | {name: odd}).encode()
        if isinstance(value, dict):
            yield from (json.dumps({name: json.loads(inner)}).encode() for inner in twisted(value))
        elif isinstance(value, list):
            yield from (json.dumps(right | {name: [json.loads(inner)]}).encode() for inner in twisted(value[0]))


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method in RIGHT], ids=lambda one: one.method)
def test_no_member_of_an_answer_breaks_anything(operation: Operation, place: Place) -> None:
    """It works, or it is an answer that can't be used: no bug, whatever comes."""
    ask = operation.ready(place)
    bodies = list(twisted(RIGHT[operation.method]))
    current = [b""]
    with listening(lambda at: at.wfile.write(answering(current[0], "200 OK", "Connection: close"))) as server:
        place.lead(led_to(f"http://{server.place}"))
        for body in [json.dumps(RIGHT[operation.method]).encode(), *bodies]:
            current[0] = body
            error = failure(ask)
            assert error is None or isinstance(error, BadAnswer), (body[:200], error)


def test_every_operation_that_has_an_answer_is_twisted() -> None:
    silent = {"sign_out", "caller_with", "server_time"}
    assert set(RIGHT) == {operation.method for operation in OPERATIONS} - silent
