"""Every dialog lives through every size that a window can have, and through keys that come faster than it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.screen import Screen

from tests.tui.conftest import Ui
from tests.tui.soak import QUIET, SIZES

OpenUi = Callable[..., Any]

# The keys that open each, on the first role of the tree.
DIALOGS = {
    "help": ["f1"],
    "palette": ["ctrl+p"],
    "sign-in": ["ctrl+l"],
    "a new session": ["ctrl+n"],
    "doctor": ["ctrl+g"],
    "formats of keys": ["ctrl+y", "ctrl+y"],
    "a profile": ["ctrl+s"],
    "profiles": ["tab", "down", "tab", "ctrl+s"],
}


async def opened(ui: Ui, name: str) -> Screen[Any]:
    """The dialog, over a role."""
    while ui.row.kind != "role":
        await ui.press("down")
    await ui.press(*DIALOGS[name])
    await ui.until(lambda: len(ui.app.screen_stack) > 1)
    return ui.app.screen


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_that_is_closed_twice_closes_nothing_else(name: str, open_ui: OpenUi) -> None:
    async with open_ui(query="admin", settings=QUIET) as ui:
        await ui.listed()
        dialog = await opened(ui, name)
        for _ in range(3):
            dialog.dismiss(None)
        ui.app.post_message(events.Key("a", "a"))
        await ui.pilot.pause()
        assert ui.app.screen is ui.picker
        assert ui.app.is_running


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_dialog_lives_through_every_size(name: str, open_ui: OpenUi) -> None:
    async with open_ui(query="admin", settings=QUIET) as ui:
        await ui.listed()
        dialog = type(await opened(ui, name))
        for size in (*SIZES[:3], SIZES[-1], (120, 40)):
            await ui.pilot.resize_terminal(*size)
        assert type(ui.app.screen) is dialog
        await ui.press("escape")
        await ui.until(lambda: len(ui.app.screen_stack) == 1)
        assert any("admin" in line.lower() for line in ui.lines)


@pytest.mark.parametrize("action", ["app.help", "app.palette", "session.add", "app.doctor", "profile.save"])
async def test_a_dialog_that_is_closed_before_it_is_there_is_no_bug(action: str, open_ui: OpenUi) -> None:
    async with open_ui(query="admin", settings=QUIET) as ui:
        await ui.listed()
        while ui.row.kind != "role":
            await ui.press("down")
        ui.picker.action_run_command(action)
        if ui.app.screen is not ui.picker:
            ui.app.screen.dismiss(None)
        await ui.press("escape")
        await ui.until(lambda: ui.app.screen is ui.picker)
        assert ui.app.is_running
