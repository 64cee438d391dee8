"""Each way in which AWS can fail or be out of reach, and the sentence for it."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from ssotui.aws.errors import Request, explain
from ssotui.aws.oidc_errors import OidcRequest
from ssotui.aws.portal import Portal
from ssotui.core.model import Credentials, SsoSession, Token
from ssotui.core.ports.backend import AccountsPage
from ssotui.demo.organization import Organization
from ssotui.errors import AccessDenied, BadAnswer, Rejected, SignInNeeded, SsoTuiError, Throttled, Unreachable

Says = Callable[..., None]
Requests = list[tuple[str, dict[str, str]]]
Accounts = Callable[[], AccountsPage]
Keys = Callable[[str], Credentials]

DEAD = "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, BadAnswer),
        (400, Rejected),
        (403, AccessDenied),
        (404, Rejected),
        (418, BadAnswer),
        (429, Throttled),
        (500, BadAnswer),
        (503, BadAnswer),
    ],
)
def test_the_status_decides_what_has_happened(says: Says, keys: Keys, status: int, kind: type[SsoTuiError]) -> None:
    says({"message": "Words of AWS"}, status)
    with pytest.raises(SsoTuiError) as raised:
        keys("Admin")
    assert type(raised.value) is kind
    assert raised.value.hint


def test_a_token_that_aws_refuses_takes_a_sign_in(says: Says, keys: Keys) -> None:
    says({"message": "Session token not found or invalid", "__type": "x.portal#UnauthorizedException"}, 401)
    with pytest.raises(SignInNeeded):
        keys("Admin")


@pytest.mark.parametrize("page", [b"<html>Sign in to the company's proxy</html>", b"{}", b""])
def test_a_401_of_a_proxy_says_nothing_about_the_token(says: Says, keys: Keys, page: bytes) -> None:
    says(page, 401)
    with pytest.raises(BadAnswer, match="answered with status 401") as raised:
        keys("Admin")
    assert "proxy" in raised.value.hint


def test_a_refused_call_is_not_repeated(says: Says, accounts: Accounts, asked: Requests) -> None:
    says({}, 429)
    with pytest.raises(Throttled):
        accounts()
    assert len(asked) == 1


def test_a_role_that_is_not_assigned_is_named(says: Says, keys: Keys) -> None:
    says({"message": "No access"}, 403)
    with pytest.raises(
        AccessDenied, match="AWS denies you access to credentials of role Admin in account 012345678901"
    ):
        keys("Admin")


def test_what_aws_says_of_a_bad_request_is_passed_on_in_one_clean_line(says: Says, accounts: Accounts) -> None:
    says({"message": "Session\n token\x1b]0;x\x07 " + "z" * 1000}, 400)
    with pytest.raises(Rejected) as raised:
        accounts()
    assert raised.value.message.isprintable()
    assert "Session token" in raised.value.message
    assert len(raised.value.message) < 300


@pytest.mark.parametrize("status", [302, 400, 401, 403, 429, 500])
def test_a_token_sent_back_by_the_server_is_not_shown(
    says: Says, accounts: Accounts, token: Token, status: int
) -> None:
    says({"message": f"bad token {token.access_token}"}, status)
    with pytest.raises(SsoTuiError) as raised:
        accounts()
    assert token.access_token not in raised.value.message + raised.value.hint


def test_an_error_with_odd_members_is_still_a_sentence(says: Says, accounts: Accounts) -> None:
    says({"message": ["x"], "__type": 5}, 403)
    with pytest.raises(SsoTuiError):
        accounts()


def test_a_host_that_refuses_is_named(session: SsoSession, token: Token) -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1 can't be reached") as raised:
        Portal({"AWS_ENDPOINT_URL": DEAD}, 4).accounts_page(session, token, None)
    assert "sso_region of session acme" in raised.value.hint


def test_a_host_that_does_not_exist_is_named(session: SsoSession, token: Token) -> None:
    with pytest.raises(Unreachable, match=r"nowhere\.invalid can't be reached"):
        Portal({"AWS_ENDPOINT_URL": "https://nowhere.invalid"}, 4).accounts_page(session, token, None)


def test_a_server_without_tls_points_to_the_ca_bundle(url: str, session: SsoSession, token: Token) -> None:
    portal = Portal({"AWS_ENDPOINT_URL": url.replace("http:", "https:")}, 4)
    with pytest.raises(Unreachable, match="Can't establish a secure connection") as raised:
        portal.accounts_page(session, token, None)
    assert "AWS_CA_BUNDLE" in raised.value.hint


def test_a_dead_proxy_points_to_its_variables(
    monkeypatch: pytest.MonkeyPatch, session: SsoSession, token: Token
) -> None:
    monkeypatch.setenv("https_proxy", DEAD)
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(Unreachable, match="The proxy for portal") as raised:
        Portal({}, 4).accounts_page(session, token, None)
    assert "HTTPS_PROXY" in raised.value.hint


def test_a_server_that_hangs_up_is_unreachable(organization: Organization, session: SsoSession, token: Token) -> None:
    organization.fault("ListAccounts", "reset")
    with pytest.raises(Unreachable):
        Portal({"AWS_ENDPOINT_URL": organization.url}, 4).accounts_page(session, token, None)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectTimeoutError(endpoint_url="x"), "no connection within 3 s"),
        (ReadTimeoutError(endpoint_url="x"), "didn't answer within 10 s"),
    ],
)
def test_a_time_out_says_how_long_was_waited(error: Exception, words: str) -> None:
    assert words in explain(error, Request("acme", "the accounts of acme", "host")).message


def test_a_host_that_a_variable_sets_is_said_to_be_set_by_it() -> None:
    request = Request("acme", "the accounts of acme", "host", host_variables="AWS_USE_FIPS_ENDPOINT")
    hint = explain(EndpointConnectionError(endpoint_url="https://host"), request).hint
    assert hint.startswith("This host is set by AWS_USE_FIPS_ENDPOINT and doesn't exist in every region. ")


def test_the_token_is_not_in_the_representation_of_a_question(session: SsoSession) -> None:
    assert "secret" not in repr(Request("acme", "accounts", "host", ("secret",)))
    assert "secret" not in repr(OidcRequest(session, "the sign-in", "host", ("secret",)))


def test_a_traceback_without_locals_holds_no_token(says: Says, accounts: Accounts, token: Token) -> None:
    says({"__type": "UnauthorizedException"}, 401)
    with pytest.raises(SignInNeeded) as raised:
        accounts()
    assert token.access_token not in "".join(traceback.format_exception(raised.value))
