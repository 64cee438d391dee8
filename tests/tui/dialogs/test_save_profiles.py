"""Saving profiles and the doctor, by keys, on real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static

from ssotui.demo.home import DemoHome
from ssotui.settings import SessionSettings, Settings
from ssotui.tui.dialogs.doctor import Doctor
from ssotui.tui.dialogs.save_profiles import SaveProfiles

OpenUi = Any
Ui = Any


def config_of(home: DemoHome) -> Path:
    return Path(home.env["HOME"], ".aws", "config")


def shown(ui: Ui, name: str) -> str:
    return str(ui.app.screen.query_one(name, Static).content)


async def open_bare_role(ui: Ui, *, has_siblings: bool = False) -> None:
    """Put the cursor on a role that has no profile, and is not alone in its account where that matters."""
    await ui.listed()
    ui.picker.state.set_query("")
    names = ui.picker.state.view().names
    catalog = ui.picker.state.catalog
    bare = next(
        ref
        for ref in catalog.refs(ui.picker.state.snapshot.session_names)
        if ref not in names
        if not has_siblings or len(catalog.of(ref.session).known_roles(ref.account_id)) > 1
    )
    ui.picker.set_query(f"{bare.account_id}/{bare.role}")
    await ui.until(lambda: ui.row.ref == bare)


async def test_a_profile_is_saved_with_the_diff_in_front(open_ui: OpenUi, home: DemoHome) -> None:
    before = config_of(home).read_text()
    async with open_ui() as ui:
        await open_bare_role(ui)
        await ui.press("ctrl+s")
        assert isinstance(ui.app.screen, SaveProfiles)
        ui.app.screen.query_one("#name", Input).value = "mine"
        ui.app.screen.query_one("#output", Input).value = "json"
        await ui.until(lambda: "+[profile mine]" in shown(ui, "#lines") and "+output = json" in shown(ui, "#lines"))
        assert config_of(home).read_text() == before
        await ui.press("enter")
        await ui.until(lambda: ui.message.startswith("Wrote [profile mine]."))
        assert "mine" in ui.picker.state.view().names[ui.row.ref]
    assert config_of(home).read_text().startswith(before)


async def test_enter_on_a_role_without_a_profile_says_what_works_with_a_read_only_config(
    open_ui: OpenUi, home: DemoHome
) -> None:
    config_of(home).chmod(0o444)
    before = config_of(home).read_bytes()
    async with open_ui(size=(240, 40), settings=Settings(profiles_confirm_write=False)) as ui:
        await open_bare_role(ui)
        await ui.press("enter")
        await ui.until(lambda: "it is read-only" in ui.message)
        assert f"ssotui use --keys {ui.row.ref}" in ui.message
        assert ui.app.is_running
    assert config_of(home).read_bytes() == before


async def test_a_name_that_is_taken_or_unsafe_is_told_while_it_is_typed(open_ui: OpenUi, home: DemoHome) -> None:
    taken = next(iter(line for line in config_of(home).read_text().splitlines() if line.startswith("[profile ")))
    async with open_ui() as ui:
        await open_bare_role(ui)
        await ui.press("ctrl+s")
        ui.app.screen.query_one("#name", Input).value = taken.removeprefix("[profile ").removesuffix("]")
        await ui.until(lambda: "exists already" in shown(ui, "#fault"))
        ui.app.screen.query_one("#name", Input).value = "a b"
        await ui.until(lambda: "can't be the name of a profile" in shown(ui, "#fault"))
        await ui.press("escape")
        assert ui.app.screen is ui.picker


async def test_a_region_that_no_partition_has_is_refused_and_a_newer_one_told(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui() as ui:
        await open_bare_role(ui)
        await ui.press("ctrl+s")
        region = ui.app.screen.query_one("#region", Input)
        region.value = "London"
        await ui.until(lambda: '"London" is not an AWS region. Did you mean eu-west-2?' in shown(ui, "#fault"))
        await ui.press("enter")
        assert ui.app.screen is not ui.picker
        region.value = "eu-west-9"
        await ui.until(lambda: '"eu-west-9" is not among the regions that this version knows.' in shown(ui, "#fault"))
        await ui.press("enter")
        await ui.until(lambda: ui.app.screen is ui.picker)
    assert "region = eu-west-9" in config_of(home).read_text()


async def test_all_marked_roles_are_saved_at_once(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui() as ui:
        await open_bare_role(ui)
        account = ui.row.account
        refs = {
            (ui.row.session, account.id, role)
            for role in ui.picker.state.catalog.of(ui.row.session).known_roles(account.id)
        }
        ui.picker.state.mark([ui.row.ref._replace(role=role) for _, _, role in refs])
        await ui.press("ctrl+s")
        await ui.until(lambda: "+[profile" in shown(ui, "#lines"))
        await ui.press("enter")
        await ui.until(lambda: ui.message.startswith("Wrote"))
        assert refs <= set(ui.picker.state.view().names)


async def test_marked_roles_of_two_sessions_keep_what_each_session_sets(open_ui: OpenUi, home: DemoHome) -> None:
    first, second = (instance.session for instance in home.organization.world.instances[:2])
    own = SessionSettings(region="eu-north-1", output="yaml", name_template="A-{role}-{account_id}")
    settings = Settings(profiles_region="us-east-1", sessions={first: own})
    async with open_ui(settings=settings) as ui:
        await ui.listed()
        state = ui.picker.state
        named = state.view().names
        bare = [next(ref for ref in state.catalog.refs((name,)) if ref not in named) for name in (first, second)]
        state.mark(bare)
        await ui.press("ctrl+s")
        ui.app.screen.query_one("#output", Input).value = "json"
        mine = f"+[profile A-{bare[0].role}-{bare[0].account_id}]"
        await ui.until(lambda: mine in shown(ui, "#lines") and shown(ui, "#lines").count("+output = json") == 2)
        assert "+region = eu-north-1" in shown(ui, "#lines")
        assert "+region = us-east-1" in shown(ui, "#lines")


async def test_a_profile_whose_role_is_gone_says_so(open_ui: OpenUi, home: DemoHome) -> None:
    config = config_of(home)
    session = next(line for line in config.read_text().splitlines() if line.startswith("[sso-session "))
    name = session.removeprefix("[sso-session ").removesuffix("]")
    with config.open("a") as file:
        file.write(f"\n[profile zzz-left]\nsso_session = {name}\nsso_account_id = 000000000000\nsso_role_name = Old\n")
    async with open_ui() as ui:
        await ui.listed()
        ui.picker.set_query("zzz-left")
        await ui.until(lambda: any("zzz-left" in line for line in ui.lines))
        assert any("zzz-left" in line and "gone" in line for line in ui.lines)


async def test_the_doctor_shows_the_fault_then_the_change_and_mends_it(open_ui: OpenUi, home: DemoHome) -> None:
    config = config_of(home)
    with config.open("a") as file:
        file.write("\n[profileTeam_Unicorn]\nregion = eu-west-1\n")
    async with open_ui() as ui:
        await ui.press("ctrl+g")
        assert isinstance(ui.app.screen, Doctor)
        await ui.until(lambda: "the space before its name is missing" in shown(ui, "#lines"))
        assert f"{config}:" in shown(ui, "#lines")
        await ui.press("enter")
        await ui.until(lambda: "+[profile Team_Unicorn]" in shown(ui, "#lines"))
        assert "[profileTeam_Unicorn]" in config.read_text()
        await ui.press("enter")
        await ui.until(lambda: "Team_Unicorn" not in shown(ui, "#lines"))
        await ui.press("escape")
        assert "Team_Unicorn" in ui.picker.state.view().profiles
    assert "[profile Team_Unicorn]" in config.read_text()


async def test_a_name_template_that_tells_no_roles_apart_is_told_with_what_it_lacks(open_ui: OpenUi) -> None:
    async with open_ui(settings=Settings(profiles_name_template="{session}-{account_name}")) as ui:
        await open_bare_role(ui, has_siblings=True)
        await ui.press("ctrl+s")
        await ui.until(lambda: "add {role} to tell them apart." in shown(ui, "#fault"))
        ui.app.screen.query_one("#name", Input).value = "mine"
        await ui.until(lambda: "+[profile mine]" in shown(ui, "#lines"))
        assert shown(ui, "#fault") == ""


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_row_is_blank_below_a_diff_that_scrolls(size: tuple[int, int], open_ui: OpenUi) -> None:
    async with open_ui(size=size) as ui:
        await open_bare_role(ui)
        await ui.press("ctrl+s")
        await ui.until(lambda: "+managed_by = ssotui" in shown(ui, "#lines"))
        await ui.pilot.pause()
        diff = ui.app.screen.query_one("#diff")
        frame = ui.app.screen.query_one(".frame")
        assert diff.region.bottom == frame.content_region.bottom
        assert size[1] > 15 or diff.max_scroll_y > 0
        assert diff.max_scroll_y == 0 or frame.region.height == size[1]
