"""The portal over real HTTP: what is sent, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ssotui.aws.portal import Portal
from ssotui.core.model import Account, Credentials, SsoSession, Token
from ssotui.core.ports.backend import AccountsPage, RolesPage
from ssotui.demo.organization import Organization
from ssotui.errors import BadAnswer

Says = Callable[..., None]
Requests = list[tuple[str, dict[str, str]]]
Accounts = Callable[[], AccountsPage]
Roles = Callable[[str | None], RolesPage]
Keys = Callable[[str], Credentials]

KEYS = {"accessKeyId": "ASIAX", "secretAccessKey": "s/+", "sessionToken": "t==", "expiration": 1_800_000_000_000}


def account(number: str, **names: str) -> dict[str, str]:
    return {"accountId": number, **names}


def test_every_account_of_an_organization_comes_once(organization: Organization) -> None:
    portal = Portal({"AWS_ENDPOINT_URL": organization.url}, 4)
    instance = organization.world.instances[0]
    session = SsoSession(instance.session, instance.start_url, instance.sso_region)
    issued = organization.sign_in(instance.session)
    token = Token(issued.access_token, datetime.max.replace(tzinfo=UTC))
    found: list[Account] = []
    page = portal.accounts_page(session, token, None)
    found += page.accounts
    while page.next_token is not None:
        page = portal.accounts_page(session, token, page.next_token)
        found += page.accounts
    assert [one.id for one in found] == [one.id for one in instance.accounts]
    assert organization.counts["ListAccounts"] == 3


def test_the_largest_page_that_aws_gives_is_asked_for(says: Says, roles: Roles, asked: Requests, token: Token) -> None:
    says({"roleList": []})
    roles("next one")
    [(path, headers)] = asked
    assert path == "/assignment/roles?account_id=012345678901&max_result=100&next_token=next%20one"
    assert headers["x-amz-sso_bearer_token"] == token.access_token
    assert "Authorization" not in headers


def test_role_names_arrive_as_they_are_written(says: Says, keys: Keys, asked: Requests) -> None:
    says({"roleCredentials": KEYS})
    keys("A+B=C,d@e")
    assert asked[0][0] == "/federation/credentials?role_name=A%2BB%3DC%2Cd%40e&account_id=012345678901"


def test_names_are_cleaned_and_may_be_missing(says: Says, accounts: Accounts) -> None:
    named = account("012345678901", accountName="a\x1b[31mb\nc", emailAddress="x@y")
    says({"accountList": [named, account("999999999999")], "nextToken": None})
    page = accounts()
    assert page.accounts == (("012345678901", "a [31mb c", "x@y"), ("999999999999", "", ""))


@pytest.mark.parametrize("number", ["", "12345678901", "1234567890123", "../../../etc", "１２３４５６７８９０１２"])
def test_an_entry_without_a_proper_account_id_is_left_out(says: Says, accounts: Accounts, number: str) -> None:
    says({"accountList": [account(number), account("012345678901")]})
    assert [one.id for one in accounts().accounts] == ["012345678901"]


def test_what_comes_twice_counts_once(says: Says, roles: Roles) -> None:
    says({"roleList": [{"roleName": name} for name in ("b", "a", "b", "", "a\n")]})
    assert roles(None).roles == ("b", "a")


@pytest.mark.parametrize("end", [{}, {"nextToken": None}, {"nextToken": ""}])
def test_the_last_page_is_known_by_a_token_that_is_absent_null_or_empty(
    says: Says, accounts: Accounts, end: dict[str, str | None]
) -> None:
    says({"accountList": [], **end})
    assert accounts().next_token is None


def test_the_end_of_credentials_is_told_in_milliseconds(says: Says, keys: Keys) -> None:
    says({"roleCredentials": KEYS})
    assert keys("Admin").expires_at == datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b'{"accountList": [',
        b"[]",
        b"null",
        b"3",
        b"\xff\xfe",
        b"[" * 20_000,
        {},
        {"accountList": None},
        {"accountList": "x"},
        {"accountList": {"a": 1}},
        {"accountList": [1]},
        {"accountList": [None]},
        {"accountList": [account("012345678901"), {"accountId": 5}]},
        {"accountList": [{"accountId": "012345678901", "accountName": ["a"]}]},
        {"accountList": [], "nextToken": 7},
    ],
)
def test_an_answer_that_can_not_be_used_is_never_taken_for_an_empty_list(
    says: Says, accounts: Accounts, answer: object
) -> None:
    says(answer)
    with pytest.raises(BadAnswer, match="unusable response when asked for the accounts of acme"):
        accounts()


@pytest.mark.parametrize(
    "incomplete",
    [
        None,
        "x",
        {},
        {**KEYS, "expiration": None},
        {**KEYS, "expiration": "soon"},
        {**KEYS, "expiration": 10**300},
        {**KEYS, "secretAccessKey": ""},
        {**KEYS, "secretAccessKey": "a\nb"},
        {**KEYS, "sessionToken": "a b"},
        {**KEYS, "accessKeyId": 5},
    ],
)
def test_keys_that_are_not_whole_are_no_keys(says: Says, keys: Keys, incomplete: object) -> None:
    says({"roleCredentials": incomplete})
    with pytest.raises(BadAnswer):
        keys("Admin")


def test_a_name_without_end_is_cut(says: Says, accounts: Accounts, roles: Roles) -> None:
    says({"accountList": [account("1" * 12, accountName="é" * 1_000_000, emailAddress="e" * 1_000_000)]})
    [found] = accounts().accounts
    assert (len(found.name), len(found.email)) == (20_000, 20_000)
    says({"roleList": [{"roleName": "r" * 1_000_000}]})
    assert [len(name) for name in roles(None).roles] == [20_000]
