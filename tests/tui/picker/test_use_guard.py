"""Production is shown as such, and nothing is done with it before a yes that was meant."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual import events

from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import AccountStyle, Settings
from ssotui.tui.rendering.badges import badge_width
from ssotui.tui.rendering.hit_rendering import ALL_COLUMNS
from ssotui.tui.rendering.row_rendering import render_row
from tests.tui.conftest import Ui
from tests.tui.looks import text_of

OpenUi = Any

GUARDED = Settings(profiles_confirm_write=False, safety_production=("*prod*",))


def asked(ui: Ui) -> bool:
    return " [PROD]?" in ui.message


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


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_question_names_role_account_and_session_as_far_as_they_fit(width: int, open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED, size=(width, 24)) as ui:
        await on_production(ui)
        account, role = ui.row.account, ui.row.role
        assert account is not None
        await ui.press("enter")
        named = [f"{role} in {account.title} ({ui.row.session})", f"{role} in {account.title}", account.title]
        question = ui.message.partition(" [PROD]?")[0]
        assert question.removeprefix("Switch to ") in named
        assert (named[0] in question) is (len(f" Switch to {named[0]} [PROD]?   Yes   No ") <= width)


async def test_the_question_names_the_role_also_where_it_needs_two_lines(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED, size=(60, 15)) as ui:
        await on_production(ui)
        assert ui.row.account
        ui.picker.set_query("acme prod 'administratoraccess")
        await ui.press("enter")
        account = ui.row.account
        assert account
        assert f"Switch to {ui.row.role} in {account.title} [PROD]?" in ui.message
        await ui.until(lambda: ui.picker.message_line.size.height == 2)
        shown = " ".join(" ".join(text_of(ui.app).splitlines()[-3:-1]).split())
        assert shown == f"Switch to {ui.row.role} in {account.title} [PROD]? Yes [No]"


async def test_what_was_said_before_a_question_does_not_come_back_after_its_answer(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await on_production(ui)
        ui.picker.say("An earlier message.")
        await ui.press("enter")
        assert asked(ui)
        await readable(ui)
        await ui.press("n")
        assert ui.message == ""


async def test_no_other_key_does_anything_while_a_question_is_open(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await on_production(ui)
        row, query = ui.row, ui.picker.state.query
        await ui.press("enter")
        await readable(ui)
        await ui.press(
            "down", "pagedown", "end", "ctrl+u", "backspace", "x", "space", "ctrl+f", "ctrl+p", "f1", "ctrl+t"
        )
        assert asked(ui)
        assert (ui.row, ui.picker.state.query, ui.app.screen) == (row, query, ui.picker)
        await ui.press("enter")
        assert not asked(ui), "no is highlighted"
        assert ui.app.return_value is None


async def test_the_answers_are_chosen_with_arrows_and_enter_and_the_footer_says_so(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED, size=(60, 15)) as ui:
        await on_production(ui)
        await ui.press("enter")
        await readable(ui)
        assert "[No]" in text_of(ui.app)
        assert text_of(ui.app).splitlines()[-1] == " y yes   n no   Tab other answer   Enter choose   Esc no"
        await ui.press("left")
        assert "[Yes]" in text_of(ui.app)
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile


async def test_ctrl_c_leaves_an_open_question(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await on_production(ui)
        await ui.press("enter", "ctrl+c")
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
        assert asked(ui)
        assert "y" not in ui.picker.state.query
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


async def test_confirm_false_colors_without_asking(open_ui: OpenUi, home: DemoHome) -> None:
    settings = Settings(safety_production=("*prod*",), safety_confirm=False)
    async with open_ui(query=home.profiles[0], settings=settings, current=home.profiles[0]) as ui:
        await ui.listed()
        assert ui.picker.filter_line.tint == "tint-red"
        assert ui.picker.filter_line.shell_profile.startswith(f"● {home.profiles[0]} [PROD]  ")
        assert "[PROD]" in ui.details
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)


async def test_an_account_has_its_own_badge_color_and_question(open_ui: OpenUi, organization: Organization) -> None:
    account = next(iter(organization.world.instances[0].accounts))
    blue = AccountStyle(account.id, "CORE", "blue", confirm=True)
    settings = Settings(profiles_confirm_write=False, safety_production=("*",), accounts=(blue,))
    async with open_ui(settings=settings) as ui:
        await ui.listed()
        await ui.type(f"{account.id} 'admin")
        view = ui.picker.state.view()
        needed = ALL_COLUMNS._replace(badge=badge_width(view.account_styles))
        pieces = render_row(ui.row, view, 100, opened=False, needed=needed)
        assert (" [CORE]", "tint-blue") in pieces
        assert "asks first" in ui.details
        await ui.press("enter")
        assert " [CORE]?" in ui.message


async def test_without_color_the_badge_is_still_text(open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_ui(settings=Settings(accounts=(AccountStyle("*prod*", "PROD", "red"),))) as ui:
        await on_production(ui)
        assert "[PROD]" in text_of(ui.app)


async def test_a_question_about_production_is_shown_as_a_warning_and_others_are_not(open_ui: OpenUi) -> None:
    async with open_ui(settings=GUARDED) as ui:
        await on_production(ui)
        await ui.press("enter")
        line = ui.picker.message_line
        warning = line.style_of("question").color
        assert warning == line.style_of("error").color
        await ui.press("escape", "ctrl+x")
        assert line.question.startswith("Sign out of ")
        assert line.style_of("question").color != warning


@pytest.mark.parametrize("size", [(60, 15), (120, 40)])
async def test_the_dialogs_of_a_production_role_look_like_it_also_without_color(
    open_ui: OpenUi, size: tuple[int, int]
) -> None:
    def marked(ui: Ui) -> bool:
        return bool(re.search(r"╭─ .* \[PROD\] ─.*╮", text_of(ui.app)))

    async with open_ui(settings=GUARDED, size=size) as ui:
        await ui.listed()
        for query, is_production in ("acme prod 'read", True), ("acme !prod 'read", False):
            await ui.type(query)
            await ui.press("ctrl+s")
            assert ui.app.screen.has_class("-production") == is_production
            await ui.until(lambda: "Esc cancel" in text_of(ui.app))
            assert marked(ui) == is_production
            await ui.press("escape")
            ui.picker.parts.credentials.choose_format(ui.row.ref)
            await ui.pilot.pause()
            assert ui.app.screen is not ui.picker
            assert ui.app.screen.has_class("-production") == is_production
            await ui.until(lambda: "Enter copy" in text_of(ui.app))
            assert marked(ui) == is_production
            await ui.press("escape", "ctrl+u")


async def test_on_a_narrow_screen_the_key_that_says_yes_is_readable(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15), settings=GUARDED) as ui:
        await on_production(ui)
        await ui.press("ctrl+o")
        assert len(ui.message) <= 58
        assert ui.message.endswith(" [PROD]?")
