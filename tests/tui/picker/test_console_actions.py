"""The console from the picker: the page of a service, and the access portal's link where no browser opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from ssotui import paths
from ssotui.core.printable import is_obeyed
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.files.history import HistoryFile
from ssotui.settings import Settings
from ssotui.tui.dialogs.palette import Palette
from ssotui.tui.dialogs.portal_link import PortalLink
from tests.tui.conftest import Ui
from tests.tui.looks import text_of

OpenUi = Any

SERVICE_KEY = Settings(keys={"role.service": "f7"})


@pytest.fixture
def browser(home: DemoHome) -> Path:
    """A stand-in for the browser, which notes the URL that it is given."""
    shown, opener = home.folder / "shown", home.folder / "browser"
    opener.write_text(f'#!/bin/sh\necho "$1" >"{shown}"\n')
    opener.chmod(0o755)
    home.env["BROWSER"] = f"{opener} %s"
    return shown


def offered(ui: Ui) -> list[str]:
    screen = ui.app.screen
    assert isinstance(screen, Palette)
    return [
        entry.text.split()[-1] if entry.text.split()[0] == "·" else entry.text.split()[0]
        for entry in screen.entries.entries
    ]


async def test_a_service_is_chosen_by_typing_and_its_page_opened_as_the_role(
    open_ui: OpenUi, home: DemoHome, browser: Path, organization: Organization
) -> None:
    async with open_ui(settings=SERVICE_KEY) as ui:
        await ui.listed()
        await ui.type("northwind read")
        await ui.press("f7")
        assert "acm" in offered(ui)
        await ui.type("sqs")
        assert offered(ui) == ["sqs"]
        await ui.press("enter")
        await ui.until(lambda: "Opened sqs in the console as " in ui.message)
        assert browser.exists()
        await ui.press("f7")
        assert ui.app.screen.entries.entries[0].text.startswith("· sqs ")
        await ui.press("escape")
    assert HistoryFile(paths.state_folder(home.env)).load().services["sqs"].times == 1


async def test_production_is_asked_about_before_a_service_is_opened(
    open_ui: OpenUi, organization: Organization
) -> None:
    async with open_ui(settings=SERVICE_KEY._replace(safety_production=("*",))) as ui:
        await ui.listed()
        await ui.type("northwind read")
        await ui.press("f7")
        await ui.type("s3")
        await ui.press("enter")
        await ui.until(lambda: "[PROD]?" in ui.message)
    assert not organization.counts["GetRoleCredentials"]


async def test_the_palette_has_it_without_a_key(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        await ui.press("ctrl+p")
        await ui.type("choose service")
        await ui.press("enter")
        await ui.until(lambda: isinstance(ui.app.screen, Palette) and "acm" in offered(ui))
        assert "s3" in offered(ui)


@pytest.mark.parametrize("size", [(120, 40), (60, 15)])
async def test_without_a_browser_the_portals_link_is_copied_and_drawn(
    open_ui: OpenUi, organization: Organization, size: tuple[int, int]
) -> None:
    async with open_ui(settings=Settings(login_browser="none"), size=size) as ui:
        await ui.listed()
        await ui.type("northwind read")
        ref = ui.row.ref
        await ui.press("ctrl+o")
        await ui.until(lambda: isinstance(ui.app.screen, PortalLink) and ui.app.screen.is_whole)
        await ui.pilot.pause()
        link = str(ui.app.screen.query_one("#url", Static).content).replace("\n", "")
        assert f"/#/console?account_id={ref.account_id}&role_name={ref.role}" in link
        assert "SigninToken" not in link
        assert ui.app.screen.query_one("#qr", Static).display == (size == (120, 40))
        copied = str(ui.app.screen.query_one("#copied", Static).content)
        await ui.press("escape")
        assert ui.app.screen is ui.picker
        assert ui.message == copied, "and no longer of what was copied before"
    assert not organization.counts["GetRoleCredentials"], "the link needs no credentials"


async def test_a_profile_without_a_role_of_the_portal_says_that_no_browser_can_be_opened(open_ui: OpenUi) -> None:
    async with open_ui(query="org-auditor", settings=Settings(login_browser="none")) as ui:
        await ui.until(lambda: ui.row.text == "org-auditor")
        await ui.press("ctrl+o")
        await ui.until(lambda: "No browser could be opened" in ui.message)
        assert ui.app.screen is ui.picker
        assert "http" not in ui.message, "the URL would be a secret"


async def test_no_sequence_of_a_name_reaches_the_terminal_with_the_link(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        nasty = "\x1b]52;c;cHduZWQ=\x07[/]"
        ui.app.push_screen(PortalLink(nasty, f"https://x/{nasty}", f"Copied {nasty}"))
        await ui.until(lambda: isinstance(ui.app.screen, PortalLink) and ui.app.screen.is_whole)
        shown = text_of(ui.app)
        assert shown.count("52;c;cHduZWQ=") >= 3
        assert not [one for one in shown if is_obeyed(one) and one != "\n"]
