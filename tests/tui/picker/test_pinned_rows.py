"""The rows above the sessions: which ones there are, and that they act as roles do."""

from __future__ import annotations

from typing import Any

import pytest

from ssotui import wiring
from ssotui.demo.home import DemoHome
from ssotui.settings import Settings

OpenUi = Any


async def test_pins_are_favorites_then_what_is_used_most_then_where_the_shell_is(
    open_ui: OpenUi, home: DemoHome
) -> None:
    history = await used(open_ui, home)
    async with open_ui(current=home.profiles[0], size=(120, 40)) as ui:
        await ui.listed()
        pins = [row for row in ui.rows if row.kind == "pinned"]
        assert [pin.text or str(pin.ref) for pin in pins[:3]] == ["org-auditor", *history[:2]]
        assert len(pins) == 9
        assert home.profiles[0] in ui.picker.state.names_of(pins[-1].ref)
        await ui.pilot.resize_terminal(60, 15)
        await ui.until(lambda: len([row for row in ui.rows if row.kind == "pinned"]) == 4)
        await ui.filter("read")
        assert not [row for row in ui.rows if row.kind == "pinned"]


async def used(open_ui: OpenUi, home: DemoHome) -> list[str]:
    """Twelve roles, the first ones used most, and a pinned profile: the roles' keys."""
    async with open_ui() as ui:
        await ui.listed()
        refs = [str(ref) for ref in ui.picker.state.catalog.refs(["acme"])][::25][:12]
    backend = wiring.build(home.env, Settings())
    for times, key in enumerate(reversed(refs), 1):
        for _ in range(times):
            backend.history.record_use(key, backend.now())
    backend.history.set_favorites(["profile:org-auditor"], True)
    return refs


async def test_the_cursor_starts_where_the_shell_is_most_often_but_is_not_now(open_ui: OpenUi, home: DemoHome) -> None:
    backend = wiring.build(home.env, Settings())
    profiles = [profile for profile in backend.profiles.read().profiles if profile.ref][:2]
    for times, profile in ((5, profiles[0]), (2, profiles[1])):
        for _ in range(times):
            backend.history.record_use(str(profile.ref), backend.now())
    async with open_ui() as ui:
        await ui.listed()
    async with open_ui(current=profiles[0].name) as ui:
        await ui.until(lambda: ui.rows)
        assert (ui.row.kind, ui.row.ref) == ("pinned", profiles[1].ref)
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == profiles[1].name


@pytest.mark.parametrize("turned", [False, True])
async def test_a_pin_acts_as_its_role_does(turned: bool, open_ui: OpenUi, home: DemoHome) -> None:
    history = await used(open_ui, home)
    async with open_ui() as ui:
        await ui.until(lambda: ui.rows)
        if turned:
            await ui.press("ctrl+t")
        await ui.press("home", "down", "down")
        assert (ui.row.kind, str(ui.row.ref)) == ("pinned", history[0])
        await ui.press("ctrl+f")
        assert history[0] in ui.picker.state.snapshot.history.favorites
        pin = ui.row
        await ui.press("tab")
        assert ui.picker.state.marks.refs == {pin.ref}
        await ui.press("escape", "up", "ctrl+t")
        assert ui.row == pin
        assert ui.picker.context().has_role


async def test_a_pin_whose_session_was_never_listed_is_its_profile(open_ui: OpenUi, home: DemoHome) -> None:
    home.sign_out("acme")
    backend = wiring.build(home.env, Settings())
    profile = next(one for one in backend.profiles.read().profiles if one.session == "acme")
    backend.history.set_favorites([str(profile.ref)], True)
    async with open_ui() as ui:
        await ui.until(lambda: ui.rows)
        assert (ui.row.kind, ui.row.text) == ("pinned", profile.name)
        assert any("★ " + profile.name in line for line in ui.lines)
        await ui.press("ctrl+f")
        assert not ui.picker.state.snapshot.history.favorites
        assert not [row for row in ui.rows if row.kind == "pinned"]
