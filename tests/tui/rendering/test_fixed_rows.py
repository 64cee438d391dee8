"""While the tree scrolls, parents of its first row and sessions further down stay in sight, and cover no cursor."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ssotui.core.catalog import Catalog, Knowledge, Known, Roles, SessionCatalog
from ssotui.core.model import Account, Profile
from ssotui.core.tree.layout import OutlineSources, SortedAccounts, whole
from ssotui.core.tree.rows import Openness, Outline
from ssotui.tui.rendering.fixed_rows import FixedRows, fixed_rows, top_for

NOW = datetime(2026, 11, 28, tzinfo=UTC)
SESSIONS = ("a", "b", "c")


def tree(*, pivoted: bool = False) -> Outline:
    """Three sessions of 30 accounts with 2 roles, every third account open; and one other profile."""
    sessions, toggled = {}, []
    for name in SESSIONS:
        accounts = tuple(Account(f"{number:012d}", f"{name}{number:02d}", "") for number in range(30))
        roles: dict[str, Knowledge[Roles]] = {one.id: Known(("Admin", "Read"), NOW) for one in accounts}
        sessions[name] = SessionCatalog(Known(accounts, NOW), roles)
        toggled += [("session", name, one.id) for one in accounts[::3]]
    sources = OutlineSources(SESSIONS, Catalog(sessions), (Profile("chain", "assume-role"),))
    return whole(sources, Openness(frozenset(toggled)), SortedAccounts(), pivoted=pivoted)


def names(outline: Outline, fixed: FixedRows) -> tuple[list[str], list[str]]:
    above, below = ([outline.row(index) for index in indexes] for indexes in fixed)
    return (
        [row.account.name if row.account else row.session or row.text for row in above],
        [row.session for row in below],
    )


def test_sessions_further_down_are_docked_until_they_are_scrolled_to() -> None:
    outline = tree()
    assert names(outline, fixed_rows(outline, 0, 12, docks=True)) == ([], ["b", "c"])
    second = outline.branches[1]
    assert names(outline, fixed_rows(outline, second, 12, docks=True)) == ([], ["c"])
    assert names(outline, fixed_rows(outline, second, 12, docks=False)) == ([], [])
    assert fixed_rows(outline, len(outline) - 12, 12, docks=True).below == ()


def test_the_session_and_account_of_the_first_row_stay_above_it() -> None:
    outline = tree()
    account = outline.branches[1] + 1  # b00, open
    assert names(outline, fixed_rows(outline, account + 1, 12, docks=True))[0] == ["b"]  # covers the last role of b00
    assert names(outline, fixed_rows(outline, account - 1, 12, docks=True))[0] == []
    opened = next(i for i in range(account + 1, len(outline)) if outline.row(i).depth == 2 and i > account + 4)
    assert names(outline, fixed_rows(outline, opened - 2, 12, docks=True))[0] == ["b"]


@pytest.mark.parametrize("pivoted", [False, True])
@pytest.mark.parametrize("height", [3, 5, 6, 11, 36])
def test_the_cursor_is_never_covered_and_every_line_shows_a_row(height: int, *, pivoted: bool) -> None:
    outline = tree(pivoted=pivoted)
    top = 0
    down, up = range(len(outline)), range(len(outline) - 1, -1, -1)
    for cursor in [*down, *up, 0, len(outline) - 1, len(outline) // 2, 3]:
        top = top_for(outline, cursor, top, height, docks=True)
        assert 0 <= top <= max(len(outline) - height, 0)
        fixed = fixed_rows(outline, top, height, docks=True)
        shown = [fixed.index_at(line, top, height) for line in range(height)]
        assert cursor in shown
        assert shown == sorted(set(shown))


def test_a_step_within_the_view_scrolls_nothing() -> None:
    outline = tree()
    assert top_for(outline, 5, 0, 12, docks=True) == 0
    assert top_for(outline, 9, 0, 12, docks=True) == 0
    assert top_for(outline, 10, 0, 12, docks=True) == 1  # two sessions are docked below it


def test_a_view_too_low_for_it_has_no_fixed_rows() -> None:
    outline = tree()
    assert fixed_rows(outline, 5, 4, docks=True) == FixedRows()
    assert fixed_rows(Outline(()), 0, 12, docks=True) == FixedRows()
