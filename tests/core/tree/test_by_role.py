"""The tree turned round: permission sets with the accounts that grant them."""

from __future__ import annotations

from datetime import datetime

from ssotui.core.catalog import Catalog, Knowledge, Known, Loading, Roles, SessionCatalog
from ssotui.core.catalog_changes import CatalogChanges
from ssotui.core.model import Account, RoleRef
from ssotui.core.search.index import Haystack, Search
from ssotui.core.tree.layout import OutlineSources, SortedAccounts, filtered, whole
from ssotui.core.tree.rows import Openness, Outline
from tests.core.conftest import MakeCatalog, opened

ACCOUNTS = {"payments": ("Read", "Admin"), "Audit": ("Read",), "shop": ("admin-ro", "Read")}
READ, ADMIN = ("permission-set", "acme", "Read"), ("permission-set", "acme", "Admin")


def shown(outline: Outline) -> list[str]:
    rows = [outline.row(index) for index in range(len(outline))]
    return [
        "  " * row.depth + (row.account.title if row.account else row.role or row.text or row.session) for row in rows
    ]


def turned(catalog: Catalog, openness: Openness) -> Outline:
    return whole(OutlineSources(("acme",), catalog), openness, SortedAccounts(), pivoted=True)


def searched(catalog: Catalog, query: str, openness: Openness, liked: dict[RoleRef, float] | None = None) -> Outline:
    haystack = Haystack()
    haystack.update(("acme",), catalog, {}, ())
    return filtered(Search(haystack, liked or {}).find(query), openness, pivoted=True)


def test_permission_sets_stand_below_their_session_by_name_and_closed(make_catalog: MakeCatalog) -> None:
    outline = turned(make_catalog({"acme": ACCOUNTS}), Openness())
    assert shown(outline) == ["acme", "  Admin", "  admin-ro", "  Read"]
    assert outline.row(3).size == 3


def test_an_open_permission_set_shows_its_accounts_by_name(make_catalog: MakeCatalog) -> None:
    outline = turned(make_catalog({"acme": ACCOUNTS}), Openness().with_branch(READ, opened=True))
    assert shown(outline)[3:] == ["  Read", "    Audit", "    payments", "    shop"]
    assert outline.row(4).ref == RoleRef("acme", "111111111112", "Read")


def test_a_role_has_one_key_in_both_layouts(make_catalog: MakeCatalog) -> None:
    catalog = make_catalog({"acme": ACCOUNTS})
    account = ("session", "acme", "111111111113")
    straight = whole(OutlineSources(("acme",), catalog), Openness().with_branch(account, opened=True), SortedAccounts())
    key = next(row.key for row in map(straight.row, range(len(straight))) if row.role == "Read")
    place = turned(catalog, Openness().with_branch(READ, opened=True)).find(key)
    assert place == 6
    assert turned(catalog, Openness()).find(key) is None


def test_every_row_is_where_find_says(make_catalog: MakeCatalog) -> None:
    everything = opened([READ, ADMIN])
    outline = turned(make_catalog({"acme": ACCOUNTS}), everything)
    assert [outline.find(outline.row(index).key) for index in range(len(outline))] == list(range(len(outline)))


def test_accounts_whose_roles_nobody_knows_are_counted(now: datetime) -> None:
    accounts = tuple(Account(str(number) * 12, f"a{number}", "") for number in range(4))
    known: dict[str, Knowledge[Roles]] = {
        accounts[0].id: Known(("Read",), now),
        accounts[1].id: Known((), now),
        accounts[2].id: Loading(),
    }
    outline = turned(Catalog({"acme": SessionCatalog(Known(accounts, now), known)}), Openness())
    assert shown(outline) == ["acme", "  Read", "  2 accounts are not shown: no role in them is known yet"]


def test_what_was_found_begins_with_the_permission_set_that_fits_best(make_catalog: MakeCatalog) -> None:
    catalog = make_catalog({"acme": ACCOUNTS})
    assert shown(searched(catalog, "admin", Openness(filtering=True))) == [
        "acme", "  Admin", "    payments", "  admin-ro", "    shop",
    ]  # fmt: skip


def test_among_equals_what_is_used_comes_first(make_catalog: MakeCatalog) -> None:
    catalog = make_catalog({"acme": ACCOUNTS})
    liked = {RoleRef("acme", "111111111111", "Read"): 1.0}
    assert shown(searched(catalog, "pay", Openness(filtering=True), liked))[:2] == ["acme", "  Read"]


def test_a_permission_set_can_be_closed_while_filtering(make_catalog: MakeCatalog) -> None:
    closed = Openness(filtering=True).with_branch(ADMIN, opened=False)
    outline = searched(make_catalog({"acme": ACCOUNTS}), "admin", closed)
    assert shown(outline) == ["acme", "  Admin", "  admin-ro", "    shop"]


def test_what_is_gone_stands_last_below_its_permission_set_or_session(make_catalog: MakeCatalog) -> None:
    left = Account("999999999999", "left", "")
    catalog = make_catalog({"acme": ACCOUNTS})
    gone = CatalogChanges(
        roles={"111111111112": frozenset({"Read"})},
        gone_accounts=(left,),
        gone_roles={"111111111111": ("Old",), "111111111112": ("Admin",)},
    )
    catalog = catalog.with_session("acme", catalog.of("acme")._replace(changes=gone))
    outline = turned(catalog, opened([ADMIN, ("permission-set", "acme", "Old")]))
    assert shown(outline) == [
        "acme", "  Admin", "    payments", "    Audit", "  admin-ro", "  Old", "    payments", "  Read", "  left",
    ]  # fmt: skip
    rows = [outline.row(index) for index in range(len(outline))]
    assert [row.role for row in rows if row.kind == "gone"] == ["Admin", "Old", ""]
    assert not any(row.ref for row in rows if row.kind == "gone")
    assert [row.new for row in rows if row.kind == "permission-set"] == [0, 0, 0, 1]
    assert [outline.find(row.key) for row in rows] == list(range(len(rows)))


def test_of_5000_open_accounts_only_what_is_looked_at_is_made(make_catalog: MakeCatalog) -> None:
    accounts = {f"account {number:04}": ("Admin", "Read") for number in range(5_000)}
    outline = turned(make_catalog({"acme": accounts}), opened([READ, ADMIN]))
    assert len(outline) == 1 + 2 * 5_001
    assert outline.row(5_001).account == Account("111111116110", "account 4999", "account4999@example.com")
