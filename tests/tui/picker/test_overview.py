"""When the picker opens, every session is in sight, and the one in use is the one that is open."""

from __future__ import annotations

from typing import Any

from ssotui.demo.home import DemoHome
from tests.tui.conftest import Ui

OpenUi = Any


def shown_sessions(ui: Ui) -> list[str]:
    """The sessions with a row in sight."""
    text = "\n".join(ui.lines)
    return [name for name in ui.picker.state.snapshot.session_names if f" {name[:12]}" in text]


def open_sessions(ui: Ui) -> list[str]:
    openness = ui.picker.state.shown_openness
    return [name for name in ui.picker.state.snapshot.session_names if openness.is_open(("session", name))]


async def listed_once(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()


async def test_only_the_session_of_the_current_profile_is_open_where_not_all_fit(
    open_ui: OpenUi, home: DemoHome
) -> None:
    await listed_once(open_ui)
    async with open_ui(current=home.profiles[0], size=(120, 24)) as ui:
        current = ui.picker.state.profile_named(home.profiles[0])
        assert current
        assert open_sessions(ui) == [current.session]
        assert shown_sessions(ui) == list(ui.picker.state.snapshot.session_names)


async def test_only_the_session_used_last_is_open_where_the_shell_has_no_profile(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.filter("northwind read")
        ref = ui.row.ref
        assert ref
        ui.picker.backend.history.record_use(str(ref), ui.picker.backend.now())
    async with open_ui() as ui:
        assert open_sessions(ui) == [ref.session]
        assert shown_sessions(ui) == list(ui.picker.state.snapshot.session_names)


async def test_all_sessions_are_open_where_all_rows_fit_or_none_is_in_use(open_ui: OpenUi, home: DemoHome) -> None:
    await listed_once(open_ui)
    async with open_ui(size=(120, 24)) as ui:
        assert open_sessions(ui) == list(ui.picker.state.snapshot.session_names)
        assert shown_sessions(ui) == list(ui.picker.state.snapshot.session_names)
    async with open_ui(current=home.profiles[0], size=(120, 400)) as ui:
        assert open_sessions(ui) == list(ui.picker.state.snapshot.session_names)


async def test_a_click_on_a_docked_session_goes_there(open_ui: OpenUi) -> None:
    await listed_once(open_ui)
    async with open_ui(size=(120, 24)) as ui:
        access = ui.picker.access
        await ui.pilot.click(type(access), offset=(10, access.gutter.top + access.size.height - 1))
        assert (ui.row.kind, ui.row.session) == ("session", ui.picker.state.snapshot.session_names[-1])
