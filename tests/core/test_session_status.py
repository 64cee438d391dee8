"""How things stand, told by sign and words alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ssotui.core import session_status
from ssotui.core.catalog import Accounts, Failed, Knowledge, Known, Loading, SessionCatalog, Unknown
from ssotui.core.model import Account, TokenState
from ssotui.core.session_status import SessionStatus, State, of_listing, of_roles, of_sign_in
from ssotui.errors import AccessDenied, BadAnswer, SignInNeeded, SsoTuiError, Unreachable

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(hours=12)
TWO: Accounts = (Account("1" * 12, "one", ""), Account("2" * 12, "two", ""))
GONE = Unreachable("The portal can't be reached.", hint="Check the network.")


def listing(accounts: Knowledge[Accounts], *roles: Knowledge[tuple[str, ...]], rate: float = 0) -> str:
    catalog = SessionCatalog(accounts, {account.id: known for account, known in zip(TWO, roles, strict=False)})
    return str(of_listing(catalog, NOW, DAY, rate))


def known(hours_ago: int = 0, accounts: Accounts = TWO) -> Known[Accounts]:
    return Known(accounts, NOW - timedelta(hours=hours_ago))


ROLES: Knowledge[tuple[str, ...]] = Known(("Admin",), NOW)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("active", "active 2h05m"),
        ("refreshable", "↻ refreshable"),
        ("expired", "! expired"),
        ("signed-out", "○ signed out"),
        ("broken", "× token file unreadable"),
    ],
)
def test_every_sign_in_has_its_sign_and_its_words(state: TokenState, words: str) -> None:
    status = SessionStatus(state, NOW + timedelta(hours=2, minutes=5))
    assert str(of_sign_in(status, NOW)) == words


def test_a_listing_says_how_far_it_is() -> None:
    assert listing(Unknown()) == "None"
    assert listing(Loading()) == "… loading accounts"
    assert listing(known(), ROLES, Loading()) == "… 1 of 2 accounts"
    assert listing(known(), ROLES, Loading(), rate=12.4) == "… 1 of 2 accounts, slowed to 12/s by AWS"
    assert listing(known(), ROLES, ROLES) == "2 accounts"
    assert listing(known(accounts=())) == "∅ no accounts assigned"


def test_what_was_known_before_is_shown_with_its_age() -> None:
    assert listing(known(13), ROLES, ROLES) == "~ 2 accounts, 13h old"
    assert listing(Loading(known(13)), ROLES, ROLES) == "… 2 accounts, 13h old"
    assert listing(Failed(GONE, known(3)), ROLES, ROLES) == "× offline, 2 accounts, 3h old"
    assert listing(known(), ROLES) == "~ 1 of 2 accounts"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (GONE, "× offline"),
        (BadAnswer("It returned an unusable response."), "× not listed"),
        (SignInNeeded("acme"), "None"),  # the session's own state says it
    ],
)
def test_a_listing_that_failed_says_why_in_its_advice(error: SsoTuiError, words: str) -> None:
    assert listing(Failed(error)) == words
    state = of_listing(SessionCatalog(Failed(error)), NOW, DAY)
    assert state is None or state.advice == f"{error.message} {error.hint}".strip()


def test_accounts_without_roles_are_counted_once_all_the_rest_is_there() -> None:
    denied = AccessDenied("AWS denies you access to its roles.", hint="Ask.")
    assert listing(known(), ROLES, Failed(denied)) == "! 1 of 2 accounts without roles"


def test_an_account_says_why_it_shows_no_role() -> None:
    def told(roles: Knowledge[tuple[str, ...]]) -> str:
        return str(of_roles(SessionCatalog(known(), {TWO[0].id: roles}), TWO[0].id))

    assert told(Unknown()) == "roles not fetched yet"
    assert told(Loading()) == "… loading roles"
    assert told(Known((), NOW)) == "∅ no roles assigned to you in this account"
    assert told(Failed(AccessDenied("AWS denies you access to its roles."))) == "⊘ AWS denies you access to its roles."
    assert told(Failed(GONE)) == "× The portal can't be reached."
    assert told(ROLES) == "None"


def test_every_sign_is_explained() -> None:
    every = [value for value in vars(session_status).values() if isinstance(value, State)] + list(
        session_status.SIGN_INS.values()
    )
    assert {state.sign for state in every} - {""} == {sign for sign, _ in session_status.SIGNS}
