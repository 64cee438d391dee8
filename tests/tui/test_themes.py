"""The picker in other themes, in few colors and in none, and with names whose characters are wide."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widgets import Input

from ssotui.core.picker_settings import THEMES
from ssotui.settings import Settings
from ssotui.tui.dialogs.palette import Palette
from ssotui.tui.themes import DARK, LEAST_CONTRAST, LIGHT, contrast, fitting, readable
from ssotui.tui.widgets.entry_list import EntryList
from tests.tui.conftest import Ui
from tests.tui.looks import lines_of, text_of

OpenUi = Any

OURS = {theme.name: theme for theme in (DARK, LIGHT)}
OWN_COLORS = [theme for theme in THEMES if not theme.startswith("ansi-")]
_LEAST_ANYWHERE = 3  # where not even the theme's color of text has the contrast that text needs
_LEAST_OF_FRAMES = 2.4  # quieter than what is in them
_NO_TEXT = " │─╭╮╰╯▌▁▂▃▄▅▆▇█━╸╺"


def hard_to_read(ui: Ui, theme: str) -> dict[str, float]:
    """The contrasts that are too low, by the text on the screen."""
    foreground = Color.parse(ui.app.get_css_variables()["foreground"])
    found: dict[str, float] = {}
    styles = [(one.text.strip(_NO_TEXT), one.style) for line in lines_of(ui.app) for one in line]
    for text, style in styles:
        if text and style and style.color and style.bgcolor:
            ground = Color.from_rich_color(style.bgcolor)
            can_be_read = theme in OURS or contrast(foreground, ground) >= LEAST_CONTRAST
            ratio = contrast(Color.from_rich_color(style.color), ground)
            if ratio < (LEAST_CONTRAST if can_be_read else _LEAST_ANYWHERE):
                found[text] = round(ratio, 1)
    assert len(styles) > 50
    return found


async def test_all_words_can_be_read_in_all_themes(open_ui: OpenUi) -> None:
    settings = Settings(safety_production=("*prod*",))
    async with open_ui(settings=settings, size=(120, 60)) as ui:
        await ui.listed()
        await ui.press("down", "right", "down", "ctrl+f")
        found = {}
        for theme in OWN_COLORS:
            ui.app.theme = theme
            await ui.pilot.pause()
            found[theme] = hard_to_read(ui, theme)
        for theme in OURS:
            ui.app.theme = theme
            for key in ("home", "down", "down"):  # a heading, a pinned role and a session
                await ui.press(key)
                found[f"{theme} {key} {ui.row.kind}"] = hard_to_read(ui, theme)
            await ui.filter("prod adm")
            found[f"{theme} match"] = hard_to_read(ui, theme)
            await ui.press("ctrl+u")
        assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(("name", "accent"), [("ansi-dark", "ansi_cyan"), ("ansi-light", "ansi_magenta")])
def test_the_terminals_own_colors_stay_as_they_are_unless_two_meanings_have_one(name: str, accent: str) -> None:
    variables = BUILTIN_THEMES[name].to_color_system().generate()
    assert readable(variables) == {**variables, "text-dim": "ansi_default", "text-accent": accent}


@pytest.mark.parametrize("theme", OURS)
async def test_scrollbars_and_frames_are_seen(open_ui: OpenUi, theme: str) -> None:
    async with open_ui(settings=Settings(ui_theme=theme)) as ui:
        await ui.listed()
        for pane in (ui.picker.access, ui.picker.details):
            ground = pane.background_colors[1]
            assert contrast(ground + pane.styles.scrollbar_color, ground) >= _LEAST_ANYWHERE
            assert contrast(ground + pane.styles.border_left[1], ground) >= _LEAST_OF_FRAMES


def test_colors_that_can_be_read_are_the_themes_own() -> None:
    for theme in OURS.values():
        variables = theme.to_color_system().generate()
        changed = readable(variables)
        assert {name for name in variables if changed[name] != variables[name]} <= {"text-muted"}


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_with_16_colors_every_letter_of_the_cursors_row_has_the_one_color_that_can_be_read_on_it(
    open_ui: OpenUi, theme: str
) -> None:
    settings = Settings(ui_theme=theme, safety_production=("*prod*",), keys={"app.theme": "f8"})
    async with open_ui(query="prod adm", settings=settings) as ui:
        await ui.listed()
        access = ui.picker.access
        styles = [segment.style for segment in access.render_line(access.cursor) if segment.text.strip()]
        await ui.press("f8")
        await ui.until(lambda: isinstance(ui.app.screen, Palette) and ui.app.screen.entries.entry)
        entries = ui.app.screen.query_one(EntryList)
        styles += [segment.style for segment in entries.render_line(THEMES.index(theme)) if segment.text.strip()]
    assert len(styles) > 6
    colors = {(style.color.number, style.bgcolor.number, bool(style.dim)) for style in styles if style}
    assert colors == {(15, 4, False)}, "bright white on blue"


async def test_with_16_colors_the_field_that_is_typed_in_can_be_read_selected_or_not(open_ui: OpenUi) -> None:
    async with open_ui(query="northwind 'read", settings=Settings(ui_theme="ansi-dark")) as ui:
        await ui.listed()
        await ui.press("ctrl+s")
        await ui.until(lambda: ui.app.screen.query("Input"))
        shown = {str(ui.app.screen.query_one("Input", Input).value): (4, 15)}
        await ui.until(lambda: shown.items() <= grounds_of(ui).items())
        await ui.press("end")
        await ui.until(lambda: (15, 4) in grounds_of(ui).values())
        assert not shown.items() <= grounds_of(ui).items(), "nothing is selected any more"


def grounds_of(ui: Ui) -> dict[str, tuple[int | None, int | None]]:
    """Color and background of each piece of text on the screen, by number."""
    styled = [(one.text.strip(), one.style) for line in lines_of(ui.app) for one in line]
    return {text: (it.color.number, it.bgcolor.number) for text, it in styled if it and it.color and it.bgcolor}


@pytest.mark.parametrize("theme", ["ansi-dark", "dracula", "solarized-light"])
async def test_every_theme_of_textual_will_do(open_ui: OpenUi, theme: str) -> None:
    async with open_ui(settings=Settings(ui_theme=theme)) as ui:
        await ui.listed()
        assert ui.app.theme == theme


async def test_without_color_there_is_none_and_the_cursor_is_seen(
    open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down")
        styles = [segment.style for line in lines_of(ui.app) for segment in line if segment.style]
        assert {color.name for style in styles for color in (style.color, style.bgcolor) if color} == {"default"}
        access = ui.picker.access
        assert all(segment.style and segment.style.reverse for segment in list(access.render_line(access.cursor)))


def test_with_256_colors_the_grounds_of_the_dark_theme_are_three_grays() -> None:
    grounds = (DARK.background, DARK.surface, DARK.panel)
    shown = [RichColor.parse(str(ground)).downgrade(ColorSystem.EIGHT_BIT).number or 0 for ground in grounds]
    assert shown == sorted(set(shown))
    assert all(number in range(232, 256) for number in shown), "the ramp of grays"


@pytest.mark.parametrize("look", ["ssotui-dark", "ansi-light", "no color"])
@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)])
async def test_production_is_seen_under_a_matchs_highlight(
    open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch, look: str, size: tuple[int, int]
) -> None:
    if look == "no color":
        monkeypatch.setenv("NO_COLOR", "1")
    theme = look if look in THEMES else "ssotui-dark"
    settings = Settings(ui_theme=theme, safety_production=("*prod*",))
    async with open_ui(query="prod", settings=settings, size=size) as ui:
        await ui.listed()
        access = ui.picker.access
        seen = 0
        for y in range(access.size.height):
            index = access._index_at(y, access.size.height)  # noqa: SLF001
            row = ui.rows[index] if index < len(ui.rows) else None
            if row and row.account and "prod" in row.account.name.lower():
                badges = [segment for segment in access.render_line(y) if "[PROD]" in segment.text]
                assert len(badges) == 1, access.render_line(y).text
                style = badges[0].style
                assert style
                assert style.bold
                assert not style.underline, "only matches are underlined"
                seen += 1
        assert seen > 5
        await ui.press("ctrl+p")
        await ui.type("prod")
        await ui.until(lambda: sum("[PROD]" in line for line in text_of(ui.app).splitlines()) > 3)


def test_sixteen_colors_get_a_theme_that_is_made_of_them() -> None:
    assert (fitting(DARK, has_few_colors=True), fitting(LIGHT, has_few_colors=True)) == ("ansi-dark", "ansi-light")
    assert fitting(DARK, has_few_colors=False) == "ssotui-dark"


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40), (300, 80)])
async def test_ids_stand_in_one_column_whatever_the_names_are(open_ui: OpenUi, size: tuple[int, int]) -> None:
    async with open_ui(size=size) as ui:
        await ui.listed()
        places = set()
        for row, line in zip(ui.rows, ui.lines, strict=False):
            if row.kind == "account" and row.account and row.account.id in line:  # else another session is docked there
                places.add(cell_len(line.rpartition(row.account.id)[0]))
        assert len(places) == 1, "nasty, wide and very long names included"
        assert places.pop() < 62, "near the name, also on a wide screen"


async def test_what_does_not_fit_ends_with_an_ellipsis(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        await ui.press("end")
        assert max(cell_len(line) for line in ui.lines) <= 58


async def test_without_color_the_field_that_is_typed_in_is_seen(
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
        await ui.until(lambda: "[Yes]" in text_of(ui.app))
        assert "Write profile" in text_of(ui.app)
        await ui.pilot.resize_terminal(160, 40)
        await ui.until(
            lambda: any("Write profile" in line and "[Yes]" in line for line in text_of(ui.app).splitlines())
        )
