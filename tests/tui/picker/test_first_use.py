"""The first time: how to begin is said, what is new is explained once, profiles of the old form can be taken along."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from ssotui.core.first_use_hints import WORDS
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import SessionSettings, Settings
from ssotui.tui.dialogs.add_session import AddSession
from ssotui.tui.dialogs.migrate import Migrate
from ssotui.tui.dialogs.sign_in import SignInDialog
from tests.tui.conftest import Ui
from tests.tui.looks import text_of

OpenUi = Any

OLD_FORM = """
[profile old-one]
sso_start_url = https://globex.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = ReadOnly

[profile old-two]
sso_start_url = https://globex.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Admin
"""


def said(ui: Ui) -> str:
    return " ".join(" ".join(ui.lines).split())


@pytest.fixture
def bare(home: DemoHome) -> DemoHome:
    """No ~/.aws at all."""
    shutil.rmtree(home.folder / ".aws")
    return home


@pytest.mark.parametrize(("size", "key"), [((120, 40), "ctrl+n"), ((60, 15), "enter")])
async def test_without_any_session_one_is_welcomed_and_led_to_the_form(
    open_ui: OpenUi, bare: DemoHome, size: tuple[int, int], key: str
) -> None:
    async with open_ui(size=size) as ui:
        assert "Welcome!" in said(ui)
        assert "ssotui demo" in said(ui)
        await ui.press(key)
        assert isinstance(ui.app.screen, AddSession)
        await ui.press("escape", "escape")
        await ui.until(lambda: not ui.app.is_running)
    assert not (bare.folder / ".aws").exists()


async def test_profiles_without_a_session_are_shown_above_the_welcome(open_ui: OpenUi, bare: DemoHome) -> None:
    bare.config_file.parent.mkdir()
    bare.config_file.write_text("[profile keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = x\n")
    async with open_ui() as ui:
        assert [row.text for row in ui.rows] == ["Other profiles", "keys"]
        assert "Welcome!" in said(ui)


async def test_profiles_of_the_old_form_are_offered_a_session_after_a_look_at_the_change(
    open_ui: OpenUi, bare: DemoHome
) -> None:
    bare.config_file.parent.mkdir()
    bare.config_file.write_text(OLD_FORM)
    async with open_ui() as ui:
        assert "2 legacy profiles are in your AWS config" in said(ui)
        assert "^P migrate" in [f"{hint.key} {hint.label}" for hint in ui.picker.hint_line.hints]
        await ui.press("ctrl+p", "enter")
        await ui.until(lambda: "will be migrated" in ui.app.export_screenshot().replace("&#160;", " "))
        assert isinstance(ui.app.screen, Migrate)
        assert bare.config_file.read_text() == OLD_FORM
        await ui.press("enter")
        await ui.until(lambda: ui.app.screen is ui.picker)
        assert "Migrated the profiles to globex." in ui.message
        assert "legacy profile" not in said(ui)
    assert "[sso-session globex]" in bare.config_file.read_text()


async def test_a_migration_says_which_settings_have_the_old_name(open_ui: OpenUi, bare: DemoHome) -> None:
    bare.config_file.parent.mkdir()
    bare.config_file.write_text(OLD_FORM)
    settings = Settings(sessions={"globex.awsapps.com": SessionSettings(region="eu-west-1")})
    async with open_ui(size=(240, 40), settings=settings) as ui:
        await ui.press("ctrl+p", "enter")
        await ui.until(lambda: "will be migrated" in text_of(ui.app))
        await ui.press("enter")
        await ui.until(lambda: ui.app.screen is ui.picker)
        assert "Rename it to sessions.globex in the settings file." in ui.message


async def test_leaving_the_preview_writes_nothing_and_how_is_seen_on_a_low_screen(
    open_ui: OpenUi, bare: DemoHome
) -> None:
    bare.config_file.parent.mkdir()
    bare.config_file.write_text(OLD_FORM)
    async with open_ui(size=(60, 15)) as ui:
        await ui.press("ctrl+p", "enter")
        await ui.until(lambda: "will be migrated" in text_of(ui.app))
        assert "Esc cancel" in text_of(ui.app)
        await ui.press("escape")
        assert ui.app.screen is ui.picker
    assert bare.config_file.read_text() == OLD_FORM


async def test_without_profiles_of_the_old_form_there_is_nothing_to_migrate(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("ctrl+p")
        await ui.type("migrate")
        await ui.press("enter")
        assert ui.message == "There are no legacy profiles."


async def sign_in(ui: Ui, organization: Organization) -> str:
    await ui.until(lambda: ui.rows)
    await ui.press("home", "ctrl+l")
    await ui.until(organization.oidc.user_codes)
    organization.approve()
    await ui.until(lambda: ui.message.startswith("Signed in to acme."))
    return ui.message


async def test_enter_on_a_session_that_has_nothing_to_show_signs_in(open_ui: OpenUi, home: DemoHome) -> None:
    home.sign_out("acme")
    async with open_ui() as ui:
        for steps in [], ["down"]:  # its row, and the note below it
            await ui.press("home", *steps)
            assert ui.row.session == "acme"
            await ui.press("enter")
            assert isinstance(ui.app.screen, SignInDialog)
            await ui.press("escape")


BY_CODE = Settings(login_method="device-code", login_browser="none")


async def test_the_first_sign_in_is_explained_and_no_other(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    said_each_time = []
    for _ in range(2):
        home.sign_out("acme")
        async with open_ui(settings=BY_CODE) as ui:
            said_each_time.append(await sign_in(ui, organization))
    assert WORDS["sign-in"] in said_each_time[0]
    assert said_each_time[1] == "Signed in to acme."


async def test_where_nothing_can_be_remembered_nobody_is_nagged(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    state = home.folder / ".local" / "state" / "ssotui"
    state.mkdir(parents=True)
    (state / "explained").write_text("a file in the place of the folder")
    home.sign_out("acme")
    async with open_ui(settings=BY_CODE) as ui:
        assert await sign_in(ui, organization) == "Signed in to acme."
