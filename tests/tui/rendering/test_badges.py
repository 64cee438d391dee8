"""Badges of accounts stand in one column."""

from __future__ import annotations

from ssotui.settings import AccountStyle
from ssotui.tui.rendering.badges import badge, badge_column

PROD, DEV, PLAIN = AccountStyle("*prod*", "PROD", "red"), AccountStyle("*dev*", "DEV"), AccountStyle("")


def test_a_badge_is_in_brackets_and_in_the_accounts_color() -> None:
    assert badge(PROD, "account") == [(" [PROD]", "tint-red")]
    assert badge(DEV, "account") == [(" [DEV]", "account")]
    assert badge(PLAIN, "account") == []


def test_all_rows_have_a_column_as_wide_as_the_widest_badge() -> None:
    rows = ["".join(text for text, _ in badge_column(one, (PROD, DEV), "account")) for one in (PROD, DEV, PLAIN)]
    assert rows == [" [PROD]", " [DEV] ", " " * 7]


def test_without_badges_there_is_no_column() -> None:
    assert badge_column(PLAIN, (AccountStyle("*", "", "red"),), "account") == []
