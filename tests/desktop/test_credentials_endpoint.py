"""The credentials endpoint answers whoever has its path and token, whatever others do."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from ssotui.core.model import Credentials
from ssotui.desktop.credentials_endpoint import serving
from ssotui.errors import AccessDenied, SignInNeeded, SsoTuiError, Unreachable

KEYS = Credentials("ASIAX", "secret", "token", datetime(2026, 11, 28, 3, 1, 40, tzinfo=UTC))


def asked(variables: dict[str, str]) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"])
    request.add_header("Authorization", variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"])
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_an_answer_has_the_members_that_every_sdk_reads() -> None:
    with serving(lambda: KEYS, "000000000042") as variables:
        assert asked(dict(variables)) == (
            200,
            {
                "AccessKeyId": "ASIAX",
                "SecretAccessKey": "secret",
                "Token": "token",
                "Expiration": "2026-11-28T03:01:40Z",
                "AccountId": "000000000042",
            },
        )


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SignInNeeded("acme", "You are not signed in to acme."), 401),
        (AccessDenied("Not assigned."), 403),
        (Unreachable("No answer."), 424),
    ],
)
def test_an_error_has_its_sentence(error: SsoTuiError, status: int) -> None:
    def fails() -> Credentials:
        raise error

    with serving(fails) as variables:
        code, members = asked(dict(variables))
    assert code == status
    assert members["Code"] == members["code"] == type(error).__name__
    assert members["Message"] == members["message"] == error.in_one_line


def test_connections_that_say_nothing_delay_no_answer() -> None:
    with serving(lambda: KEYS) as variables:
        port = urlsplit(variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]).port or 0
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
        assert asked(dict(variables))[0] == 200
        for one in silent:
            one.close()


def test_no_port_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssotui.desktop.credentials_endpoint._HOST", "192.0.2.1")  # of no machine: RFC 5737
    with pytest.raises(SsoTuiError, match=r"Can't listen on any port of 192\.0\.2\.1: "), serving(lambda: KEYS):
        pass
