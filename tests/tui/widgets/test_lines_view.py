"""Views draw only lines that have changed, and what they show is what a redraw of everything shows."""

from __future__ import annotations

from typing import Any

import pytest
from rich.style import Style
from textual.geometry import Region, Size

from ssotui.tui.rendering.styled_text import StyledText
from ssotui.tui.widgets.lines_view import LinesView
from tests.tui.conftest import OpenUi
from tests.tui.looks import styles_of, text_of

NEW_EMOJI = "\U0001faea"  # Unicode 17: wide in Textual, unknown to Python


class Drawn(LinesView):
    """One line, which is drawn; and what is drawn again last."""

    scrollable_content_region = Region(0, 0, 80, 1)
    line: StyledText
    regions: list[Region]

    def styled_line(self, y: int, size: Size) -> StyledText:
        return self.line

    def named_style(self, names: str) -> Style:
        return Style()

    def refresh(self, *regions: Region, **_: Any) -> Drawn:  # noqa: ANN401  Textual's signature
        self.regions = [*regions]
        return self


@pytest.mark.parametrize(("name", "region"), [("prod", Region(6, 0, 3, 1)), (f"{NEW_EMOJI}prod", Region(0, 0, 80, 1))])
def test_a_line_that_textual_measures_differently_is_drawn_whole(name: str, region: Region) -> None:
    view = Drawn()
    view.line = [(name, "account"), ("  2h1", "ok")]
    view.render_line(0)
    view.line = [(name, "account"), ("  59m", "ok")]
    view.refresh_changed(by_columns=True)
    assert view.regions == [region]


async def test_a_letter_draws_only_the_lines_that_it_changes(open_ui: OpenUi) -> None:
    async with open_ui(size=(140, 30)) as ui:
        await ui.listed()
        await ui.press(*"prodzz")
        await ui.pilot.pause()
        before = ui.picker.access.drawn
        await ui.press("z")
        await ui.pilot.pause()
        assert "prodzzz" in text_of(ui.app)
        assert ui.picker.access.drawn - before <= 2  # the text that names the query


@pytest.mark.parametrize("size", [(140, 30), (60, 15)], ids=str)
async def test_lines_drawn_one_by_one_are_those_of_a_whole_redraw(open_ui: OpenUi, size: tuple[int, int]) -> None:
    async with open_ui(size=size) as ui:
        await ui.listed()
        for key in (
            "down",
            "down",
            "right",
            "end",
            "up",
            "left",
            "home",
            *"prod",
            "down",
            "backspace",
            "ctrl+t",
            "escape",
        ):
            await ui.press(key)
            await ui.pilot.pause()
            shown = text_of(ui.app), styles_of(ui.app)
            ui.picker.access.refresh()
            ui.picker.details.refresh()
            await ui.pilot.pause()
            assert shown == (text_of(ui.app), styles_of(ui.app)), key
