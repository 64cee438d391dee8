"""Every dialog lives through every size that a window can have, and through keys that come faster than it goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from ssotui.tui.dialogs.dialog import key_hints
from tests.tui.conftest import Ui
from tests.tui.looks import text_of
from tests.tui.soak import QUIET, SIZES

OpenUi = Callable[..., Any]

# The keys that open each, on the first role of the tree.
DIALOGS = {
    "help": ["f1"],
    "palette": ["ctrl+p"],
    "sign-in": ["ctrl+l"],
    "a new session": ["ctrl+n"],
    "doctor": ["ctrl+g"],
    "formats of credentials": ["ctrl+y", "ctrl+y"],
    "a profile": ["ctrl+s"],
    "profiles": ["tab", "down", "tab", "ctrl+s"],
    "services": ["f7"],
    "regions": ["ctrl+e"],
    "a portal link": ["ctrl+o"],
    "themes": ["f8"],
}
SETTINGS = QUIET._replace(keys={"role.service": "f7", "app.theme": "f8"})


async def opened(ui: Ui, name: str) -> Screen[Any]:
    """The dialog, over a role."""
    await ui.down_to(lambda row: row.kind == "role")
    await ui.press(*DIALOGS[name])
    await ui.until(lambda: len(ui.app.screen_stack) > 1)
    return ui.app.screen


async def is_framed(ui: Ui) -> None:
    """Wait until the dialog has been drawn; fail unless it says how to leave it."""
    await ui.until(lambda: "Esc " in text_of(ui.app) and "╭─" in text_of(ui.app))
    shown = text_of(ui.app)
    assert re.search("Esc (back|cancel)", shown)
    assert "─  " not in shown, "one blank before a title"


@pytest.fixture
def drawn_with(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[frozenset[str]]]:
    """The classes for the terminal's size with which each screen's widgets were drawn."""
    seen: dict[str, set[frozenset[str]]] = {}
    render_lines = Widget.render_lines

    def noted(widget: Widget, crop: Region) -> list[Strip]:
        classes = {"-wide", "-narrow", "-high", "-low"} & widget.screen.classes
        seen.setdefault(type(widget.screen).__name__, set()).add(frozenset(classes))
        return render_lines(widget, crop)

    monkeypatch.setattr(Widget, "render_lines", noted)
    return seen


@pytest.mark.parametrize("size", [(60, 15), (120, 40)])
@pytest.mark.parametrize("name", ["sign-in", "a new session", "profiles"])
async def test_the_first_frame_has_the_layout_of_the_terminals_size(
    name: str, size: tuple[int, int], open_ui: OpenUi, drawn_with: dict[str, set[frozenset[str]]]
) -> None:
    async with open_ui(query="admin", settings=SETTINGS, size=size) as ui:
        await ui.listed()
        await opened(ui, name)
        await ui.pilot.pause()
    assert len(drawn_with) == 2
    assert all(len(classes) == 1 and any(classes) for classes in drawn_with.values())


def test_keys_in_hints_look_like_those_in_the_footer() -> None:
    hints = key_hints("Enter apply (a backup is saved)   ↑ ↓ scroll   ^D code   c copy URL   Esc back to the list")
    keys = [hints.plain[span.start : span.end] for span in hints.spans if span.style]
    assert keys == ["Enter", "↑ ↓", "^D", "c", "Esc"]


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_that_is_closed_twice_closes_nothing_else(name: str, open_ui: OpenUi) -> None:
    async with open_ui(query="admin", settings=SETTINGS) as ui:
        await ui.listed()
        dialog = await opened(ui, name)
        for _ in range(3):
            dialog.dismiss(None)
        ui.app.post_message(events.Key("a", "a"))
        await ui.pilot.pause()
        assert ui.app.screen is ui.picker
        assert ui.app.is_running


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_lives_through_every_size_with_a_frame_and_the_key_that_leaves_it(
    name: str, open_ui: OpenUi
) -> None:
    async with open_ui(query="admin", settings=SETTINGS, size=(60, 15)) as ui:
        await ui.listed()
        dialog = type(await opened(ui, name))
        await is_framed(ui)
        for size in (*SIZES[:3], SIZES[-1], (80, 24)):
            await ui.pilot.resize_terminal(*size)
        await is_framed(ui)
        assert type(ui.app.screen) is dialog
        await ui.press("escape")
        await ui.until(lambda: len(ui.app.screen_stack) == 1)
        assert any("admin" in line.lower() for line in ui.lines)


@pytest.mark.parametrize("action", ["app.help", "app.palette", "session.add", "app.doctor", "profile.save"])
async def test_a_dialog_that_is_closed_before_it_is_there_is_no_bug(action: str, open_ui: OpenUi) -> None:
    async with open_ui(query="admin", settings=SETTINGS) as ui:
        await ui.listed()
        await ui.down_to(lambda row: row.kind == "role")
        ui.picker.action_run_command(action)
        if ui.app.screen is not ui.picker:
            ui.app.screen.dismiss(None)
        await ui.press("escape")
        await ui.until(lambda: ui.app.screen is ui.picker)
        assert ui.app.is_running
