"""A match is one line whose columns stand at the same place in every line of that width."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ssotui.core.catalog import Catalog, Knowledge, Known, Roles, SessionCatalog
from ssotui.core.catalog_changes import CatalogChanges
from ssotui.core.model import Account, Profile, RoleRef
from ssotui.core.search.highlights import Fields, Matches
from ssotui.core.search.query import parse
from ssotui.core.usage import Use
from ssotui.settings import AccountStyle
from ssotui.tui.rendering.badges import badge_width
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.hit_rendering import ALL_COLUMNS, Columns, columns_for, needed_columns, render_hit
from ssotui.tui.view import View

SHORT = Account("111111111111", "a", "root@a.example")
LONG = Account("222222222222", "an-account-with-a-name-of-fifty-characters-as-AWS-allows", "x@y.example")
WIDE = Account("333333333333", "支払い-本番", "x@y.example")
ROLES = ("Read", "A-Permission-Set-Of-32-Characters")


def text_of(
    account: Account, role: str, view: View, width: int, query: str = "", *, needed: Columns = ALL_COLUMNS
) -> str:
    names = view.names.get(RoleRef("s", account.id, role), ())
    fields = Fields(("s", account.name, account.id), account.email, (role,), names)
    matches = Matches(parse(query), fields) if query else None
    columns = columns_for(width, needed)
    return "".join(text for text, _ in render_hit(RoleRef("s", account.id, role), account, view, matches, columns))


@pytest.fixture
def view() -> View:
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    accounts = (SHORT, LONG, WIDE)
    roles: dict[str, Knowledge[Roles]] = {one.id: Known(ROLES, now) for one in accounts}
    ref = RoleRef("s", SHORT.id, "Read")
    return View(
        now,
        Catalog({"s": SessionCatalog(Known(accounts, now), roles)}),
        names={ref: ("my-profile",)},
        profiles={"my-profile": Profile("my-profile", "sso")},
        favorites=frozenset({str(ref)}),
        uses={str(ref): Use(3, now - timedelta(hours=2))},
    )


def columns_of(names: int, *rest: int) -> Columns:
    """The columns for accounts and roles of so many columns, the ID, and profile, last use and e-mail."""
    return Columns(names // 2, names - names // 2, 14, 7, *rest)


@pytest.mark.parametrize("width", [40, 53, 60, 67, 76, 100, 104, 150, 200])
def test_roles_and_ids_start_at_one_column_in_every_line_of_a_width(width: int, view: View) -> None:
    hits = [(RoleRef("s", account.id, role), account) for account in (SHORT, LONG, WIDE) for role in ROLES]
    for needed in (ALL_COLUMNS, needed_columns(hits, view)):
        columns = columns_for(width, needed)
        for ref, account in hits:
            line = text_of(account, ref.role, view, width, needed=needed)
            assert cell_len(line) == width
            assert columns.role < 8 or cell_len(line[: line.index(ref.role[:2], 1)]) == columns.account + 3
            assert not columns.id or cell_len(line[: line.index(account.id)]) == columns.account + columns.role + 2


def test_what_does_not_fit_is_left_out_in_a_fixed_order() -> None:
    needed = columns_of(40, 20, 10, 30)
    shown = [[name for name, width in columns_for(at, needed)._asdict().items() if width] for at in (121, 91, 71, 61)]
    always = ["account", "role", "id", "badge"]
    assert shown == [
        [*always, "profile", "last_use", "email"],
        [*always, "profile", "last_use"],
        [*always, "last_use"],
        always,
    ]
    assert [name for name, width in columns_for(60, needed)._asdict().items() if width] == [
        "account",
        "role",
        "badge",
        "rest",
    ]


NEEDED = [
    columns_of(names, *rest)
    for names in (20, 45, 90)
    for rest in ((0, 0, 0), (0, 10, 0), (15, 0, 40), (15, 10, 40), (60, 10, 0))
]


@pytest.mark.parametrize("needed", NEEDED)
def test_the_order_is_the_same_whatever_the_matches_need(needed: Columns) -> None:
    order = [
        name for name in ("account", "role", "badge", "id", "last_use", "profile", "email") if getattr(needed, name)
    ]
    before = 0
    for width in range(20, 260):
        columns = columns_for(width, needed)
        assert sum(columns) == width
        assert min(columns) >= 0
        shown = [name for name in order if getattr(columns, name)]
        assert [name for name in shown if name != "badge"] == [
            name for name in order if name in shown and name != "badge"
        ], "e-mail, profile, last use and ID are left out in this order"
        assert len(shown) >= before, "never on a wider line"
        before = len(shown)
        if width >= sum(needed):
            assert all(has >= needs for has, needs in zip(columns, needed, strict=True)), "nothing is cut"


def test_an_account_is_whole_wherever_it_fits_beside_its_role() -> None:
    for width in range(60, 260):
        columns = columns_for(width, Columns(22, 23, 14, 7, 26, 10, 40))
        assert columns[:2] == (22, 23)


def test_names_are_whole_before_any_column_but_the_id_is_shown(view: View) -> None:
    hits = [(RoleRef("s", one.id, role), one) for one in (LONG, SHORT) for role in ROLES]
    needed = needed_columns(hits, view)
    for width in range(106, 150):
        line = text_of(LONG, ROLES[1], view, width, needed=needed)
        assert f"{LONG.title} › {ROLES[1]}  {LONG.id}" in line


def test_short_matches_have_all_columns_on_a_narrow_line(view: View) -> None:
    ref = RoleRef("s", SHORT.id, "Read")
    line = text_of(SHORT, "Read", view, 67, needed=needed_columns([(ref, SHORT)], view))
    assert line.split() == ["a", "›", "Read", "★", SHORT.id, "my-profile", "2h", "ago", SHORT.email]


def test_the_badge_stands_behind_the_id_and_stays_where_the_id_has_no_room(view: View) -> None:
    style = AccountStyle("a", badge="PROD", color="red")
    styled = view._replace(account_styles=(style,))
    needed = needed_columns([(RoleRef("s", SHORT.id, "Read"), SHORT)], styled)._replace(badge=badge_width((style,)))
    assert f"Read ★  {SHORT.id} [PROD]" in text_of(SHORT, "Read", styled, 60, needed=needed)
    narrow = text_of(LONG, ROLES[1], styled, 50, needed=needed._replace(account=50, role=34))
    assert LONG.id not in narrow
    assert "Read ★" in text_of(SHORT, "Read", styled, 20, needed=needed)
    assert "[PROD]" in text_of(SHORT, "Read", styled, 24, needed=needed)


def test_a_match_in_a_column_that_is_left_out_is_shown_instead(view: View) -> None:
    assert "my-profile" not in text_of(SHORT, "Read", view, 75, "read")
    assert "my-profile" in text_of(SHORT, "Read", view, 75, "my-pro")
    assert "root@a.example" in text_of(SHORT, "Read", view, 104, "root@")


def test_roles_of_a_new_account_are_new(view: View) -> None:
    listed = view.catalog.of("s")._replace(changes=CatalogChanges(accounts=frozenset({LONG.id})))
    changed = view._replace(catalog=view.catalog.with_session("s", listed))
    assert text_of(LONG, "Read", changed, 80).split()[-1] == "new"
    assert "new" not in text_of(SHORT, "Read", changed, 80)


def test_long_names_are_shortened_in_their_middle(view: View) -> None:
    needed = needed_columns([(RoleRef("s", LONG.id, ROLES[1]), LONG)], view)
    account, role = text_of(LONG, ROLES[1], view, 53, needed=needed).strip().split(" › ")
    assert (account[:8], account[-8:]) == (LONG.title[:8], LONG.title[-8:])
    assert (role[:8], role[-8:]) == (ROLES[1][:8], ROLES[1][-8:])
