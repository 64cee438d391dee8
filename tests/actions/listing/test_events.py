"""How a catalogue changes by what a listing finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ssotui.actions.listing.events import (
    AccountFailed,
    AccountsFound,
    AccountsRequested,
    ListingEnded,
    NotSaved,
    RolesFound,
    RolesRequested,
    SessionFailed,
    Throttling,
    apply,
)
from ssotui.core.catalog import UNKNOWN, Failed, Known, Loading, SessionCatalog, is_fresh
from ssotui.core.model import Account
from ssotui.core.timestamps import EPOCH
from ssotui.errors import AccessDenied, FileError, Unreachable

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(days=1)
A, B, C = (Account(digit * 12, f"account {digit}", "") for digit in "123")
OLD = SessionCatalog(Known((A, B), BEFORE), {A.id: Known(("Admin",), BEFORE), B.id: Known(("Reader",), BEFORE)})


def found(*accounts: Account, is_complete: bool = True, as_of: datetime = NOW) -> AccountsFound:
    return AccountsFound("acme", accounts, as_of, is_complete, (A, B))


def test_asking_takes_nothing_off_the_screen() -> None:
    asked = apply(OLD, [AccountsRequested("acme"), RolesRequested("acme", (A.id, B.id))])
    assert asked.known_accounts() == (A, B)
    assert asked.roles_of(A.id) == Loading(Known(("Admin",), BEFORE))


def test_a_part_of_the_accounts_is_shown_but_never_fresh() -> None:
    part = apply(SessionCatalog(), [found(A, is_complete=False, as_of=EPOCH), ListingEnded("acme")])
    assert part.known_accounts() == (A,)
    assert not is_fresh(part.accounts, NOW, timedelta(days=3650))


def test_an_account_that_is_gone_takes_its_roles_along() -> None:
    after = apply(OLD, [found(A, C)])
    assert after.accounts == Known((A, C), NOW)
    assert set(after.roles) == {A.id}


def test_an_account_that_may_be_on_a_later_page_keeps_its_roles() -> None:
    assert apply(OLD, [found(A, C, B, is_complete=False)]).known_roles(B.id) == ("Reader",)


def test_a_failure_stands_on_its_account_over_what_was_known() -> None:
    denied = AccessDenied("No.")
    after = apply(OLD, [RolesRequested("acme", (A.id,)), AccountFailed("acme", A.id, denied)])
    assert after.roles_of(A.id) == Failed(denied, Known(("Admin",), BEFORE))
    assert after.roles_of(B.id) == Known(("Reader",), BEFORE)


def test_a_session_that_fails_keeps_its_accounts() -> None:
    gone = Unreachable("Gone.")
    assert apply(OLD, [AccountsRequested("acme"), SessionFailed("acme", gone)]).accounts == Failed(
        gone, Known((A, B), BEFORE)
    )


def test_nothing_is_loading_after_the_end() -> None:
    after = apply(OLD, [RolesRequested("acme", (A.id, C.id)), ListingEnded("acme")])
    assert (after.roles_of(A.id), after.roles_of(C.id)) == (Known(("Admin",), BEFORE), UNKNOWN)


def test_news_of_the_listing_itself_change_nothing() -> None:
    assert apply(OLD, [Throttling("acme", 18.0), NotSaved("acme", FileError("/x", "is full"))]) == OLD


def test_the_catalogue_given_is_left_as_it_was() -> None:
    apply(OLD, [found(C), RolesFound("acme", C.id, ("Admin",), NOW, None)])
    assert set(OLD.roles) == {A.id, B.id}
