"""Requests that are sent without a botocore client are those that the client would send, with the same outcomes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import botocore.loaders
import pytest
from botocore.session import Session

from ssotui.aws import portal
from ssotui.aws.clients import Clients
from ssotui.aws.portal import Portal
from ssotui.aws.portal_requests import BEARER, GETS, portal_url, url_of
from ssotui.core.model import RoleRef, SsoSession, Token
from ssotui.demo.organization import Organization
from ssotui.errors import SsoTuiError, Unreachable

COMMERCIAL = Session().get_available_regions("sso", "aws")
MODEL = botocore.loaders.Loader().load_service_model("sso", "service-2")
NAMES = {"list_accounts": "ListAccounts", "list_account_roles": "ListAccountRoles",
         "get_role_credentials": "GetRoleCredentials"}  # fmt: skip


@pytest.fixture
def session(organization: Organization) -> SsoSession:
    instance = organization.world.instances[0]
    return SsoSession(instance.session, instance.start_url, instance.sso_region)


@pytest.fixture
def token(organization: Organization, session: SsoSession) -> Token:
    return Token(organization.sign_in(session.name).access_token, datetime.max.replace(tzinfo=UTC))


@pytest.fixture
def ours(organization: Organization) -> Iterator[Portal]:
    made = Portal({"AWS_ENDPOINT_URL": organization.url}, 4)
    yield made
    made.close()


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-7", "mx-central-1"])
def test_they_are_asked_of_the_host_that_the_client_asks(region: str) -> None:
    assert portal_url(region, {}) == Clients({}, 1).get("sso", region).meta.endpoint_url


def test_no_commercial_region_has_another_kind_of_host() -> None:
    assert len(COMMERCIAL) > 20
    assert all(portal_url(region, {}) == f"https://portal.sso.{region}.amazonaws.com" for region in COMMERCIAL)


@pytest.mark.parametrize(
    ("region", "env"),
    [
        ("us-gov-west-1", {}),
        ("cn-north-1", {}),
        ("us-iso-east-1", {}),
        ("eusc-de-east-1", {}),
        ("x.example.com/", {}),
        ("", {}),
        ("us-east-1\n", {}),
        ("us-east-1", {"AWS_USE_FIPS_ENDPOINT": "true"}),
        ("us-east-1", {"AWS_USE_DUALSTACK_ENDPOINT": "true"}),
    ],
)
def test_other_hosts_are_left_to_botocore(region: str, env: dict[str, str]) -> None:
    assert portal_url(region, env) is None


ENDPOINTS = {
    "AWS_ENDPOINT_URL_SSO": ("", "https://sso.example.com/base/"),
    "AWS_ENDPOINT_URL": ("", "https://all.example.com"),
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": ("", "true"),
    "AWS_USE_FIPS_ENDPOINT": ("", "true"),
    "AWS_USE_DUALSTACK_ENDPOINT": ("", "true"),
}


@pytest.mark.parametrize("values", product(*ENDPOINTS.values()))
def test_every_mix_of_endpoint_settings_leads_where_botocore_itself_goes(
    values: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {name: value for name, value in zip(ENDPOINTS, values, strict=True) if value}
    for name, value in (env | {"AWS_CONFIG_FILE": str(tmp_path / "none")}).items():
        monkeypatch.setenv(name, value)
    theirs = Session().create_client("sso", region_name="eu-west-1").meta.endpoint_url
    direct = portal_url("eu-west-1", env)
    assert direct in (theirs, None)
    assert Clients(env, 1).get("sso", "eu-west-1").meta.endpoint_url == theirs


@pytest.mark.parametrize("operation", GETS)
def test_each_is_as_in_the_service_model(operation: str) -> None:
    described = MODEL["operations"][NAMES[operation]]
    members = dict(MODEL["shapes"][described["input"]["shape"]]["members"])
    header = members.pop("accessToken")
    assert (described["http"]["method"], described["http"]["requestUri"]) == ("GET", GETS[operation].path)
    assert described["authtype"] == "none"
    assert (header["location"], header["locationName"]) == ("header", BEARER)
    assert {name: one["locationName"] for name, one in members.items()} == GETS[operation].query
    assert {one["location"] for one in members.values()} == {"querystring"}


@pytest.mark.parametrize("operation", GETS)
def test_a_response_has_the_members_of_the_service_model(operation: str) -> None:
    read = {
        "list_accounts": {"accountList": {"accountId", "accountName", "emailAddress"}, "nextToken": set()},
        "list_account_roles": {"roleList": {"roleName", "accountId"}, "nextToken": set()},
        "get_role_credentials": {
            "roleCredentials": {"accessKeyId", "secretAccessKey", "sessionToken", "expiration"},
        },
    }
    output = MODEL["shapes"][MODEL["operations"][NAMES[operation]]["output"]["shape"]]["members"]
    assert {name: _members(one["shape"]) for name, one in output.items()} == read[operation]
    assert "locationName" not in json.dumps(output), "each has the name of its member"


def _members(shape: str) -> set[str]:
    described = MODEL["shapes"][shape]
    if described["type"] == "list":
        return _members(described["member"]["shape"])
    assert not [one for one in described.get("members", {}).values() if "locationName" in one]
    return set(described.get("members", ()))


STRANGE = "A+B=C,d@e/ ~é%"


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("list_accounts", {"maxResults": 100}),
        ("list_accounts", {"maxResults": 100, "nextToken": STRANGE}),
        ("list_account_roles", {"accountId": "012345678901", "maxResults": 100, "nextToken": STRANGE}),
        ("get_role_credentials", {"roleName": STRANGE, "accountId": "012345678901"}),
    ],
)
def test_the_url_is_that_of_the_client(operation: str, parameters: dict[str, object]) -> None:
    sent = []
    env = {"AWS_ENDPOINT_URL": "https://sso.example.com/base/"}
    client = Clients(env, 1).get("sso", "eu-west-1")
    client.meta.events.register_first("before-send", lambda request, **_: sent.append(request.url))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ssotui.aws.http.Http.send", _refuse)
        with pytest.raises(ValueError, match="not sent"):
            getattr(client, operation)(accessToken="t", **parameters)
    ours, theirs = urlsplit(url_of(env["AWS_ENDPOINT_URL"], operation, parameters)), urlsplit(sent[0])
    assert ours._replace(query="") == theirs._replace(query="")
    assert sorted(ours.query.split("&")) == sorted(theirs.query.split("&"))
    assert STRANGE in dict(parse_qsl(ours.query)).values() or STRANGE not in parameters.values()


def _refuse(*_: object) -> None:
    raise ValueError("not sent")


class Case(NamedTuple):
    status: int
    body: object


ROLE = {"accessKeyId": "ASIAX", "secretAccessKey": "s/+", "sessionToken": "t==", "expiration": 1_800_000_000_000}
BODIES: tuple[object, ...] = (
    {},
    {"message": "No access, aws-token-of-the-test", "__type": "com.amazonaws#ForbiddenException"},
    {"Message": "Session token not found or invalid", "__type": "UnauthorizedException"},
    b"",
    b"<html>Sign in to the network</html>",
    b"null",
    b"\xff\xfe{\x00}\x00",
    {"roleCredentials": ROLE},
    {"roleCredentials": ROLE | {"expiration": "1800000000000"}},
    {"roleCredentials": ROLE | {"expiration": 1.8e12}},
    {"roleCredentials": ROLE | {"expiration": True}},
    {"roleCredentials": ROLE | {"sessionToken": None}},
    {"roleCredentials": [ROLE]},
)


@pytest.mark.parametrize("status", [200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503])
def test_every_response_has_the_outcome_that_it_has_with_the_client(
    status: int, says: Callable[..., None], url: str, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Portal({"AWS_ENDPOINT_URL_SSO": url}, 4)
    for body in BODIES:
        says(body, status)
        direct = _outcome(made, token)
        with monkeypatch.context() as patch:
            patch.setattr(portal, "_is_direct", lambda _: False)
            assert _outcome(made, token) == direct, body
        assert direct[-1] is not True, "the token is in the message"
    made.close()


def _outcome(made: Portal, token: Token) -> tuple[object, ...]:
    acme = SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1")
    try:
        found = made.role_credentials(acme, token, RoleRef("acme", "012345678901", "Admin"))
    except SsoTuiError as error:
        told = f"{error.message} {error.hint}"
        return type(error).__name__, told, token.access_token in told
    return found.access_key_id, found.secret_access_key, found.session_token, found.expires_at


def test_they_are_asked_of_the_sessions_own_endpoint_and_those_of_others_are_not(
    organization: Organization, session: SsoSession, token: Token
) -> None:
    ours = Portal(
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, 4, by_session={session.name: {"AWS_ENDPOINT_URL": organization.url}}
    )
    assert ours.accounts_page(session, token, None).accounts
    with pytest.raises(Unreachable):
        ours.accounts_page(session._replace(name="another"), token, None)
    assert organization.counts == {"ListAccounts": 1}


def test_a_listing_and_credentials_need_no_botocore(
    organization: Organization, session: SsoSession, token: Token
) -> None:
    code = f"""
import sys
from datetime import UTC, datetime
from ssotui.aws.portal import Portal
from ssotui.core.model import RoleRef, SsoSession, Token
token = Token(sys.stdin.read(), datetime.max.replace(tzinfo=UTC))
portal = Portal({{"AWS_ENDPOINT_URL": {organization.url!r}}}, 4)
session = SsoSession(*{tuple(session)!r})
page = portal.accounts_page(session, token, None)
account = page.accounts[0].id
[role, *_] = portal.roles_page(session, token, account, None).roles
credentials = portal.role_credentials(session, token, RoleRef(session.name, account, role))
print(len(page.accounts), credentials.access_key_id[:4], "botocore" in sys.modules, "urllib3" in sys.modules)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=token.access_token, capture_output=True, text=True, check=True)
    assert done.stdout == "100 ASIA False False\n"


def test_what_is_listed_is_what_the_client_lists(
    ours: Portal, session: SsoSession, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed() -> tuple[object, ...]:
        first = ours.accounts_page(session, token, None)
        second = ours.accounts_page(session, token, first.next_token)
        assert second.accounts
        return first, second, ours.roles_page(session, token, first.accounts[0].id, None)

    direct = listed()
    monkeypatch.setattr(portal, "_is_direct", lambda _: False)
    assert listed() == direct


def test_what_came_instead_is_not_taken_for_another_answer(
    organization: Organization, ours: Portal, session: SsoSession, token: Token
) -> None:
    organization.fault("ListAccounts", "500", times=1)
    with pytest.raises(SsoTuiError):
        ours.accounts_page(session, token, None)
    assert organization.counts["ListAccounts"] == 1
    assert len(ours.accounts_page(session, token, None).accounts) == 100
    assert organization.counts["ListAccounts"] == 2
