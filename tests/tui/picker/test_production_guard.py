"""Production is shown as such, and nothing is done with it before a yes that was meant."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from ssotui.settings import Settings
from tests.tui.conftest import Ui

OpenUi = Any

GUARDED = Settings(profiles_confirm_write=False, safety_production=("*prod*",))


def asked(ui: Ui) -> bool:
    return "is production: y" in ui.message


async def readable(ui: Ui) -> None:
    """The time in which no key counts is over."""
    await ui.pilot.pause(0.35)


async def on_production(ui: Ui) -> None:
    await ui.listed()
    await ui.type("acme prod 'read")
    assert ui.row.account is not None
    assert "prod" in ui.row.account.title


async def test_switching_copying_and_the_console_ask_first(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await on_production(ui)
        for key in "enter", "ctrl+y", "ctrl+o":
            await ui.press(key)
            assert asked(ui), key
            assert ui.row.account is not None
            assert ui.row.account.title in ui.message
            await readable(ui)
            await ui.press("n")
            assert ui.message == ""
        assert ui.app.return_value is None


async def test_moving_away_takes_the_question_back(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await on_production(ui)
        for meanwhile in "down", "up", "left":
            await ui.press("ctrl+u")
            await ui.type("acme prod 'read")
            await ui.press("enter")
            assert asked(ui), meanwhile
            await ui.press(meanwhile)
            assert not asked(ui), meanwhile
        await readable(ui)
        assert ui.app.return_value is None


async def test_a_click_on_another_row_takes_the_question_back(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await on_production(ui)
        await ui.press("enter")
        assert asked(ui)
        await ui.pilot.click(type(ui.picker.access), offset=(10, ui.picker.access.cursor + 2))
        assert not asked(ui)


async def test_neither_a_paste_nor_typing_ahead_answers(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await on_production(ui)
        await ui.press("enter", "y")
        assert asked(ui)
        await readable(ui)
        ui.picker.post_message(events.Paste("y"))
        await ui.pilot.pause()
        assert not asked(ui)
        assert ui.app.return_value is None


@pytest.mark.parametrize("profile", [ASSUME_ROLE_PROFILE, "prod-keys"])
async def test_profiles_that_lead_to_production_ask_as_well(open_ui: OpenUi, home: DemoHome, profile: str) -> None:
    with home.config_file.open("a") as file:
        file.write("\n[profile prod-keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = x\n")
    async with open_ui(settings=GUARDED) as ui:
        await ui.listed()
        await ui.type(profile)
        assert ui.row.text == profile
        await ui.press("enter")
        assert asked(ui)
        await readable(ui)
        await ui.press("y")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == profile


async def test_other_profiles_do_not_ask(open_ui: OpenUi) -> None:
    async with open_ui(query=STATIC_PROFILE, settings=GUARDED) as ui:
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == STATIC_PROFILE


async def test_confirm_false_colours_without_asking(open_ui: OpenUi, home: DemoHome) -> None:
    settings = Settings(safety_production=("*prod*",), safety_confirm=False)
    async with open_ui(query=home.profiles[0], settings=settings, current=home.profiles[0]) as ui:
        await ui.listed()
        assert ui.picker.filter_line.is_production
        assert "Safety" in ui.details
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)


async def test_the_dialogs_of_a_production_role_look_like_it(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await ui.listed()
        for query, is_production in ("acme prod 'read", True), ("acme !prod 'read", False):
            await ui.type(query)
            await ui.press("ctrl+s")
            assert ui.app.screen.has_class("-production") == is_production
            await ui.press("escape")
            ui.picker.parts.credentials.choose_format(ui.row.ref)
            await ui.pilot.pause()
            assert ui.app.screen is not ui.picker
            assert ui.app.screen.has_class("-production") == is_production
            await ui.press("escape", "ctrl+u")


async def test_on_a_narrow_screen_the_key_that_says_yes_is_readable(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15), settings=GUARDED) as ui:
        await on_production(ui)
        await ui.press("ctrl+o")
        assert len(ui.message) <= 58
        assert ui.message.endswith(" is production: y opens it, other keys: no")
