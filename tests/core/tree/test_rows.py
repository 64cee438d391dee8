"""The rows of the tree: what is there, in which order, and where a row is after a change."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from ssotui.core.catalog import Catalog, Failed, Knowledge, Known, Loading, Roles, SessionCatalog
from ssotui.core.catalog_changes import CatalogChanges
from ssotui.core.model import Account, Profile
from ssotui.core.search.index import Haystack, Search
from ssotui.core.session_status import of_listing
from ssotui.core.tree.layout import OutlineSources, SortedAccounts, filtered, gone_rows, whole
from ssotui.core.tree.rows import Openness, Outline, Row
from ssotui.errors import AccessDenied
from tests.core.conftest import opened

PAY, AUDIT = Account("111111111111", "payments", ""), Account("222222222222", "Audit", "")
LEFT = Account("333333333333", "left", "")


def ground(now: datetime, **changes: object) -> OutlineSources:
    acme = SessionCatalog(Known((PAY, AUDIT), now), {PAY.id: Known(("Admin", "Read"), now), AUDIT.id: Known((), now)})
    sources = OutlineSources(("acme", "home"), Catalog({"acme": acme}), notes={"home": "sign in to see its accounts"})
    return sources._replace(**changes)  # type: ignore[arg-type]  # each is a field of OutlineSources


def shown(outline: Outline) -> list[str]:
    rows = [outline.row(index) for index in range(len(outline))]
    return [
        "  " * row.depth + (row.role or row.text or (row.account.name if row.account else row.session)) for row in rows
    ]


def test_accounts_stand_below_their_session_by_name_and_closed(now: datetime) -> None:
    outline = whole(ground(now), Openness(), SortedAccounts())
    assert shown(outline) == ["acme", "  Audit", "  payments", "home", "  sign in to see its accounts"]


def test_an_open_account_shows_its_roles_or_why_there_are_none(now: datetime) -> None:
    branches = [("session", "acme", PAY.id), ("session", "acme", AUDIT.id)]
    outline = whole(ground(now), opened(branches), SortedAccounts())
    assert shown(outline)[:6] == [
        "acme",
        "  Audit",
        "    no roles assigned to you in this account",
        "  payments",
        "    Admin",
        "    Read",
    ]


def test_a_closed_session_hides_its_accounts(now: datetime) -> None:
    outline = whole(ground(now), Openness().with_branch(("session", "acme"), opened=False), SortedAccounts())
    assert shown(outline)[:2] == ["acme", "home"]


def test_loading_failed_and_unknown_roles_look_different(now: datetime) -> None:
    accounts = tuple(Account(f"{number}" * 12, name, "") for number, name in enumerate(("a", "b", "c")))
    denied = AccessDenied("Not for you.")
    roles: dict[str, Knowledge[Roles]] = {accounts[0].id: Loading(), accounts[1].id: Failed(denied)}
    catalog = Catalog({"s": SessionCatalog(Known(accounts, now), roles)})
    everything = opened([("session", "s", one.id) for one in accounts])
    outline = whole(OutlineSources(("s",), catalog), everything, SortedAccounts())
    assert [row.strip() for row in shown(outline)] == [
        "s", "a", "loading roles", "b", "Not for you.", "c", "roles not fetched yet",
    ]  # fmt: skip


def test_what_is_gone_stands_where_it_was_and_can_not_be_used(now: datetime) -> None:
    here = ground(now)
    gone = CatalogChanges(gone_accounts=(LEFT,), gone_roles={PAY.id: ("Old",), AUDIT.id: ("Last",)})
    catalog = here.catalog.with_session("acme", here.catalog.of("acme")._replace(changes=gone))
    branches = [("session", "acme", PAY.id), ("session", "acme", AUDIT.id)]
    outline = whole(here._replace(catalog=catalog), opened(branches), SortedAccounts())
    assert shown(outline)[:8] == [
        "acme", "  Audit", "    Last", "  left", "  payments", "    Admin", "    Read", "    Old",
    ]  # fmt: skip
    rows = [outline.row(index) for index in range(8)]
    assert [row.kind for row in rows if not row.ref and not row.branch] == ["gone"] * 3
    assert [outline.find(row.key) for row in rows] == list(range(8))


def test_a_query_finds_what_is_gone_after_everything_else(now: datetime) -> None:
    here = ground(now)
    news = CatalogChanges(gone_accounts=(LEFT,), gone_roles={PAY.id: ("Old",)})
    catalog = here.catalog.with_session("acme", here.catalog.of("acme")._replace(changes=news))
    haystack = Haystack()
    haystack.update(here.sessions, catalog, {}, ())
    for query, expected in (("pay", ["Admin", "Read", "Old"]), ("left", [""]), ("old !pay", []), ("pay old", ["Old"])):
        found = Search(haystack, {}).find(query)
        gone = gone_rows(catalog, ("acme", "home"), found.terms)
        outline = filtered(found, Openness(filtering=True), gone=gone)
        rows = [outline.row(index) for index in range(len(outline))]
        assert [row.role for row in rows if row.kind in ("role", "gone")] == expected


def test_favorites_stand_above_and_other_profiles_below(now: datetime) -> None:
    pins = (Row("pinned", 1, "acme", PAY, "Read"),)
    outline = whole(ground(now, pins=pins, others=(Profile("chain", "assume-role"),)), Openness(), SortedAccounts())
    assert shown(outline)[:2] == ["Favorites and recent", "  Read"]
    assert shown(outline)[-2:] == ["Other profiles", "  chain"]


def test_a_row_is_found_again_after_a_change(now: datetime) -> None:
    closed = whole(ground(now), Openness(), SortedAccounts())
    opened = whole(ground(now), Openness().with_branch(("session", "acme", AUDIT.id), opened=True), SortedAccounts())
    for index in range(len(closed)):
        key = closed.row(index).key
        place = opened.find(key)
        assert place is not None
        assert opened.row(place).key == key


def test_every_row_of_a_large_tree_is_where_find_says(now: datetime) -> None:
    accounts = tuple(Account(f"{number:012d}", f"account {number}", "") for number in range(50))
    catalog = SessionCatalog(Known(accounts, now), {one.id: Known(("A", "B", "C"), now) for one in accounts})
    every_third = opened([("session", "s", one.id) for one in accounts[::3]])
    outline = whole(OutlineSources(("s",), Catalog({"s": catalog})), every_third, SortedAccounts())
    assert len(outline) == 1 + 50 + 3 * 17
    assert [outline.find(outline.row(index).key) for index in range(len(outline))] == list(range(len(outline)))


def test_every_match_is_one_row_below_its_session_the_best_first(now: datetime) -> None:
    here = ground(now)
    haystack = Haystack()
    haystack.update(here.sessions, here.catalog, {}, ())
    outline = filtered(Search(haystack, {}).find("pay"), Openness(filtering=True))
    rows = [outline.row(index) for index in range(len(outline))]
    assert [(row.kind, row.depth, row.account, row.role) for row in rows] == [
        ("session", 0, None, ""), ("role", 1, PAY, "Admin"), ("role", 1, PAY, "Read"),
    ]  # fmt: skip
    assert [outline.find(row.key) for row in rows] == [0, 1, 2]
    assert outline.find(Row("role", 1, "acme", PAY, "Nothing").key) is None
    assert outline.find(Row("account", 1, "acme", PAY).key) is None


def test_a_matching_account_without_known_roles_has_a_row_of_its_own(now: datetime) -> None:
    accounts = (Account("111111111111", "a", ""), Account("222222222222", "b", ""))
    catalog = Catalog({"s": SessionCatalog(Known(accounts, now), {accounts[1].id: Known(("Read",), now)})})
    haystack = Haystack()
    haystack.update(("s",), catalog, {}, ())
    outline = filtered(Search(haystack, {}).find("'s"), Openness(filtering=True))
    rows = [outline.row(index) for index in range(len(outline))]
    assert [(row.kind, row.account, row.role) for row in rows[1:]] == [
        ("role", accounts[1], "Read"), ("account", accounts[0], ""),
    ]  # fmt: skip
    assert [outline.find(row.key) for row in rows] == [0, 1, 2]


def test_a_listing_that_grows_page_by_page_leaves_no_page_in_the_memory(now: datetime) -> None:
    accounts = tuple(Account(f"{number:012}", f"account {number}", "") for number in range(500))
    first = accounts[:100]
    held, ordered = sys.getrefcount(first), SortedAccounts()
    for known in (first, accounts):
        catalog = SessionCatalog(Known(known, now))
        assert catalog.account(known[0].id) is known[0]
        assert of_listing(catalog, now, timedelta(hours=12))
        whole(OutlineSources(("acme",), Catalog({"acme": catalog})), Openness(), ordered)
    assert sys.getrefcount(first) == held
