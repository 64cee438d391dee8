"""What counts as production."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ssotui.core.catalog import Catalog, Known, SessionCatalog
from ssotui.core.model import Account, Profile
from ssotui.core.profiles.production import is_production, leads_to_production

AT = datetime(2026, 11, 21, tzinfo=UTC)
PROD, DEV = Account("111111111111", "Payments-PROD", ""), Account("222222222222", "payments-dev", "")
CATALOG = Catalog({"acme": SessionCatalog(Known((PROD, DEV), AT), {})})


@pytest.mark.parametrize("pattern", ["*prod*", "payments-prod", "111111111111", "1111*", "*-PROD"])
def test_an_accounts_name_or_id_fits_a_pattern_whatever_the_case(pattern: str) -> None:
    assert is_production(PROD, (pattern,))
    assert not is_production(DEV, (pattern,))


@pytest.mark.parametrize(
    ("profile", "leads"),
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
def test_a_profile_counts_by_the_account_it_leads_to_else_by_its_name(profile: Profile, leads: bool) -> None:
    assert leads_to_production(profile, CATALOG, ("*prod*",)) == leads


def test_without_patterns_nothing_is_production() -> None:
    assert not leads_to_production(Profile("prod", "static"), CATALOG, ())
