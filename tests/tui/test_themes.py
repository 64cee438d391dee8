"""The picker in other themes, in few colours and in none, and with names whose characters are wide."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len
from textual.color import Color

from ssotui.settings import Settings
from ssotui.tui.themes import DARK, LIGHT, fitting
from tests.tui.conftest import Ui
from tests.tui.looks import lines_of, text_of

OpenUi = Any

# WCAG 2 wants a contrast of 4.5 for text and of 3 for what only adds to it; what Textual's own themes give is theirs.
_LEAST = {"ssotui-dark": 3.5, "ssotui-light": 3.5, "textual-dark": 3, "textual-light": 2}


def luminance(color: Color) -> float:
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrasts(ui: Ui) -> dict[str, float]:
    """Of each piece of text on the screen."""
    found = {}
    for line in lines_of(ui.app):
        for segment in line:
            style = segment.style
            if segment.text.strip(" │▌▁▂▃▄▅▆▇█") and style and style.color and style.bgcolor:
                shades = [luminance(Color.from_rich_color(colour)) for colour in (style.color, style.bgcolor)]
                found[segment.text] = (max(shades) + 0.05) / (min(shades) + 0.05)
    return found


@pytest.mark.parametrize("theme", _LEAST)
async def test_all_words_can_be_read(open_ui: OpenUi, theme: str) -> None:
    settings = Settings(ui_theme=theme, safety_production=("*prod*",))
    async with open_ui(settings=settings, size=(120, 60)) as ui:
        await ui.listed()
        await ui.press("down", "right", "down", "ctrl+f")
        found = contrasts(ui)
    assert len(found) > 50
    assert not {text: round(ratio, 1) for text, ratio in found.items() if ratio < _LEAST[theme]}
    assert sum(ratio >= 4.5 for ratio in found.values()) > len(found) * 0.8


@pytest.mark.parametrize("theme", ["ansi-dark", "dracula", "solarized-light"])
async def test_every_theme_of_textual_will_do(open_ui: OpenUi, theme: str) -> None:
    async with open_ui(settings=Settings(ui_theme=theme)) as ui:
        await ui.listed()
        assert ui.app.theme == theme


async def test_without_colour_there_is_none_and_the_cursor_is_seen(
    open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down")
        styles = [segment.style for line in lines_of(ui.app) for segment in line if segment.style]
        assert {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour} == {"default"}
        access = ui.picker.access
        assert all(segment.style and segment.style.reverse for segment in list(access.render_line(access.cursor)))


def test_sixteen_colours_get_a_theme_that_is_made_of_them() -> None:
    assert (fitting(DARK, has_few_colours=True), fitting(LIGHT, has_few_colours=True)) == ("ansi-dark", "ansi-light")
    assert fitting(DARK, has_few_colours=False) == "ssotui-dark"


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (300, 80)])
async def test_ids_stand_in_one_column_whatever_the_names_are(open_ui: OpenUi, size: tuple[int, int]) -> None:
    async with open_ui(size=size) as ui:
        await ui.listed()
        places = set()
        for row, line in zip(ui.rows, ui.lines, strict=False):
            if row.kind == "account" and row.account:
                places.add(cell_len(line.rpartition(row.account.id)[0]))
        assert len(places) == 1, "nasty, wide and very long names included"
        assert places.pop() < 50, "near the name, also on a wide screen"


async def test_what_does_not_fit_ends_with_an_ellipsis(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        await ui.press("end")
        assert max(cell_len(line) for line in ui.lines) <= 58


async def test_without_colour_the_field_that_is_typed_in_is_seen(
    open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("ctrl+n", *"north")
        segments = [segment for line in lines_of(ui.app) for segment in line if segment.style]
        marked = [one.text for one in segments if one.style and one.style.bold and one.style.underline]
        assert "north" in "".join(marked)


async def test_a_question_that_needs_two_lines_gets_them(open_ui: OpenUi) -> None:
    async with open_ui(query="staging", size=(60, 15)) as ui:
        await ui.listed()
        await ui.press("enter")
        await ui.until(lambda: "Enter: yes" in text_of(ui.app))
        assert "Write profile" in text_of(ui.app)
        await ui.pilot.resize_terminal(160, 40)
        await ui.until(lambda: any("Write profile" in line and "yes" in line for line in text_of(ui.app).splitlines()))
