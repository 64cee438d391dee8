"""The organization on the network: paging, limits, faults, federation, many at once."""

from __future__ import annotations

import gc
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode, urlsplit

import pytest

from ssotui.demo import faults
from ssotui.demo.access_tokens import first_sign_in
from ssotui.demo.http_messages import Refusal, Request
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.waiting import wait_until

Ask = Callable[..., tuple[HTTPResponse, bytes]]
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def served() -> Iterator[Organization]:
    """250 nasty accounts in one session, at noon."""
    with serving(make_world(sessions=1, accounts=250, hostile=True), now=lambda: NOON) as organization:
        yield organization


@pytest.fixture
def token(served: Organization) -> str:
    """What the session's first sign-in gave."""
    return first_sign_in(served.world, served.world.instances[0]).access_token


@pytest.fixture
def ask(served: Organization, token: str) -> Ask:
    """One request on a connection of its own, with the token."""

    def request(target: str, method: str = "GET", body: str | None = None) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection(urlsplit(served.url).netloc, timeout=5)
        try:
            connection.request(method, target, body, {"x-amz-sso_bearer_token": token})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    return request


ACCOUNTS = "/assignment/accounts?max_result=100"


def test_pages_of_accounts_add_up_to_the_world_nasty_names_and_all(served: Organization, ask: Ask) -> None:
    found, further, pages = [], "", 0
    while pages == 0 or further:
        _, body = ask(f"{ACCOUNTS}&next_token={further}")
        page = json.loads(body)
        found += [(one["accountId"], one.get("accountName"), one.get("emailAddress")) for one in page["accountList"]]
        further, pages = page["nextToken"], pages + 1
    assert pages == 3
    assert found == [(one.id, one.name, one.email) for one in served.world.instances[0].accounts]


def test_without_a_size_a_page_has_20(ask: Ask) -> None:
    assert len(json.loads(ask("/assignment/accounts")[1])["accountList"]) == 20


def test_every_role_of_a_crowded_account_and_every_nasty_role_can_be_asked_for(served: Organization, ask: Ask) -> None:
    account = next(one for one in served.world.instances[0].accounts if one.name == "nasty-roles")
    for role in account.roles:
        query = urlencode({"account_id": account.id, "role_name": role})
        assert ask(f"/federation/credentials?{query}")[0].status == 200


def test_more_than_the_limit_is_refused_until_time_has_passed() -> None:
    time = [NOON]
    world = make_world(sessions=1, accounts=1)
    token = first_sign_in(world, world.instances[0]).access_token
    request = Request("GET", ACCOUNTS, {"x-amz-sso_bearer_token": token})
    organization = Organization(world, "http://x", lambda: time[0])
    organization.rate_limit = 20
    assert [organization.answer(request).status for _ in range(22)] == [200] * 20 + [429] * 2
    time[0] += timedelta(seconds=0.1)
    assert [organization.answer(request).status for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("kind", [*faults.STATUSES, *faults.EXCEPTIONS])
def test_a_status_can_be_asked_for(served: Organization, ask: Ask, kind: str) -> None:
    served.fault("ListAccounts", kind)
    answer, body = ask(ACCOUNTS)
    injected = faults.refusal(kind)
    assert injected
    assert (answer.status, json.loads(body)["__type"].partition("#")[2]) == (injected.status, injected.kind)
    assert ask(ACCOUNTS)[0].status == 200


SPOILED: dict[str, Callable[[HTTPResponse, bytes], bool]] = {
    "cut": lambda _, body: body.startswith(b'{"accountList": [{') and not body.endswith(b"}"),
    "empty": lambda _, body: body == b"",
    "not-json": lambda _, body: body.startswith(b"<html>"),
    "proxy-401": lambda answer, body: answer.status == 401 and body.startswith(b"<html>"),
    "missing": lambda _, body: body == b"{}",
    "wrong-types": lambda _, body: isinstance(json.loads(body)["accountList"], dict),
    "wrong-members": lambda _, body: json.loads(body)["accountList"][0]["accountId"] == 17,
    "same-token": lambda _, body: json.loads(body)["nextToken"] == "again",
    "redirect": lambda answer, _: answer.status == 307 and answer.headers["Location"] == "/nowhere",
    "huge": lambda _, body: len(body) > 10_000_000 and "accountList" in json.loads(body),
}


@pytest.mark.parametrize("kind", SPOILED)
def test_an_answer_can_be_spoiled(served: Organization, ask: Ask, kind: str) -> None:
    served.fault("ListAccounts", kind)
    assert SPOILED[kind](*ask(ACCOUNTS))


def test_the_same_token_is_given_for_ever(served: Organization, ask: Ask) -> None:
    served.fault("ListAccounts", "same-token", times=None)
    answers = {ask(f"{ACCOUNTS}&next_token=again")[1] for _ in range(3)}
    assert len(answers) == 1


@pytest.mark.parametrize(("kind", "error"), [("reset", ConnectionResetError), ("half-body", HTTPException)])
def test_a_line_can_break(served: Organization, ask: Ask, kind: str, error: type[Exception]) -> None:
    served.fault("ListAccounts", kind)
    with pytest.raises(error):
        ask(ACCOUNTS)


def test_64_hanging_answers_keep_nobody_else_waiting(served: Organization, ask: Ask, token: str) -> None:
    served.fault("ListAccounts", "hang", times=64)
    with ExitStack() as open_ones:
        for _ in range(64):
            waiting = socket.create_connection(("127.0.0.1", urlsplit(served.url).port or 0), timeout=5)
            open_ones.enter_context(waiting)
            waiting.sendall(f"GET {ACCOUNTS} HTTP/1.1\r\nx-amz-sso_bearer_token: {token}\r\n\r\n".encode())
        wait_until(lambda: len(served.handled) == 64)
        assert ask(ACCOUNTS)[0].status == 200
        waiting.setblocking(False)
        with pytest.raises(BlockingIOError):
            waiting.recv(1)


def test_every_kind_of_fault_is_tried_here() -> None:
    assert set(faults.DISTORTIONS) == {*SPOILED, "reset", "half-body", "hang"}


def test_a_fault_can_be_meant_for_one_account(served: Organization, ask: Ask) -> None:
    one, other = served.world.instances[0].accounts[:2]
    served.fault("ListAccountRoles", "503", times=None, match=one.id)
    statuses = [ask(f"/assignment/roles?account_id={account.id}")[0].status for account in (one, other, one)]
    assert statuses == [503, 200, 503]
    served.clear_faults()
    assert ask(f"/assignment/roles?account_id={one.id}")[0].status == 200


@pytest.mark.parametrize(("operation", "kind"), [("ListAcounts", "429"), ("ListAccounts", "428")])
def test_a_fault_that_does_not_exist_is_an_error(served: Organization, operation: str, kind: str) -> None:
    with pytest.raises(ValueError, match="no such"):
        served.fault(operation, kind)


def test_requests_are_counted_and_told_without_secrets(served: Organization, ask: Ask, token: str) -> None:
    account = served.world.instances[0].accounts[0].id
    ask(f"/assignment/roles?account_id={account}")
    ask("/assignment/roles?account_id=1")
    assert served.counts == {"ListAccountRoles": 2}
    seen = [(one.operation, one.status, one.session, one.account_id) for one in served.handled]
    assert seen == [("ListAccountRoles", 200, "acme", account), ("ListAccountRoles", 403, "acme", "1")]
    assert token not in repr(served.handled)


def test_one_connection_serves_many_requests(served: Organization, token: str) -> None:
    connection = HTTPConnection(urlsplit(served.url).netloc, timeout=5)
    for _ in range(50):
        connection.request("GET", ACCOUNTS, headers={"x-amz-sso_bearer_token": token})
        assert connection.getresponse().read()
    mine = connection.sock.getsockname()
    connection.request("GET", ACCOUNTS, headers={"x-amz-sso_bearer_token": token})
    assert connection.getresponse().read()
    assert connection.sock.getsockname() == mine
    connection.close()


def test_one_after_the_other_is_one_at_once(served: Organization, ask: Ask) -> None:
    ask(ACCOUNTS)
    ask(ACCOUNTS)
    assert served.most_at_once == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / SPDY/3\r\n\r\n", b"400"),
        (b"POST /token HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"POST /token HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"POST /token HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"501"),
        (b"POST /token HTTP/1.1\r\nContent-Length: 2\r\n\r\n[]", b"400"),
        (b"POST /token HTTP/1.1\r\nContent-Length: 1\r\n\r\n{", b"400"),
        (b"GET /" + b"x" * 300_000 + b" HTTP/1.1\r\n\r\n", b"431"),
        (b"GET /nowhere HTTP/1.1\r\n\r\n", b"404"),
        (b"HEAD /device HTTP/1.1\r\n\r\n", b"404"),
    ],
)
def test_what_is_not_understood_gets_a_status(served: Organization, sent: bytes, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(served.url).port or 0), timeout=5) as connection:
        connection.sendall(sent)
        assert connection.recv(12) == b"HTTP/1.1 " + status


def role_cache(served: Organization, ask: Ask) -> dict[str, str]:
    account = next(one for one in served.world.instances[0].accounts if one.roles)
    query = urlencode({"account_id": account.id, "role_name": account.roles[0]})
    keys = json.loads(ask(f"/federation/credentials?{query}")[1])["roleCredentials"]
    return {
        "sessionId": keys["accessKeyId"],
        "sessionKey": keys["secretAccessKey"],
        "sessionToken": keys["sessionToken"],
    }


def test_keys_open_the_console(served: Organization, ask: Ask) -> None:
    form = urlencode({"Action": "getSigninToken", "Session": json.dumps(role_cache(served, ask))})
    token = json.loads(ask("/federation", "POST", form)[1])["SigninToken"]
    where = {"Action": "login", "SigninToken": token, "Destination": "https://eu-west-1.console.aws.amazon.com/?a=<b>"}
    answer, page = ask(f"/federation?{urlencode(where)}")
    assert answer.status == 200
    assert b"a=&lt;b&gt;" in page


@pytest.mark.parametrize("wrong", [{"sessionKey": "x"}, {"sessionToken": "x"}, {"sessionId": "x"}])
def test_wrong_keys_do_not_open_the_console(served: Organization, ask: Ask, wrong: dict[str, str]) -> None:
    form = urlencode({"Action": "getSigninToken", "Session": json.dumps(role_cache(served, ask) | wrong)})
    answer, body = ask("/federation", "POST", form)
    assert (answer.status, body) == (400, b"")


@pytest.mark.parametrize("query", ["Session=", "Session=[]", "SessionDuration=899&Session={}", "SessionDuration=x"])
def test_a_wrong_request_for_the_console_gets_an_empty_400(ask: Ask, query: str) -> None:
    answer, body = ask(f"/federation?Action=getSigninToken&{query}")
    assert (answer.status, body) == (400, b"")


def test_a_forged_sign_in_token_does_not_open_the_console(ask: Ask) -> None:
    assert ask("/federation?Action=login&SigninToken=x")[0].status == 400


def test_expired_and_forged_keys_are_told_apart() -> None:
    time = [NOON]
    world = make_world(sessions=1, accounts=1)
    keys = Organization(world, "http://x", lambda: time[0]).credentials
    issued = keys.issue("123456789012", "Role", "me")
    with pytest.raises(Refusal, match="invalid"):
        keys.holder(issued.access_key_id, "forged")
    time[0] += timedelta(hours=1)
    with pytest.raises(Refusal, match="expired"):
        keys.holder(issued.access_key_id, issued.session_token)


def test_two_worlds_can_be_served_at_once(served: Organization) -> None:
    with serving(make_world(seed=2)) as other:
        assert other.url != served.url


def test_the_end_closes_every_connection_also_those_just_made() -> None:
    world, connections = make_world(sessions=1, accounts=1), []
    with ExitStack() as open_ones:
        for count in range(40):
            with serving(world) as served:
                for _ in range(count % 4):
                    to = ("127.0.0.1", urlsplit(served.url).port or 0)
                    connections.append(open_ones.enter_context(socket.create_connection(to, timeout=5)))
        gc.collect()  # tells what was left open, which fails a test
        assert [one for one in connections if not is_closed_by_the_other_end(one)] == []
    assert len(connections) == 60


def is_closed_by_the_other_end(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
