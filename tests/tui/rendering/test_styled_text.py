"""Lines of styled text."""

from __future__ import annotations

import pytest

from ssotui.tui.rendering.styled_text import StyledText, changed_columns


@pytest.mark.parametrize(
    ("before", "after", "columns"),
    [
        ([("active 7h12m", "ok"), ("  75 accounts", "")], [("active 7h11m", "ok"), ("  75 accounts", "")], (10, 1)),
        ([("left 10m", "")], [("left 9m", "")], (5, 3)),
        ([("left 9m", "")], [("left 10m", "")], (5, 3)),
        ([("日本 1m", "")], [("日本 2m", "")], (5, 1)),
        ([("active", "ok")], [("active", "warning")], (0, 6)),
        ([("e\u0301 1", "")], [("e\u0300 1", "")], (0, 1)),
        ([], [("new", "")], (0, 3)),
        ([("aa", "")], [("ba", "")], (0, 1)),
    ],
)
def test_only_the_columns_that_differ_have_changed(
    before: StyledText, after: StyledText, columns: tuple[int, int]
) -> None:
    assert changed_columns(before, after) == columns
