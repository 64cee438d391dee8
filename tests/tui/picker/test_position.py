"""The message line shows the position in the list wherever it has room for it."""

from __future__ import annotations

from typing import Any

import pytest

from ssotui.tui.picker.screen_protocol import Question

OpenUi = Any
Ui = Any


def bottom(ui: Ui) -> str:
    plain: str = ui.picker.message_line.render().plain
    return plain


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_position_follows_the_cursor_at_the_right_edge(open_ui: OpenUi, size: tuple[int, int]) -> None:
    async with open_ui(size=size) as ui:
        await ui.listed()
        await ui.press("home", "down", "down")
        assert bottom(ui) == f"row 3 of {len(ui.rows):,}".rjust(ui.picker.message_line.size.width)
        await ui.filter("prod")
        assert bottom(ui).endswith(f"row {ui.picker.access.cursor + 1} of {len(ui.rows):,}")
        await ui.filter("zzzzzz")
        assert bottom(ui).strip() == "", "no rows, no position"


async def test_what_is_to_be_said_is_never_cut_for_the_position(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        width = ui.picker.message_line.size.width
        ui.picker.say("short")
        assert bottom(ui).startswith("short ")
        assert bottom(ui).endswith(ui.picker.message_line.position)
        ui.picker.say("x" * (width - 5))
        assert bottom(ui) == "x" * (width - 5)
        ui.picker.show_question(Question("Sure?", lambda: None), is_yes=False)
        assert ui.picker.message_line.position not in bottom(ui)
