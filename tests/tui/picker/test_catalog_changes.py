"""What is new and gone since the last refresh, in the picker."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from ssotui.core.model import Account
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.demo.world import DemoAccount
from tests.tui.conftest import Ui

OpenUi = Any


async def refreshed(ui: Ui, organization: Organization) -> tuple[Account, Account, str]:
    """An account and a role go, others come, acme is listed again: (what has changed, what is gone, its role too)."""
    await ui.listed()
    center = organization.center("acme")
    changed, lost = [row.account for row in ui.rows if row.kind == "account" and row.account][:2]
    left = [account for account in center.instance.accounts if account.id not in (changed.id, lost.id)]
    roles = next(account.roles for account in center.instance.accounts if account.id == changed.id)
    had = DemoAccount(changed.id, changed.name, changed.email, (*roles[1:], "Fresh_Role"))
    center.assign([had, *left, DemoAccount("909090909090", "zz-fresh", None, roles)])
    await ui.press("home", "ctrl+r")
    await ui.until(lambda: ui.picker.state.catalog.of("acme").changes.count_gone == 2)
    await ui.until(lambda: ui.picker.state.catalog.of("acme").changes.count_new == 2)
    await ui.listed()
    return changed, lost, roles[0]


async def test_new_and_gone_are_told_on_every_level(open_ui: OpenUi, organization: Organization) -> None:
    async with open_ui(size=(140, 40)) as ui:
        changed, lost, _ = await refreshed(ui, organization)
        shown = "\n".join(ui.lines)
        assert re.search(r"acme .* 2 new  2 gone", shown)
        assert re.search(rf"{changed.id} .*1 new  1 gone", shown)
        assert re.search(rf"{lost.id} .*gone", shown)
        await ui.filter("fresh")
        shown = "\n".join(ui.lines)
        assert re.search("909090909090 .*new", shown)
        assert re.search("Fresh_Role .*new", shown)
        await ui.filter("")
        await ui.until(lambda: any("2 new  2 gone" in line for line in ui.lines))
        await ui.pilot.resize_terminal(60, 15)
        await ui.until(lambda: ui.picker.size.width == 60 and any("  2 gone" in line for line in ui.lines))


@pytest.mark.parametrize("turned", [False, True])
async def test_what_is_gone_is_found_but_can_not_be_switched_to(
    turned: bool, open_ui: OpenUi, organization: Organization
) -> None:
    async with open_ui(size=(140, 40)) as ui:
        changed, lost, gone = await refreshed(ui, organization)
        if turned:
            await ui.press("ctrl+t")
        await ui.filter(f"'{lost.id}")
        await ui.press("end")
        assert ui.row.kind == "gone"
        await ui.press("enter")
        assert ui.message == "This account is no longer assigned to you: it was gone at the last refresh."
        await ui.press("ctrl+y", "ctrl+u")
        await ui.filter(f"'{gone} '{changed.id}")
        await ui.press("end")
        assert (ui.row.kind, ui.row.role) == ("gone", gone)
        await ui.press("enter")
        assert f"{gone} is no longer assigned to you" in ui.message
        assert ui.app.is_running


async def test_a_mark_goes_with_its_role(open_ui: OpenUi, organization: Organization) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down", "right", "down", "tab", "tab")
        first, second = sorted(ui.picker.state.marks.refs)
        center = organization.center("acme")
        center.assign(
            replace(account, roles=tuple(role for role in account.roles if role != first.role))
            if account.id == first.account_id
            else account
            for account in center.instance.accounts
        )
        await ui.press("ctrl+r")
        await ui.until(lambda: ui.picker.state.marks.refs == {second})
        assert ui.message.startswith("✓ 1 marked")


async def test_a_profile_of_a_role_that_is_gone_is_switched_to_only_after_a_yes(
    open_ui: OpenUi, home: DemoHome
) -> None:
    with home.config_file.open("a") as file:
        file.write("\n[profile zz-left]\nsso_session = acme\nsso_account_id = 000000000000\nsso_role_name = Old\n")
    async with open_ui("zz-left") as ui:
        await ui.until(lambda: ui.rows and ui.row.text == "zz-left" and any("gone" in line for line in ui.lines))
        await ui.press("enter")
        assert 'The role of the profile "zz-left" is no longer assigned to you' in ui.message
        await ui.press("escape")
        assert ui.app.is_running
        await ui.press("enter")
        await ui.pilot.pause(0.4)
        await ui.press("right", "enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == "zz-left"
