"""What a refresh tells to be new or gone: by whole answers only, and until the following refresh."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from ssotui.core.catalog import SessionCatalog
from ssotui.core.catalog_changes import NO_CHANGES, CatalogChanges
from ssotui.errors import AccessDenied, BadAnswer, Unreachable
from tests.actions.listing.test_session_listing import ACME, Desk, number

BOTH = ("Admin", "Reader")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three accounts with both roles, listed."""
    desk = Desk(tmp_path)
    desk.run()
    return desk


def leaving_at_the_second_page(desk: Desk) -> Callable[[str], None]:
    pages = count(1)

    def leave(what: str) -> None:
        desk.time.is_canceled = not what and next(pages) > 1

    return leave


def test_a_first_listing_is_no_news(desk: Desk) -> None:
    assert desk.catalog.changes == NO_CHANGES


def test_new_and_gone_accounts_are_told_until_the_next_refresh(desk: Desk) -> None:
    desk.center.roles = {number(1): BOTH, number(2): BOTH, number(7): BOTH}
    desk.run(refresh=True)
    assert desk.catalog.changes.accounts == {number(7)}
    assert [account.id for account in desk.catalog.changes.gone_accounts] == [number(0)]
    desk.run(refresh=True)
    assert desk.catalog.changes == NO_CHANGES


def test_the_roles_of_a_new_account_are_no_news_of_their_own(desk: Desk) -> None:
    desk.center.roles[number(7)] = BOTH
    desk.run(refresh=True)
    assert (desk.catalog.changes.count_new, desk.catalog.changes.count_gone) == (1, 0)


def test_new_and_gone_roles_are_told_until_their_account_is_asked_again(desk: Desk) -> None:
    desk.center.roles[number(1)] = ("Reader", "Writer")
    desk.run(refresh=True)
    told = CatalogChanges(roles={number(1): frozenset({"Writer"})}, gone_roles={number(1): ("Admin",)})
    assert desk.catalog.changes == told
    desk.run(only=(number(2),))
    assert desk.catalog.changes == told
    desk.run(only=(number(1),))
    assert desk.catalog.changes == NO_CHANGES


def test_an_account_that_goes_takes_the_news_of_its_roles_along(desk: Desk) -> None:
    desk.center.roles[number(1)] = ("Reader",)
    desk.run(refresh=True)
    del desk.center.roles[number(1)]
    desk.run(refresh=True)
    assert not desk.catalog.changes.gone_roles
    assert desk.catalog.changes.count_gone == 1


def test_accounts_that_can_not_be_listed_are_not_gone(desk: Desk) -> None:
    desk.center.roles = {number(7): BOTH}
    desk.center.errors[""] = iter([Unreachable("gone")] * 9)
    desk.run(refresh=True)
    assert desk.catalog.changes == NO_CHANGES


def test_roles_that_can_not_be_listed_are_not_gone(desk: Desk) -> None:
    desk.center.roles[number(1)] = ()
    for error in (BadAnswer("503"), AccessDenied("No.")):
        desk.center.errors[number(1)] = iter([error] * 9)
        desk.run(refresh=True)
        assert desk.catalog.changes == NO_CHANGES


def test_of_a_part_of_the_accounts_the_new_ones_are_told_and_nothing_is_gone(desk: Desk) -> None:
    desk.center.roles = {number(index): BOTH for index in range(300, 450)}
    desk.center.meanwhile = leaving_at_the_second_page(desk)
    desk.run(refresh=True)
    assert len(desk.catalog.changes.accounts) == 100
    assert desk.catalog.changes.count_gone == 0


def test_a_first_listing_that_was_left_half_way_makes_no_news_of_the_rest(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.center.roles = {number(index): BOTH for index in range(150)}
    desk.center.meanwhile = leaving_at_the_second_page(desk)
    desk.run()
    assert len(desk.catalog.known_accounts()) == 100
    desk.time.is_canceled, desk.center.meanwhile = False, id
    desk.run()
    assert len(desk.catalog.known_accounts()) == 150
    assert desk.catalog.changes == NO_CHANGES


def test_news_are_kept_for_the_next_run(desk: Desk) -> None:
    desk.center.roles = {number(1): ("Reader",), number(2): BOTH, number(7): BOTH}
    desk.run(refresh=True)
    kept = desk.backend.catalogs.load(ACME)
    assert kept != SessionCatalog()
    assert kept.changes == desk.catalog.changes
    assert (kept.changes.count_new, kept.changes.count_gone) == (1, 2)
