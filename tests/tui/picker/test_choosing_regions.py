"""Ctrl+E: the region for a role, from the session's partition, for this switch and the role's next ones."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from textual.widgets import Static

from ssotui import paths
from ssotui.cli.shell_export import export_for
from ssotui.demo.home import DemoHome
from ssotui.errors import FileError
from ssotui.files.history import HistoryFile
from ssotui.settings import Settings
from ssotui.tui.dialogs.palette import Palette
from ssotui.tui.dialogs.portal_link import PortalLink
from tests.tui.conftest import Ui
from tests.tui.looks import text_of

OpenUi = Any
ROLE = "northwind read"
AT_ONCE = Settings(profiles_confirm_write=False)


def offered(ui: Ui) -> list[str]:
    """The regions, with their marks."""
    screen = ui.app.screen
    assert isinstance(screen, Palette)
    return [entry.text[: entry.text.find(" ", 2)].strip() for entry in screen.entries.entries]


@pytest.fixture
def open_picker(open_ui: OpenUi) -> OpenUi:
    """The picker with the variables that the command line sets, from a shell without any."""
    return partial(open_ui, export=partial(export_for, env={}, settings=AT_ONCE), settings=AT_ONCE)


async def choose(ui: Ui, typed: str) -> None:
    await ui.press("ctrl+e")
    await ui.type(typed)
    await ui.press("enter")
    assert ui.app.screen is ui.picker


@pytest.fixture
def history(home: DemoHome) -> HistoryFile:
    return HistoryFile(paths.state_folder(home.env))


async def test_enter_then_gives_the_region_too(open_picker: OpenUi, history: HistoryFile) -> None:
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await choose(ui, "ap-south-2")
        account, ref = ui.row.account, ui.row.ref
        assert account
        assert ref
        name = f"{ref.role} in {account.title} ({ref.session})"
        assert ui.message == f"Chose ap-south-2 for {name}, until you choose another region."
        assert "AWS_REGION=ap-south-2" in ui.details
        assert "AWS_DEFAULT_REGION=ap-south-2" in ui.details
        assert re.search(r"Region +ap-south-2 \(profile:", ui.details)
        await ui.press("enter")
        await ui.until(lambda: not ui.app.is_running)
        assert ui.app.return_value.chosen_region == "ap-south-2"
    assert list(history.load().regions.values()) == ["ap-south-2"]


async def test_the_next_switch_to_the_role_has_it_until_the_profiles_own_is_chosen(open_picker: OpenUi) -> None:
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await choose(ui, "hyderabad")
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        assert "AWS_REGION=ap-south-2" in ui.details
        await choose(ui, "own region")
        assert " has the region of its profile again: " in ui.message
        assert "AWS_REGION" not in ui.details


async def test_other_roles_of_the_account_have_theirs(open_picker: OpenUi) -> None:
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await choose(ui, "ap-south-2")
        await ui.filter("northwind admin")
        assert "AWS_REGION" not in ui.details


async def test_those_used_before_are_on_top_and_the_others_by_name(open_picker: OpenUi, history: HistoryFile) -> None:
    for region in ("us-west-2", "sa-east-1", "sa-east-1", "cn-north-1"):
        history.set_region("profile:any", region, datetime.now(UTC))
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await ui.press("ctrl+e")
        shown = offered(ui)
        assert shown[0].startswith("●"), "the profile's own"
        assert shown[1:3] == ["· sa-east-1", "· us-west-2"]
        others = [region for region in shown[1:] if region[0] not in "·●"]
        assert others == sorted(others)
        assert "eu-west-2" in others
        assert not [region for region in shown if region.split()[-1].startswith(("cn-", "us-gov-", "aws-"))]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("london", ["eu-west-2"]), ("eu-wset-2", ["eu-west-2"]), ("ap-south-9", ["ap-south-9"]), ("zzzz", [])],
)
async def test_typing_finds_regions_by_name_by_city_and_those_that_are_meant(
    typed: str, found: list[str], open_picker: OpenUi
) -> None:
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await ui.press("ctrl+e")
        await ui.type(typed)
        assert [name.split()[-1] for name in offered(ui)][: len(found) or None] == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [("eu-wset-1", " near "), ("zzzz", "no matches"), ("eu-west-9", "not a known region: used as typed ")],
)
async def test_what_is_listed_instead_of_matches_is_said_in_whole(typed: str, said: str, open_picker: OpenUi) -> None:
    async with open_picker(size=(60, 20)) as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await ui.press("ctrl+e")
        await ui.type(typed)
        await ui.pilot.pause()
        assert said in text_of(ui.app)


async def test_a_region_that_is_newer_than_ssotui_is_taken_with_a_warning(open_picker: OpenUi) -> None:
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await choose(ui, "ap-south-9")
        assert '"ap-south-9" is not among the regions that this version knows.' in ui.message
        assert "AWS_REGION=ap-south-9" in ui.details


async def test_leaving_the_dialog_chooses_none(open_picker: OpenUi, history: HistoryFile) -> None:
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await ui.press("ctrl+e", "down", "escape")
        assert ui.app.screen is ui.picker
        assert "AWS_REGION" not in ui.details
    assert not history.load().regions


async def test_a_row_without_a_role_says_what_is_missing(open_picker: OpenUi) -> None:
    async with open_picker() as ui:
        await ui.listed()
        await ui.press("home", "ctrl+e")
        while ui.row.kind != "session":
            await ui.press("down")
        await ui.press("ctrl+e")
        assert ui.message == "Select a role or a profile first."


async def test_a_state_folder_that_can_not_be_written_keeps_it_for_this_switch_only(
    open_picker: OpenUi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise FileError("history.json", "permission denied", hint="Check its owner.")

    monkeypatch.setattr(HistoryFile, "set_region", refused)
    async with open_picker() as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await choose(ui, "ap-south-2")
        assert "It can't be kept: " in ui.message
        await ui.press("enter")
        await ui.until(lambda: not ui.app.is_running)
        assert ui.app.return_value.chosen_region == "ap-south-2"


async def test_the_console_opens_in_it(open_picker: OpenUi) -> None:
    async with open_picker(settings=Settings(login_browser="none")) as ui:
        await ui.listed()
        await ui.filter(ROLE)
        await choose(ui, "ap-south-2")
        await ui.press("ctrl+o")
        await ui.until(lambda: isinstance(ui.app.screen, PortalLink) and ui.app.screen.is_whole)
        url = str(ui.app.screen.query_one("#url", Static).content).replace("\n", "")
        assert "ap-south-2.console.aws.amazon.com" in url


@pytest.mark.parametrize(("size", "is_shown"), [((140, 40), True), ((60, 15), True), ((30, 10), False)])
async def test_the_top_line_has_the_region_of_the_shell(
    size: tuple[int, int], is_shown: bool, open_picker: OpenUi, home: DemoHome
) -> None:
    name = home.profiles[0]
    async with open_picker(size=size, current=name) as ui:
        own = ui.picker.state.profile_named(name).region
        assert own
        top = text_of(ui.app).splitlines()[0]
        assert (name in top) is is_shown
        assert (own in top) is is_shown
