"""Names of accounts are whole where there is room, and the IDs behind them stand in one column."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ssotui.core.catalog import Catalog, Knowledge, Known, Roles, SessionCatalog
from ssotui.core.model import Account, RoleRef
from ssotui.core.tree.rows import Row
from ssotui.core.usage import Use
from ssotui.settings import AccountStyle
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.row_rendering import render_row
from ssotui.tui.view import View

SHORT = Account("111111111111", "a", "")
LONG = Account("222222222222", "an-account-with-a-name-of-50-characters-as-in-AWS.", "")
LONGER = Account("333333333333", "L" * 10_000, "")


def lines_of(
    width: int, *accounts: Account, styles: tuple[AccountStyle, ...] = (), used: timedelta | None = None
) -> list[str]:
    """The accounts' rows; ``used``: how long ago the role of the first one was used."""
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    roles: dict[str, Knowledge[Roles]] = {one.id: Known(("Read",), now) for one in accounts}
    uses = {str(RoleRef("s", accounts[0].id, "Read")): Use(1, now - used)} if used else {}
    view = View(now, Catalog({"s": SessionCatalog(Known(accounts, now), roles)}), account_styles=styles, uses=uses)
    rows = [Row("account", 1, "s", account) for account in accounts]
    return ["".join(text for text, _ in render_row(row, view, width, opened=False)) for row in rows]


@pytest.mark.parametrize("accounts", [(SHORT,), (SHORT, LONG), (SHORT, LONG, LONGER)])
@pytest.mark.parametrize("width", [40, 56, 76, 96, 150])
def test_ids_stand_in_one_column_and_nothing_behind_them_is_cut(width: int, accounts: tuple[Account, ...]) -> None:
    lines = lines_of(width, *accounts)
    places = {line.index(account.id) for line, account in zip(lines, accounts, strict=True)}
    assert len(places) == 1
    assert width < 56 or max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", range(44, 64))
def test_the_number_of_roles_is_whole_or_left_out(width: int) -> None:
    (line,) = lines_of(width, SHORT, styles=(AccountStyle(SHORT.id, badge="PROD"),))
    assert cell_len(line) <= width
    assert (" 1 role" in line) == (width >= 62), "left out beside the badge on narrow screens"


def test_a_name_as_long_as_aws_allows_is_whole_on_a_wide_line() -> None:
    assert LONG.title in lines_of(96, SHORT, LONG)[1]
    assert LONG.title in lines_of(96, LONGER, LONG)[1], "one that is too long changes nothing"
    assert "…" in lines_of(76, SHORT, LONG)[1]


def test_with_short_names_the_id_is_near_them() -> None:
    assert lines_of(96, SHORT)[0].index(SHORT.id) < 48


def test_counts_end_at_the_right_edge_with_and_without_a_badge_and_below_a_session() -> None:
    for styles in ((), (AccountStyle("a", badge="PROD"),)):
        for width in (76, 100, 150):
            lines = lines_of(width, SHORT, LONG, styles=styles)
            assert {cell_len(line.rstrip()) for line in lines} == {width - 2}, "before the blank for an s"


def test_a_wide_line_has_the_email_and_the_last_use_in_columns() -> None:
    accounts = [one._replace(email=f"{one.name[:9]}@a.example") for one in (LONG, SHORT)]
    first, second = lines_of(150, *accounts, used=timedelta(minutes=11))
    assert first.index(accounts[0].email) == second.index(accounts[1].email) > first.index(LONG.id)
    assert first.split()[-5:] == ["used", "11m", "ago", "1", "role"]
    assert second.split()[-3:] == [accounts[1].email, "1", "role"]
    narrower = lines_of(100, *accounts, used=timedelta(minutes=11))[0]
    assert accounts[0].email not in narrower
