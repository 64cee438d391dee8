"""The first accounts come before botocore's client is loaded, and are what the client would have got."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from botocore.session import Session

from ssotui.aws.clients import Clients
from ssotui.aws.first_page import address
from ssotui.aws.portal import Portal
from ssotui.core.model import SsoSession, Token
from ssotui.demo.organisation import Organisation
from ssotui.errors import SsoTuiError, Unreachable

COMMERCIAL = Session().get_available_regions("sso", "aws")


@pytest.fixture
def session(organisation: Organisation) -> SsoSession:
    instance = organisation.world.instances[0]
    return SsoSession(instance.session, instance.start_url, instance.sso_region)


@pytest.fixture
def token(organisation: Organisation, session: SsoSession) -> Token:
    return Token(organisation.sign_in(session.name).access_token, datetime.max.replace(tzinfo=UTC))


@pytest.fixture
def portal(organisation: Organisation) -> Portal:
    return Portal({"AWS_ENDPOINT_URL": organisation.url}, 4)


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-7", "mx-central-1"])
def test_they_are_asked_of_the_host_that_the_client_asks(region: str) -> None:
    assert address(region, {}) == Clients({}, 1).get("sso", region).meta.endpoint_url


def test_no_commercial_region_has_another_kind_of_host() -> None:
    assert len(COMMERCIAL) > 20
    assert all(address(region, {}) == f"https://portal.sso.{region}.amazonaws.com" for region in COMMERCIAL)


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
    assert address(region, env) is None


def test_they_are_those_that_the_client_gets(portal: Portal, session: SsoSession, token: Token) -> None:
    first = portal.accounts_page(session, token, None)
    following = portal.accounts_page(session, token, first.next_token)  # from here on there is a client
    assert following.accounts
    assert portal.accounts_page(session, token, None) == first


def test_they_are_asked_of_the_sessions_own_endpoint_and_those_of_others_are_not(
    organisation: Organisation, session: SsoSession, token: Token
) -> None:
    portal = Portal(
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, 4, own={session.name: {"AWS_ENDPOINT_URL": organisation.url}}
    )
    assert portal.accounts_page(session, token, None).accounts
    with pytest.raises(Unreachable):
        portal.accounts_page(session._replace(name="another"), token, None)
    assert organisation.counts == {"ListAccounts": 1}


def test_they_do_not_wait_for_the_client(organisation: Organisation, session: SsoSession, token: Token) -> None:
    code = f"""
import sys
from datetime import UTC, datetime
from ssotui.aws.portal import Portal
from ssotui.core.model import SsoSession, Token
token = Token(sys.stdin.read(), datetime.max.replace(tzinfo=UTC))
portal = Portal({{"AWS_ENDPOINT_URL": {organisation.url!r}}}, 4)
page = portal.accounts_page(SsoSession(*{tuple(session)!r}), token, None)
print(len(page.accounts), "botocore.session" in sys.modules)
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=token.access_token, capture_output=True, text=True, check=True)
    assert done.stdout == "100 False\n"


def test_what_came_instead_is_not_taken_for_another_answer(
    organisation: Organisation, portal: Portal, session: SsoSession, token: Token
) -> None:
    organisation.fault("ListAccounts", "500", times=1)
    with pytest.raises(SsoTuiError):
        portal.accounts_page(session, token, None)
    assert organisation.counts["ListAccounts"] == 1
    assert len(portal.accounts_page(session, token, None).accounts) == 100
    assert organisation.counts["ListAccounts"] == 2
