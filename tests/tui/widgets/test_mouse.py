"""The mouse: what is under it stands out, a click moves, a double click chooses, the line between panes is dragged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widget import Widget

from ssotui import paths
from ssotui.demo.home import DemoHome
from ssotui.settings import Settings
from ssotui.tui.widgets.access_tree import AccessTree
from tests.tui.conftest import Ui, buffer

OpenUi = Any


def place_of(ui: Ui, index: int) -> tuple[int, int]:
    """Where a row of the tree is, in the tree's widget; over the first letters of its name."""
    return 12, ui.picker.access.gutter.top + index


async def click(ui: Ui, index: int, *, x: int = 12, times: int = 1) -> None:
    await ui.pilot.click(AccessTree, offset=(x, place_of(ui, index)[1]), times=times)


def kinds(ui: Ui) -> list[str]:
    return [row.kind for row in ui.rows[:4]]


async def test_the_row_under_the_mouse_stands_out_until_the_mouse_leaves(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()

        def ground() -> object:
            segment = list(ui.picker.access.render_line(2))[-1]
            return segment.style.bgcolor if segment.style else None

        before = ground()
        await ui.pilot.hover(AccessTree, offset=place_of(ui, 2))
        assert ground() != before
        await ui.pilot.hover("HintLine")
        assert ground() == before


@pytest.mark.parametrize("theme", ["ansi-dark", "no color"])
async def test_without_shades_the_row_under_the_mouse_is_underlined(
    open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    if theme == "no color":
        monkeypatch.setenv("NO_COLOR", "1")
    async with open_ui(settings=Settings(ui_theme="ansi-dark")) as ui:
        await ui.listed()
        await ui.pilot.hover(AccessTree, offset=place_of(ui, 2))
        assert all(segment.style and segment.style.underline for segment in ui.picker.access.render_line(2))


async def test_a_click_only_moves_the_cursor_and_a_double_click_opens(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        assert kinds(ui)[:3] == ["session", "account", "account"]
        await click(ui, 1)
        assert (ui.picker.access.cursor, kinds(ui)[2]) == (1, "account")
        await ui.press("up")
        await click(ui, 1, times=2)
        await ui.until(lambda: kinds(ui)[2] == "role")
        await click(ui, 1, x=20, times=2)
        await ui.until(lambda: kinds(ui)[2] == "account")


async def test_a_double_click_on_a_role_switches_to_it(open_ui: OpenUi) -> None:
    async with open_ui(query="northwind read", settings=Settings(profiles_confirm_write=False)) as ui:
        await ui.listed()
        await ui.press("down")
        role = ui.rows[1].ref
        assert role
        await click(ui, 1, times=2)
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value


async def test_a_click_on_the_marker_opens_and_closes_a_branch(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        access = ui.picker.access
        marker = ui.lines[1].index("▸") + access.gutter.left
        await click(ui, 1, x=marker)
        await ui.until(lambda: (access.cursor, kinds(ui)[2]) == (1, "role"))
        await click(ui, 2)
        await ui.until(lambda: access.cursor == 2)
        await click(ui, 1, x=marker)
        await ui.until(lambda: kinds(ui)[2] == "account")
        assert access.cursor == 1


async def test_the_other_buttons_choose_nothing(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.pilot.click(AccessTree, offset=place_of(ui, 0), button=3)
        assert kinds(ui)[0] == "session"
        assert kinds(ui)[1] == "account"


async def test_an_entry_of_the_palette_stands_out_under_the_mouse(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("ctrl+p")
        await ui.until(lambda: ui.app.screen is not ui.picker and ui.app.screen.query("EntryList"))
        entries = ui.app.screen.query_one("EntryList", Widget)
        before = list(entries.render_line(2))
        await ui.pilot.hover(entries, offset=(5, 2))
        assert list(entries.render_line(2)) != before


# The line between tree and details


async def drag(ui: Ui, to: int) -> None:
    """Drag the line between the panes to the column ``to`` of the screen."""
    details = ui.picker.details
    await ui.pilot.mouse_down(details, offset=(0, 3))
    await ui.pilot.hover(ui.picker, offset=(to, 5))
    await ui.pilot.mouse_up(ui.picker, offset=(to, 5))
    await ui.pilot.pause()


def kept(home: DemoHome) -> Path:
    return paths.state_folder(home.env) / "history.json"


@pytest.mark.parametrize("size", [(120, 40), (120, 20)])
async def test_the_line_between_the_panes_is_dragged_and_kept(
    open_ui: OpenUi, home: DemoHome, size: tuple[int, int]
) -> None:
    async with open_ui(size=size) as ui:
        await ui.listed()
        await drag(ui, 50)
        assert ui.picker.details.region.x == 50
        await ui.until(lambda: kept(home).exists() and json.loads(kept(home).read_text())["tree_share"])
        await ui.press("ctrl+f")
    async with open_ui(size=size) as ui:
        await ui.listed()
        assert ui.picker.details.region.x == 50
        await ui.press("ctrl+d")
        await ui.pilot.pause()
        assert ui.picker.access.region.width == 120, "the tree alone has all of it"
        await ui.press("ctrl+d")
        await ui.pilot.resize_terminal(200, 40)
        await ui.until(lambda: ui.picker.details.region.x == pytest.approx(83, abs=1))
        await ui.pilot.resize_terminal(80, 24)
        await ui.until(lambda: ui.picker.access.region.width == ui.picker.details.region.width == 80)


async def test_neither_pane_is_dragged_away(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        for to, width in ((0, 30), (119, 90)):
            await drag(ui, to)
            assert ui.picker.access.region.width == width
        await ui.pilot.resize_terminal(110, 40)
        await ui.until(lambda: ui.picker.details.region.width == 30)


async def test_a_drag_that_starts_elsewhere_moves_no_line(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui() as ui:
        await ui.listed()
        before = ui.picker.details.region.x
        await ui.pilot.mouse_down(ui.picker.access, offset=(20, 5))
        await ui.pilot.hover(ui.picker, offset=(40, 5))
        await ui.pilot.mouse_up(ui.picker, offset=(40, 5))
        await ui.pilot.pause()
        assert ui.picker.details.region.x == before
    assert not kept(home).exists()


# Links


async def start_url(ui: Ui) -> tuple[int, int]:
    details = ui.picker.details
    line = next(index for index, one in enumerate(details.lines) if one.text.startswith("Start URL"))
    return details.size.width // 2, line + details.gutter.top


async def test_a_click_on_the_start_url_opens_it(open_ui: OpenUi, home: DemoHome, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = f"sh -c 'echo $0 >> {opened}' {{url}}"
    async with open_ui(size=(160, 50), settings=Settings(login_browser=browser)) as ui:
        await ui.listed()
        session = ui.picker.state.session_named(ui.row.session)
        assert session
        await ui.pilot.click(ui.picker.details, offset=await start_url(ui))
        await ui.until(lambda: ui.message == f"Opened {session.start_url}")
        await ui.until(opened.exists)
    assert opened.read_text().strip() == session.start_url


@pytest.mark.needs("tmux")
async def test_where_no_browser_opens_a_click_on_the_start_url_copies_it(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui(size=(160, 50), settings=Settings(login_browser="none")) as ui:
        await ui.listed()
        session = ui.picker.state.session_named(ui.row.session)
        assert session
        await ui.pilot.click(ui.picker.details, offset=await start_url(ui))
        await ui.until(lambda: ui.message.startswith("Copied start URL to "))
        assert buffer(tmux) == session.start_url
