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
from ssotui.tui.dialogs.mfa_code import MfaCode
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
WIDE = ("help", "palette", "doctor", "a profile", "profiles")
AS_WIDE_AS_NEEDED = ("sign-in", "a portal link", "themes")


async def opened(ui: Ui, name: str) -> Screen[Any]:
    """The dialog, over a role."""
    await ui.down_to(lambda row: row.kind == "role")
    await ui.press(*DIALOGS[name])
    await ui.until(lambda: len(ui.app.screen_stack) > 1)
    return ui.app.screen


async def is_framed(ui: Ui, name: str) -> None:
    """Wait until the dialog has been drawn; fail unless its frame has the title above and all keys below."""
    screen = ui.app.screen

    def fits() -> bool:
        (frame,) = screen.children
        width = frame.region.width if name in AS_WIDE_AS_NEEDED else 100 if name in WIDE else 72
        return screen.region.contains_region(frame.region) and frame.region.width == min(width, ui.app.size.width)

    await ui.until(lambda: fits() and "Esc " in text_of(ui.app) and "╭─" in text_of(ui.app))
    shown = text_of(ui.app)
    (below,) = (line for line in shown.splitlines() if re.search(r"Esc (back|cancel) ─╯", line))
    assert "…" not in below.partition("╰")[2], "no key is cut"
    assert re.search(r"╭─ \w", shown), "a title"
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


@pytest.mark.parametrize("name", ["help", "regions", "themes", "a new session"])
async def test_no_key_of_the_picker_is_offered_while_a_dialog_has_the_keys(name: str, open_ui: OpenUi) -> None:
    async with open_ui(query="admin", settings=SETTINGS) as ui:
        await ui.listed()
        await ui.down_to(lambda row: row.kind == "role")
        await ui.press("tab")
        message, footer = text_of(ui.app).splitlines()[-2:]
        assert "1 marked: ^S save" in message
        assert "Enter switch" in footer
        await opened(ui, name)
        await ui.until(lambda: not re.search(r"Enter switch|1 marked: \^S", text_of(ui.app)))
        await ui.press("escape")
        await ui.until(lambda: text_of(ui.app).splitlines()[-1] == footer)


async def test_a_dialog_below_another_shows_no_keys(open_ui: OpenUi) -> None:
    async with open_ui(query="admin", settings=SETTINGS, size=(120, 60)) as ui:
        await ui.listed()
        await opened(ui, "help")
        await ui.until(lambda: "scroll   Esc back" in text_of(ui.app))
        await ui.app.push_screen(MfaCode("arn:aws:iam::000000000042:mfa/me"))
        await ui.until(lambda: "Enter continue   Esc cancel" in text_of(ui.app))
        assert "scroll   Esc back" not in text_of(ui.app)
        await ui.press("escape")
        await ui.until(lambda: "scroll   Esc back" in text_of(ui.app))
        assert "Esc cancel" not in text_of(ui.app)


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
        await is_framed(ui, name)
        for size in (*SIZES[:3], SIZES[-1], (80, 24)):
            await ui.pilot.resize_terminal(*size)
        await is_framed(ui, name)
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
