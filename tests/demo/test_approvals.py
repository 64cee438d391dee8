"""A person approves or denies a sign-in in the browser, and the program that waits gets its tokens, or doesn't."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from ssotui.demo.access_tokens import first_sign_in
from ssotui.demo.http_messages import Refusal
from ssotui.demo.oidc import DEVICE_GRANT
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world

VERIFIER = "v" * 64
CALLBACK = "http://127.0.0.1:40755/oauth/callback"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The organization's time."""
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Iterator[Organization]:
    """One hostile organization whose clock is ours."""
    with serving(make_world(sessions=2, accounts=2, hostile=True), now=clock) as served:
        yield served


Browse = Callable[..., tuple[int, str, str]]


@pytest.fixture
def browse(desk: Organization) -> Browse:
    """What a browser gets: status, where it is sent, page. Words given by name are posted as a form."""

    def visit(path: str, **form: str) -> tuple[int, str, str]:
        connection = HTTPConnection(urlsplit(desk.url).netloc, timeout=30)
        connection.request("POST" if form else "GET", path, urlencode(form) if form else None)
        answer: HTTPResponse = connection.getresponse()
        found = answer.status, answer.headers.get("Location", ""), answer.read().decode()
        connection.close()
        return found

    return visit


@pytest.fixture
def client(desk: Organization) -> dict[str, Any]:
    """Id and secret of a client that may do everything."""
    return register(desk)


def register(desk: Organization, **other: object) -> dict[str, Any]:
    instance = desk.world.instances[0]
    wish: dict[str, Any] = {
        "clientName": "<b>program</b>", "clientType": "public", "scopes": ["sso:account:access"],
        "grantTypes": ["authorization_code", "refresh_token", DEVICE_GRANT],
        "redirectUris": ["http://127.0.0.1/oauth/callback"], "issuerUrl": instance.start_url,
    }  # fmt: skip
    made = desk.oidc.register(wish | other)
    return {"clientId": made["clientId"], "clientSecret": made["clientSecret"]}


def start_device(desk: Organization, client: dict[str, Any]) -> dict[str, Any]:
    return desk.oidc.start_device(client | {"startUrl": desk.world.instances[0].start_url}, f"{desk.url}/device")


def poll(desk: Organization, client: dict[str, Any], started: dict[str, Any]) -> dict[str, Any]:
    return desk.oidc.create_token(client | {"grantType": DEVICE_GRANT, "deviceCode": started["deviceCode"]})


def authorize_path(client: dict[str, Any], **other: str) -> str:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    wish = {
        "response_type": "code", "client_id": client["clientId"], "redirect_uri": CALLBACK, "state": "st&te",
        "code_challenge_method": "S256", "scopes": "sso:account:access", "code_challenge": challenge,
    }  # fmt: skip
    return f"/authorize?{urlencode(wish | other)}"


def hidden(page: str, name: str) -> str:
    found = re.search(rf"name='{name}' value='([^']*)'", page)
    assert found
    return found[1]


def code_from(browse: Browse, client: dict[str, Any], decision: str = "approve") -> dict[str, list[str]]:
    _, _, page = browse(authorize_path(client))
    _, location, _ = browse("/authorize", request=hidden(page, "request"), decision=decision)
    assert location.startswith(f"{CALLBACK}?")
    return parse_qs(urlsplit(location).query)


def exchange(desk: Organization, client: dict[str, Any], code: str, **other: str) -> dict[str, Any]:
    wish = {"grantType": "authorization_code", "code": code, "redirectUri": CALLBACK, "codeVerifier": VERIFIER}
    return desk.oidc.create_token(client | wish | other)


def test_a_device_code_waits_for_a_person(desk: Organization, client: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="pending"):
        poll(desk, client, start_device(desk, client))


def test_a_device_code_approved_in_the_browser_gives_tokens_once(
    desk: Organization, client: dict[str, Any], browse: Browse
) -> None:
    started = start_device(desk, client)
    _, _, page = browse(started["verificationUriComplete"].removeprefix(desk.url))
    browse("/device", user_code=hidden(page, "user_code"), decision="approve")
    token = poll(desk, client, started)["accessToken"]
    assert desk.centers[0].list_accounts(token, None, None)["accountList"]
    with pytest.raises(Refusal, match="Invalid device code"):
        poll(desk, client, started)


def test_a_device_code_denied_in_the_browser_gives_none(
    desk: Organization, client: dict[str, Any], browse: Browse
) -> None:
    started = start_device(desk, client)
    browse("/device", user_code=started["userCode"], decision="deny")
    with pytest.raises(Refusal, match="Access denied"):
        poll(desk, client, started)


def test_a_code_can_be_typed_in_small_letters_and_without_the_dash(
    desk: Organization, client: dict[str, Any], browse: Browse
) -> None:
    code = start_device(desk, client)["userCode"]
    assert code in browse(f"/device?user_code={code.lower().replace('-', '')}")[2]


def test_without_a_code_the_page_asks_for_it(browse: Browse) -> None:
    status, _, page = browse("/device")
    assert status == 200
    assert "name='user_code'" in page


def test_a_wrong_code_is_refused_in_the_browser(browse: Browse) -> None:
    assert browse("/device?user_code=AAAA-AAAA")[0] == 400


def test_an_old_device_code_has_expired(desk: Organization, client: dict[str, Any], clock: Clock) -> None:
    started = start_device(desk, client)
    clock.now += timedelta(minutes=11)
    with pytest.raises(Refusal, match="expired"):
        poll(desk, client, started)


def test_names_on_a_page_are_text(desk: Organization, client: dict[str, Any], browse: Browse) -> None:
    page = browse(f"/device?user_code={start_device(desk, client)['userCode']}")[2]
    assert "&lt;b&gt;program&lt;/b&gt;" in page


def test_a_code_from_the_browser_gives_tokens_for_its_verifier(
    desk: Organization, client: dict[str, Any], browse: Browse
) -> None:
    answer = code_from(browse, client)
    assert answer["state"] == ["st&te"]
    token = exchange(desk, client, answer["code"][0])["accessToken"]
    assert desk.centers[0].list_accounts(token, None, None)["accountList"]


def test_a_denied_authorization_says_so_to_the_program(client: dict[str, Any], browse: Browse) -> None:
    assert code_from(browse, client, "deny") == {"error": ["access_denied"], "state": ["st&te"]}


@pytest.mark.parametrize("other", [{"codeVerifier": "w" * 64}, {"redirectUri": "http://127.0.0.1:1/oauth/callback"}])
def test_a_code_is_worth_nothing_without_its_verifier_and_address(
    desk: Organization, client: dict[str, Any], browse: Browse, other: dict[str, str]
) -> None:
    code = code_from(browse, client)["code"][0]
    with pytest.raises(Refusal, match="Invalid authorization code"):
        exchange(desk, client, code, **other)


def test_a_code_can_be_used_once(desk: Organization, client: dict[str, Any], browse: Browse) -> None:
    code = code_from(browse, client)["code"][0]
    exchange(desk, client, code)
    with pytest.raises(Refusal, match="Invalid authorization code"):
        exchange(desk, client, code)


def test_a_request_can_be_decided_once(client: dict[str, Any], browse: Browse) -> None:
    request = hidden(browse(authorize_path(client))[2], "request")
    browse("/authorize", request=request, decision="deny")
    assert browse("/authorize", request=request, decision="approve")[0] == 400


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"client_id": "nobody"}, 401),
        ({"redirect_uri": "http://localhost:40755/oauth/callback"}, 400),
        ({"redirect_uri": "http://127.0.0.1:40755/elsewhere"}, 400),
        ({"redirect_uri": "http://127.0.0.1.evil.example/oauth/callback"}, 400),
        ({"response_type": "token"}, 400),
        ({"code_challenge_method": "plain"}, 400),
        ({"code_challenge": ""}, 400),
        ({"state": ""}, 400),
    ],
)
def test_an_authorization_that_is_not_in_order_is_refused_in_the_browser(
    client: dict[str, Any], browse: Browse, other: dict[str, str], status: int
) -> None:
    assert browse(authorize_path(client, **other))[0] == status


def test_a_client_registered_for_device_codes_cannot_use_the_browser(desk: Organization, browse: Browse) -> None:
    assert browse(authorize_path(register(desk, grantTypes=[DEVICE_GRANT])))[0] == 400


def test_a_client_registered_for_the_browser_cannot_use_device_codes(desk: Organization) -> None:
    client = register(desk, grantTypes=["authorization_code"])
    started = start_device(desk, client)
    desk.approve()
    with pytest.raises(Refusal, match="not registered for this grant type"):
        poll(desk, client, started)


def test_without_the_scope_there_is_no_refresh_token(desk: Organization) -> None:
    client = register(desk, scopes=[])
    started = start_device(desk, client)
    desk.approve(started["userCode"])
    assert poll(desk, client, started)["refreshToken"] is None


def test_approving_when_nobody_waits_is_an_error(desk: Organization) -> None:
    with pytest.raises(LookupError):
        desk.approve()


def refresh(desk: Organization, refresh_token: str | None) -> dict[str, Any]:
    first = first_sign_in(desk.world, desk.world.instances[0])
    wish = {"clientId": first.client_id, "clientSecret": first.client_secret, "refreshToken": refresh_token}
    return desk.oidc.create_token(wish | {"grantType": "refresh_token"})


def test_a_refresh_token_gives_new_tokens_once(desk: Organization) -> None:
    first = first_sign_in(desk.world, desk.world.instances[0])
    assert desk.centers[0].list_accounts(refresh(desk, first.refresh_token)["accessToken"], None, None)
    with pytest.raises(Refusal, match="Invalid refresh token"):
        refresh(desk, first.refresh_token)


def test_a_sign_in_cannot_be_prolonged_for_ever(desk: Organization, clock: Clock) -> None:
    clock.now += timedelta(days=8)
    with pytest.raises(Refusal, match="Invalid refresh token"):
        refresh(desk, first_sign_in(desk.world, desk.world.instances[0]).refresh_token)


def test_an_access_token_ends_with_its_life(desk: Organization, clock: Clock) -> None:
    token = first_sign_in(desk.world, desk.world.instances[0]).access_token
    clock.now += desk.lifetimes.token
    with pytest.raises(Refusal, match="not found or invalid"):
        desk.centers[0].list_accounts(token, None, None)


def test_a_forgotten_client_has_to_register_again(desk: Organization, client: dict[str, Any]) -> None:
    desk.oidc.forget_clients()
    with pytest.raises(Refusal, match="Invalid client"):
        start_device(desk, client)


@pytest.mark.parametrize("end", ["revoke", "logout"])
def test_when_a_sign_in_has_ended_neither_token_is_good(desk: Organization, end: str) -> None:
    first = first_sign_in(desk.world, desk.world.instances[0])
    if end == "revoke":
        desk.revoke(desk.world.instances[0].session)
    else:
        desk.centers[0].sign_ins.logout(first.access_token)
    with pytest.raises(Refusal, match="not found or invalid"):
        desk.centers[0].list_accounts(first.access_token, None, None)
    with pytest.raises(Refusal, match="Invalid refresh token"):
        refresh(desk, first.refresh_token)
