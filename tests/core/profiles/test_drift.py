"""What is gone and what has no profile is said of whole listings only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ssotui.core.catalog import UNKNOWN, Catalog, Failed, Known, Loading, SessionCatalog
from ssotui.core.model import Account, Profile, RoleRef
from ssotui.core.profiles.drift import drift, gone_profiles, is_settled
from ssotui.core.timestamps import EPOCH
from ssotui.errors import Throttled

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ACCOUNT = Account("111111111111", "prod", "")
ACCOUNTS = Known((ACCOUNT,), NOW)
ROLES = Known(("Admin", "Read"), NOW)


def catalog(accounts: object = ACCOUNTS, roles: object = ROLES) -> Catalog:
    return Catalog({"acme": SessionCatalog(accounts, {ACCOUNT.id: roles})})  # type: ignore[arg-type, dict-item]  # each test gives knowledge


def profile(account_id: str = ACCOUNT.id, role: str = "Old", session: str = "acme") -> Profile:
    return Profile("p", "sso", session, account_id, role)


def test_a_role_that_its_accounts_list_lacks_is_gone() -> None:
    assert gone_profiles([profile(), profile(role="Admin")], catalog()) == (profile(),)


def test_an_account_that_the_list_lacks_is_gone_with_its_roles() -> None:
    assert gone_profiles([profile("222222222222")], catalog()) == (profile("222222222222"),)


@pytest.mark.parametrize("roles", [UNKNOWN, Loading(ROLES), Failed(Throttled("429"), ROLES), Known((), EPOCH)])
def test_of_an_account_that_was_not_listed_whole_nothing_is_said(roles: object) -> None:
    assert gone_profiles([profile()], catalog(roles=roles)) == ()


@pytest.mark.parametrize("accounts", [UNKNOWN, Loading(ACCOUNTS), Failed(Throttled("429")), Known((), EPOCH)])
def test_of_a_session_that_was_not_listed_whole_nothing_is_said(accounts: object) -> None:
    assert gone_profiles([profile("222222222222")], catalog(accounts)) == ()


def test_an_older_listing_is_no_reason_to_remove_anything() -> None:
    assert gone_profiles([profile()], catalog(), since=NOW) == ()
    assert gone_profiles([profile()], catalog(), since=NOW - timedelta(seconds=1)) == (profile(),)


def test_profiles_that_stand_for_no_role_or_no_known_session_are_not_gone() -> None:
    assert gone_profiles([Profile("s", "static"), profile(session="other")], catalog()) == ()


def test_roles_without_a_profile_are_told_in_the_portals_order() -> None:
    found = drift([profile(role="Admin")], catalog(), ["acme"])
    assert found.bare == (RoleRef("acme", ACCOUNT.id, "Read"),)


def test_a_listing_is_settled_when_nothing_is_being_asked() -> None:
    assert is_settled(catalog().of("acme"))
    assert not is_settled(catalog(roles=Loading()).of("acme"))
    assert not is_settled(catalog(Loading(ACCOUNTS)).of("acme"))
