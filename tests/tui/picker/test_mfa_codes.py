"""Copying from a profile with mfa_serial: the code is asked for in a dialog, which holds nothing up."""

from __future__ import annotations

import re
from typing import Any

import pytest
from textual.widgets import Static

from ssotui.core.printable import is_obeyed
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.demo.sts import MFA_CODE
from ssotui.tui.dialogs.mfa_code import MfaCode
from tests.tui.conftest import buffer
from tests.tui.looks import text_of

OpenUi = Any

SERIAL = "arn:aws:iam::000000000042:mfa/me"
PROFILE = f"""
[profile with-code]
role_arn = arn:aws:iam::000000000077:role/Mfa
mfa_serial = {SERIAL}
source_profile = ci-deployer
"""
WRONG_CODE = "000000"


@pytest.fixture
def home(home: DemoHome) -> DemoHome:
    with home.config_file.open("a") as file:
        file.write(PROFILE)
    return home


async def until_asked(ui: Any) -> None:  # noqa: ANN401 - the fixture's own class
    await ui.listed()
    await ui.filter("with-code")
    await ui.press("ctrl+y")
    await ui.until(lambda: isinstance(ui.app.screen, MfaCode) and ui.app.screen.is_whole)


@pytest.mark.needs("tmux")
async def test_the_code_is_asked_for_and_the_credentials_are_copied(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui() as ui:
        await until_asked(ui)
        texts = [str(one.render()) for one in ui.app.screen.query(Static)]
        assert f"Enter MFA code for {SERIAL}" in texts
        await ui.type(MFA_CODE)
        await ui.press("enter")
        await ui.until(lambda: "Copied the credentials of with-code" in ui.message)
    assert buffer(tmux).startswith("export AWS_ACCESS_KEY_ID=ASIA")


async def test_what_is_no_code_is_told_there(open_ui: OpenUi, organization: Organization) -> None:
    async with open_ui() as ui:
        await until_asked(ui)
        await ui.type("12x3")
        await ui.press("enter")
        assert str(ui.app.screen.query_one("#fault", Static).render()) == "An MFA code has 6 digits."
        assert organization.counts["AssumeRole"] == 0


async def test_a_wrong_code_is_told_on_the_message_line_and_nothing_is_cached(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    async with open_ui() as ui:
        await until_asked(ui)
        await ui.type(WRONG_CODE)
        await ui.press("enter")
        await ui.until(lambda: f"AWS does not accept this MFA code of {SERIAL}" in ui.message)
        assert organization.counts["AssumeRole"] == 1
    assert not any("Mfa" in path.read_text() for path in (home.folder / ".aws" / "cli" / "cache").glob("*.json"))


async def test_esc_goes_back_and_nothing_is_asked(open_ui: OpenUi, organization: Organization) -> None:
    async with open_ui() as ui:
        await until_asked(ui)
        await ui.press("escape")
        await ui.until(lambda: ui.app.screen is ui.picker and ui.message != "Copying…")
        assert organization.counts["AssumeRole"] == 0


async def test_the_details_name_the_device(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.filter("with-code")
        assert re.search(f"MFA device +{SERIAL}", ui.details)


async def test_no_sequence_of_a_devices_name_reaches_the_terminal(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        ui.app.push_screen(MfaCode("\x1b]52;c;cHduZWQ=\x07[/]$(touch pwned)"))
        await ui.until(lambda: isinstance(ui.app.screen, MfaCode) and ui.app.screen.is_whole)
        shown = text_of(ui.app)
        assert "52;c;cHduZWQ=" in shown
        assert "[/]$(touch pwned)" in shown
        assert not [one for one in shown if is_obeyed(one) and one != "\n"]
