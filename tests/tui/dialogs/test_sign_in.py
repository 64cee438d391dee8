"""Signing in from the picker: the dialog, what goes on behind it, and what comes after."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.widgets import Static

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import Settings
from ssotui.tui.dialogs.add_session import AddSession
from ssotui.tui.dialogs.sign_in import SignInDialog
from ssotui.tui.rendering.large_type import large
from tests.tui.conftest import buffer
from tests.tui.looks import text_of

OpenUi = Any
Ui = Any

NO_BROWSER = Settings(login_method="device-code", login_browser="none", profiles_confirm_write=False)
ANY_BROWSER = NO_BROWSER._replace(login_browser="true {url}")


@pytest.fixture
def signed_out(home: DemoHome) -> str:
    """A session of a nasty world: its sign-in has ended, and can't be renewed."""
    session = home.organization.world.instances[0].session
    home.expire(session, refreshable=False)
    return session


async def dialog(ui: Ui) -> SignInDialog:
    """The dialog, once AWS has given a code."""
    await ui.until(lambda: isinstance(ui.app.screen, SignInDialog) and ui.app.screen.query("#state"))
    screen = ui.app.screen
    assert isinstance(screen, SignInDialog)
    await ui.until(lambda: "left" in said(screen, "state") or "-failed" in screen.query_one("#state").classes)
    return screen


def said(screen: SignInDialog, part: str) -> str:
    return str(screen.query_one(f"#{part}", Static).content)


async def ask_to_sign_in(ui: Ui, session: str) -> SignInDialog:
    await ui.until(lambda: ui.picker.access.is_mounted and any(row.session == session for row in ui.rows))
    index = next(index for index, row in enumerate(ui.rows) if row.session == session)
    ui.picker.access.move_to(index)
    await ui.press("ctrl+l")
    return await dialog(ui)


async def test_the_dialog_shows_address_code_and_time(
    open_ui: OpenUi, organization: Organization, signed_out: str
) -> None:
    async with open_ui(settings=NO_BROWSER) as ui:
        screen = await ask_to_sign_in(ui, signed_out)
        code = organization.oidc.user_codes()[0]
        assert said(screen, "url") == f"{organization.url}/device"
        assert said(screen, "code") == large(code, 60)
        assert said(screen, "state").startswith("Waiting for approval · ")
        assert said(screen, "qr").count("\n") > 15


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 15)])
async def test_the_code_can_be_read_at_every_size(
    open_ui: OpenUi, organization: Organization, signed_out: str, size: tuple[int, int]
) -> None:
    async with open_ui(settings=NO_BROWSER, size=size) as ui:
        screen = await ask_to_sign_in(ui, signed_out)
        await ui.until(lambda: "Waiting for approval" in text_of(ui.app))
        for part in ("url", "code", "state"):
            shown = screen.query_one(f"#{part}")
            assert screen.region.contains_region(shown.region), part
            assert shown.region.area, part
        lines = text_of(ui.app).splitlines()
        for row in large(organization.oidc.user_codes()[0], 60 if size != (80, 24) else 33).split("\n"):
            assert sum(row.rstrip() in line for line in lines), "the code is written large, no line of it is cut"
        assert bool(screen.query_one("#qr").display) == (size != (60, 15))


async def test_where_no_large_code_fits_it_is_written_as_it_is(
    open_ui: OpenUi, organization: Organization, signed_out: str
) -> None:
    async with open_ui(settings=NO_BROWSER, size=(40, 15)) as ui:
        screen = await ask_to_sign_in(ui, signed_out)
        assert said(screen, "code") == f"Code: {organization.oidc.user_codes()[0]}"
        await ui.pilot.resize_terminal(120, 40)
        await ui.until(lambda: "█" in said(screen, "code"))


async def test_approving_closes_it_and_the_session_is_listed(
    open_ui: OpenUi, organization: Organization, signed_out: str
) -> None:
    async with open_ui(settings=NO_BROWSER) as ui:
        await ask_to_sign_in(ui, signed_out)
        organization.approve()
        await ui.until(lambda: ui.app.screen is ui.picker)
        await ui.until(lambda: any(row.session == signed_out and row.kind == "account" for row in ui.rows))
        assert ui.picker.state.snapshot.session_statuses[signed_out].state == "active"


async def test_enter_on_a_role_takes_one_approval_and_no_other_key(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    session = organization.world.instances[1].session
    async with open_ui(settings=NO_BROWSER) as ui:
        await ui.listed()
    home.expire(session, refreshable=False)
    async with open_ui(query=home.profiles[-1], settings=NO_BROWSER) as ui:
        await ui.until(lambda: ui.picker.access.is_mounted and ui.row.ref)
        assert ui.row.session == session
        await ui.press("enter")
        await dialog(ui)
        organization.approve()
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == home.profiles[-1]


async def test_a_session_that_can_be_renewed_needs_no_dialog(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    session = organization.world.instances[1].session
    home.expire(session)
    async with open_ui() as ui:
        await ui.until(lambda: ui.picker.state.snapshot.session_statuses[session].state == "active")
    assert organization.counts["StartDeviceAuthorization"] == 0


async def test_escape_leaves_it_at_once_and_nothing_is_kept(
    open_ui: OpenUi, home: DemoHome, organization: Organization, signed_out: str
) -> None:
    before = home.token_file(signed_out).read_bytes()
    async with open_ui(settings=NO_BROWSER) as ui:
        await ask_to_sign_in(ui, signed_out)
        await ui.press("escape")
        assert ui.app.screen is ui.picker
        organization.approve()
    assert home.token_file(signed_out).read_bytes() == before


async def test_ctrl_d_changes_the_way_in_place(open_ui: OpenUi, organization: Organization, signed_out: str) -> None:
    async with open_ui(settings=NO_BROWSER) as ui:
        screen = await ask_to_sign_in(ui, signed_out)
        await ui.press("ctrl+d")
        await ui.until(lambda: "/authorize?" in said(screen, "url"))
        assert said(screen, "code") == said(screen, "qr") == ""
        await ui.press("ctrl+d")
        await ui.until(lambda: said(screen, "url") == f"{organization.url}/device")


@pytest.mark.needs("tmux")
async def test_c_copies_the_address_to_where_it_says(
    open_ui: OpenUi, organization: Organization, signed_out: str, tmux: dict[str, str]
) -> None:
    """tmux drops OSC 52 unless set-clipboard is "on"."""
    async with open_ui(settings=NO_BROWSER) as ui:
        screen = await ask_to_sign_in(ui, signed_out)
        await ui.press("c")
        await ui.until(lambda: said(screen, "copied").startswith("Copied the URL to tmux's buffer"))
        code = organization.oidc.user_codes()[0]
    assert buffer(tmux) == f"{organization.url}/device?user_code={code}"


async def test_c_says_that_there_is_no_clipboard(open_ui: OpenUi, home: DemoHome, signed_out: str) -> None:
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"):
        home.env.pop(name, None)
    home.env["TERM"] = "dumb"
    async with open_ui(settings=NO_BROWSER) as ui:
        screen = await ask_to_sign_in(ui, signed_out)
        await ui.press("c")
        await ui.until(lambda: said(screen, "copied"))
        assert said(screen, "copied").startswith("No clipboard is available. ")
        assert isinstance(ui.app.screen, SignInDialog), "the sign-in goes on"


async def test_a_no_is_said_and_enter_tries_again(open_ui: OpenUi, organization: Organization, signed_out: str) -> None:
    async with open_ui(settings=NO_BROWSER) as ui:
        screen = await ask_to_sign_in(ui, signed_out)
        organization.approve(deny=True)
        await ui.until(lambda: said(screen, "state").strip().endswith("was denied in the browser."))
        await ui.press("enter")
        await dialog(ui)
        await ui.until(organization.oidc.user_codes)
        organization.approve()
        await ui.until(lambda: ui.app.screen is ui.picker)
        await ui.until(lambda: ui.picker.state.snapshot.session_statuses[signed_out].state == "active")
        assert organization.counts["StartDeviceAuthorization"] == 2


async def test_the_picker_goes_on_behind_it(open_ui: OpenUi, organization: Organization, signed_out: str) -> None:
    async with open_ui(settings=NO_BROWSER) as ui:
        await ask_to_sign_in(ui, signed_out)
        other = organization.world.instances[1]
        await ui.until(lambda: len(ui.picker.state.catalog.of(other.session).known_accounts()) == len(other.accounts))
        assert isinstance(ui.app.screen, SignInDialog)


async def test_ctrl_x_signs_out_after_a_yes(open_ui: OpenUi, home: DemoHome, organization: Organization) -> None:
    session = organization.world.instances[0].session
    async with open_ui(settings=NO_BROWSER) as ui:
        await ui.listed()
        ui.picker.access.move_to(0)
        await ui.press("ctrl+x")
        assert ui.message.startswith("Sign out of ")
        assert home.token_file(session).exists()
        await ui.pilot.pause(0.35)
        await ui.press("y")
        await ui.until(lambda: not home.token_file(session).exists())
        await ui.until(lambda: ui.message.startswith("Signed out of "))


async def test_a_session_is_added_by_a_form_that_is_checked_while_one_types(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui(settings=NO_BROWSER) as ui:
        await ui.listed()
        await ui.press("ctrl+n")
        await ui.until(lambda: isinstance(ui.app.screen, AddSession))
        await ui.type("fresh")
        await ui.press("tab")
        ui.app.screen.query_one("#start_url").value = "http://elsewhere.example/start"
        await ui.press("enter")
        assert "must begin with https://" in str(ui.app.screen.query_one("#fault", Static).content)
        ui.app.screen.query_one("#start_url").value = "https://ssoins-1.eu-west-1.portal.amazonaws.com"
        await ui.until(lambda: ui.app.screen.query_one("#region").value == "eu-west-1")
        await ui.press("enter")
        await ui.until(lambda: "[sso-session fresh]" in home.config_file.read_text())
    assert "sso_region = eu-west-1" in home.config_file.read_text()


async def test_a_form_filled_and_sent_in_one_go_is_taken_as_it_was_typed(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui(settings=NO_BROWSER) as ui:
        await ui.press("ctrl+n")
        fields = (*"new", "tab", *"a.awsapps.com", "down", *"eu-west-1", "enter")
        for key in fields:  # without waiting for anything between
            ui.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await dialog(ui)
    added = home.config_file.read_text().partition("[sso-session new]")[2]
    assert added.startswith("\nsso_start_url = https://a.awsapps.com\nsso_region = eu-west-1\n")


async def test_from_an_empty_home_enter_leads_to_the_form(open_ui: OpenUi, home: DemoHome) -> None:
    home.config_file.write_text("")
    (home.folder / ".aws" / "credentials").write_text("")
    async with open_ui(settings=NO_BROWSER) as ui:
        await ui.press("enter")
        assert isinstance(ui.app.screen, AddSession)
        await ui.press("escape")
        await ui.until(lambda: ui.app.screen is ui.picker)
    assert home.config_file.read_text() == ""


async def test_opening_the_console_signs_in_first_and_then_goes_on(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    session = organization.world.instances[1].session
    async with open_ui(settings=NO_BROWSER) as ui:
        await ui.listed()
    home.expire(session, refreshable=False)
    async with open_ui(query=home.profiles[-1], settings=ANY_BROWSER) as ui:
        await ui.until(lambda: ui.picker.access.is_mounted and ui.row.ref)
        await ui.press("ctrl+o")
        await dialog(ui)
        organization.approve()
        await ui.until(lambda: ui.app.screen is ui.picker)
        await ui.until(lambda: "Opened the console" in ui.message)
    assert organization.counts["GetRoleCredentials"] == 1


@pytest.mark.parametrize("key", ["ctrl+y", "ctrl+o"])
@pytest.mark.parametrize("query", ["{profile}", "chain"])
async def test_a_token_that_aws_refuses_in_the_middle_leads_to_a_sign_in_and_on(
    open_ui: OpenUi, home: DemoHome, organization: Organization, key: str, query: str
) -> None:
    session = organization.world.instances[1].session
    with home.config_file.open("a") as file:
        arn = "arn:aws:iam::000000000004:role/x"
        file.write(f"\n[profile chain]\nrole_arn = {arn}\nsource_profile = {home.profiles[-1]}\n")
    async with open_ui(settings=ANY_BROWSER) as ui:
        await ui.listed()
        await ui.filter(query.format(profile=home.profiles[-1]))
        organization.revoke(session)
        await ui.press(key)
        await dialog(ui)
        assert ui.picker.state.snapshot.session_statuses[session].state == "expired"
        organization.approve()
        await ui.until(lambda: ui.app.screen is ui.picker)
        await ui.until(lambda: organization.counts["GetRoleCredentials"] == 2)
        assert ui.picker.state.snapshot.session_statuses[session].state == "active"
