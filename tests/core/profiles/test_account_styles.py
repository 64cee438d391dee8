"""Which badge, color and question an account gets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ssotui.core.catalog import Catalog, Known, SessionCatalog
from ssotui.core.model import Account, Profile
from ssotui.core.profiles.account_styles import PLAIN, badge_of, style_of, style_of_profile, styles_in, unmatched
from ssotui.settings import AccountStyle, Settings

AT = datetime(2026, 11, 21, tzinfo=UTC)
PROD, DEV = Account("111111111111", "Payments-PROD", ""), Account("222222222222", "payments-dev", "")
CATALOG = Catalog({"acme": SessionCatalog(Known((PROD, DEV), AT), {})})
RED = AccountStyle("*prod*", "PROD", "red", confirm=True)


@pytest.mark.parametrize("pattern", ["*prod*", "payments-prod", "111111111111", "1111*", "*-PROD"])
def test_an_accounts_name_or_id_fits_a_pattern_whatever_the_case(pattern: str) -> None:
    styles = (RED._replace(pattern=pattern),)
    assert style_of(PROD, styles) == styles[0]
    assert style_of(DEV, styles) == PLAIN


def test_the_first_pattern_that_fits_counts_and_production_is_asked_last() -> None:
    drill, sandbox = AccountStyle("*drill*", "DRILL", "cyan"), AccountStyle("1111*", "SANDBOX")
    settings = Settings(accounts=(drill, sandbox), safety_production=("*prod*", "*drill*"))
    assert badge_of(settings, "333333333333", "fire-drill-prod") == "DRILL"
    assert badge_of(settings, PROD.id, PROD.name) == "SANDBOX"
    assert badge_of(settings, "333333333333", "shop-prod") == "PROD"
    assert badge_of(settings, DEV.id, DEV.name) == ""
    assert badge_of(settings, "", "") == ""


@pytest.mark.parametrize("confirm", [True, False])
def test_production_is_red_with_a_badge_and_asks_unless_that_is_switched_off(confirm: bool) -> None:
    settings = Settings(safety_production=("*prod*",), safety_confirm=confirm)
    assert style_of(PROD, styles_in(settings)) == RED._replace(confirm=confirm)


@pytest.mark.parametrize(
    ("profile", "is_red"),
    [
        (Profile("a", "sso", "acme", PROD.id, "Read"), True),
        (Profile("b", "sso-legacy", "acme", PROD.id, "Read"), True),
        (Profile("chained", "assume-role", account_id=PROD.id), True),
        (Profile("chained", "assume-role", account_id=DEV.id), False),
        (Profile("prod-keys", "static"), True),  # nothing but its name tells what it is for
        (Profile("prod-unlisted", "sso", "acme", "333333333333", "Read"), True),
        (Profile("like-prod", "sso", "acme", DEV.id, "Read"), False),
        (Profile("other", "process"), False),
    ],
)
def test_a_profile_counts_by_the_account_it_leads_to_else_by_its_name(profile: Profile, is_red: bool) -> None:
    assert style_of_profile(profile, CATALOG, (RED,)) == (RED if is_red else PLAIN)


def test_without_patterns_everything_is_plain() -> None:
    assert style_of_profile(Profile("prod", "static"), CATALOG, ()) == PLAIN


def test_a_pattern_that_fits_no_account_and_no_profile_is_found() -> None:
    patterns = ("*PROD*", "2222*", "ci-*", "*staging*")
    found = [pattern for pattern in patterns if unmatched(pattern, (PROD, DEV), [Profile("ci-keys", "static")])]
    assert found == ["*staging*"]
