"""What the picker makes of a machine on which something is wrong: it opens, says so, and the rest works."""

from __future__ import annotations

import shutil
from typing import Any

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import Settings
from tests.tui.conftest import Ui

OpenUi = Any


def session_line(ui: Ui, session: str) -> str:
    return next(line for line in ui.lines if f" {session} " in line)


async def test_without_any_aws_folder_it_opens_and_says_how_to_begin(open_ui: OpenUi, home: DemoHome) -> None:
    shutil.rmtree(home.folder / ".aws")
    async with open_ui() as ui:
        assert ui.rows == []
        assert any("adds your company's access portal" in line for line in ui.lines)


async def test_a_config_that_cannot_be_parsed_is_told_with_file_and_line(open_ui: OpenUi, home: DemoHome) -> None:
    text = home.config_file.read_text()
    home.config_file.write_text(text + "\n[profile twice]\nregion = a\n[profile twice]\n")
    broken = home.config_file.read_bytes()
    async with open_ui() as ui:
        assert str(home.config_file) in ui.message
        assert f"line {broken.count(b'[profile twice]') + text.count(chr(10)) + 2}" in ui.message
        await ui.press("enter", "down", "enter")
        await ui.type("x")
        assert "read-only" in ui.picker.filter_line.render_line(0).text.rstrip(), "long after the message is gone"
    assert home.config_file.read_bytes() == broken


async def test_a_signed_out_session_says_so_and_the_others_work(open_ui: OpenUi, home: DemoHome) -> None:
    home.sign_out("acme")
    async with open_ui() as ui:
        await ui.listed()
        assert "signed out" in session_line(ui, "acme")
        assert "sign in" in "\n".join(ui.lines)
        assert {row.session for row in ui.rows if row.kind == "account"} == {
            session.name for session in ui.picker.state.snapshot.configuration.sessions if session.name != "acme"
        }


async def test_an_unreadable_token_file_is_told_on_its_sessions_row(open_ui: OpenUi, home: DemoHome) -> None:
    home.token_file("acme").write_text("[]")
    async with open_ui() as ui:
        await ui.listed()
        assert "token file unreadable" in session_line(ui, "acme")
        assert home.token_file("acme").name in ui.details
        assert ui.picker.hint_line.render_line(0).text.rstrip().startswith("Enter sign in")


async def test_a_revoked_token_is_told_without_losing_what_was_known(
    open_ui: OpenUi, organization: Organization
) -> None:
    async with open_ui() as ui:
        await ui.listed()
        known = len(ui.accounts())
    organization.revoke("acme")
    async with open_ui(settings=Settings(catalog_max_age=Settings().catalog_max_age * 0)) as ui:
        await ui.until(lambda: ui.message == "acme: AWS no longer refreshes the sign-in to acme. Press ^L to sign in.")
        assert len(ui.accounts()) == known
        assert "! expired" in session_line(ui, "acme")


async def test_offline_the_kept_tree_stays_usable_and_says_how_old_it_is(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    async with open_ui() as ui:
        await ui.listed()
    profile = home.profiles[0]
    for operation in ("ListAccounts", "ListAccountRoles"):
        organization.fault(operation, "reset", times=None)
    async with open_ui(query=profile, settings=Settings(catalog_max_age=Settings().catalog_max_age * 0)) as ui:
        await ui.until(lambda: "old" in session_line(ui, "acme"))
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == profile


async def test_a_corrupt_cache_counts_as_none(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui() as ui:
        await ui.listed()
        known = len(ui.accounts())
    for kept in (home.folder / ".cache" / "ssotui").iterdir():
        kept.write_bytes(b'{"version": 1, "accounts": [[1]]')
    async with open_ui() as ui:
        await ui.listed()
        assert len(ui.accounts()) == known


async def test_fresh_accounts_cost_no_request(open_ui: OpenUi, organization: Organization) -> None:
    async with open_ui() as ui:
        await ui.listed()
    before = organization.counts.total()
    async with open_ui() as ui:
        await ui.type("prod")
        await ui.pilot.pause(0.2)
    assert organization.counts.total() == before


async def test_ctrl_r_fetches_one_accounts_roles_again(open_ui: OpenUi, organization: Organization) -> None:
    async with open_ui() as ui:
        await ui.listed()
        before = organization.counts["ListAccountRoles"]
        await ui.press("down", "ctrl+r")
        await ui.until(lambda: organization.counts["ListAccountRoles"] == before + 1)
        await ui.listed()
    assert organization.counts["ListAccountRoles"] == before + 1
