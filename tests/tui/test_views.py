"""The views by real keys: the tree turned round, and marks with what is done with them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Static

from ssotui import wiring
from ssotui.core.model import Account
from ssotui.demo.home import DemoHome
from ssotui.demo.organisation import Organisation
from ssotui.demo.world import DemoAccount
from ssotui.settings import Settings
from ssotui.tui.screens.save_profiles import SaveProfiles
from tests.tui.conftest import Ui

OpenUi = Any


async def test_turning_the_tree_keeps_the_cursor_on_its_role(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down", "right", "down", "down")
        ref = ui.row.ref
        assert ref
        await ui.press("ctrl+t")
        assert ui.row.ref == ref
        assert "permission-set" in {row.kind for row in ui.rows}
        assert any(ui.row.account.id in line and line.startswith("▌") for line in ui.lines)
        await ui.press("ctrl+t")
        assert ui.row.ref == ref
        assert "account" in {row.kind for row in ui.rows}


async def test_an_account_turns_into_a_permission_set_that_it_grants(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down")
        account = ui.row.account
        await ui.press("ctrl+t")
        role = ui.row.role
        assert ui.row.kind == "permission-set"
        assert role in ui.picker.browsing.catalog.of(ui.row.session).known_roles(account.id)
        await ui.press("ctrl+t")
        assert ui.row.kind == "account"
        assert role in ui.picker.browsing.catalog.of(ui.row.session).known_roles(ui.row.account.id)


async def test_turned_and_filtered_enter_switches_to_the_account_below_the_role(
    open_ui: OpenUi, home: DemoHome
) -> None:
    async with open_ui(settings=Settings(profiles_confirm_write=False)) as ui:
        await ui.listed()
        await ui.press("ctrl+t")
        await ui.type("northwind 'read")
        ref = ui.row.ref
        assert ui.rows[1].kind == "permission-set"
        assert ref
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    written = home.config_file.read_text().split(f"[profile {ui.app.return_value.profile}]")[1]
    assert f"sso_account_id = {ref.account_id}\nsso_role_name = {ref.role}\n" in written


async def test_what_is_open_stays_open_in_each_layout(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down", "right")
        straight = len(ui.rows)
        await ui.press("ctrl+t")
        assert len(ui.rows) < straight
        await ui.press("right")
        turned = len(ui.rows)
        await ui.press("ctrl+t", "ctrl+t")
        assert len(ui.rows) == turned


async def test_marks_are_counted_and_told_until_escape_takes_them_away(open_ui: OpenUi) -> None:
    async with open_ui(size=(60, 15)) as ui:
        await ui.listed()
        await ui.type("northwind 'read")
        await ui.press("tab", "tab")
        assert ui.message.startswith("✓ 2 marked: ^S save · ^F pin · ^R refresh")
        await ui.press("escape")
        assert "Esc unmark" in ui.message
        assert "2 marked" in ui.picker.filter_line.render().plain
        await ui.press("escape")
        assert "marked" not in ui.message + ui.picker.filter_line.render().plain
        assert ui.app.is_running


async def test_a_branch_shows_whether_all_or_some_of_it_is_marked(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down", "right", "tab")
        own = next(line for line in ui.lines if line.startswith("▌"))
        assert own.startswith("▌ ✓ ▾ ")
        await ui.press("down", "tab", "up", "up")
        own = next(line for line in ui.lines if line.startswith("▌"))
        assert own.startswith("▌ – ▾ ")


async def test_while_filtering_a_branch_marks_only_what_was_found(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind 'admin")
        await ui.press("home", "tab")
        refs = ui.picker.browsing.marks.refs
        assert len(refs) == ui.picker.browsing.found().total
        assert all("admin" in f"{ref.role} {ui.picker.browsing.account(ref)}".lower() for ref in refs)


async def test_marked_roles_are_pinned_together_and_unpinned_together(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind 'read")
        await ui.press("tab", "tab", "ctrl+f")
        assert ui.message == "Pinned 2 roles."
        await ui.press("escape")
        assert len([row for row in ui.rows if row.kind == "pinned"]) == 2
        await ui.press("ctrl+f")
        assert not [row for row in ui.rows if row.kind == "pinned"]


async def test_refreshing_with_marks_asks_for_just_their_accounts(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind 'read")
        await ui.press("tab", "tab")
        browsing = ui.picker.browsing
        accounts = {(ref.session, ref.account_id) for ref in browsing.marks.refs}
        before = {one: browsing.catalog.of(one[0]).roles_of(one[1]).as_of for one in accounts}
        whole = {name: browsing.catalog.of(name).accounts.as_of for name, _ in accounts}
        await ui.press("ctrl+r")
        await ui.until(
            lambda: all(
                getattr(browsing.catalog.of(s).roles_of(a), "as_of", before[s, a]) > before[s, a] for s, a in accounts
            )
        )
        assert {name: browsing.catalog.of(name).accounts.as_of for name, _ in accounts} == whole


async def test_saving_takes_every_marked_role_whatever_the_filter_shows(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind 'read")
        await ui.press("tab", "tab", "ctrl+u")
        await ui.type("northwind admin")
        await ui.press("tab", "ctrl+s")
        assert isinstance(ui.app.screen, SaveProfiles)
        await ui.until(lambda: str(ui.app.screen.query_one("#lines", Static).content).count("sso_role_name") == 3)


async def refreshed(ui: Ui, organisation: Organisation) -> tuple[Account, Account, str]:
    """An account and a role go, others come, acme is listed again: (what has changed, what is gone, its role too)."""
    await ui.listed()
    center = organisation.center("acme")
    changed, lost = [row.account for row in ui.rows if row.kind == "account" and row.account][:2]
    left = [account for account in center.instance.accounts if account.id not in (changed.id, lost.id)]
    roles = next(account.roles for account in center.instance.accounts if account.id == changed.id)
    had = DemoAccount(changed.id, changed.name, changed.email, (*roles[1:], "Fresh_Role"))
    center.regrant([had, *left, DemoAccount("909090909090", "zz-fresh", None, roles)])
    await ui.press("home", "ctrl+r")
    await ui.until(lambda: ui.picker.browsing.catalog.of("acme").news.count_gone == 2)
    await ui.until(lambda: ui.picker.browsing.catalog.of("acme").news.count_new == 2)
    await ui.listed()
    return changed, lost, roles[0]


async def test_new_and_gone_are_told_on_every_level(open_ui: OpenUi, organisation: Organisation) -> None:
    async with open_ui(size=(140, 40)) as ui:
        changed, lost, _ = await refreshed(ui, organisation)
        shown = "\n".join(ui.lines)
        assert re.search(r"acme .* 2 new  2 gone", shown)
        assert re.search(rf"{changed.id} .*1 new  1 gone", shown)
        assert re.search(rf"{lost.id} .*gone", shown)
        await ui.type("fresh")
        shown = "\n".join(ui.lines)
        assert re.search("909090909090 .*new", shown)
        assert re.search("Fresh_Role .*new", shown)


@pytest.mark.parametrize("turned", [False, True])
async def test_what_is_gone_is_found_but_can_not_be_switched_to(
    turned: bool, open_ui: OpenUi, organisation: Organisation
) -> None:
    async with open_ui(size=(140, 40)) as ui:
        changed, lost, gone = await refreshed(ui, organisation)
        if turned:
            await ui.press("ctrl+t")
        await ui.type(f"'{lost.id}")
        await ui.press("end")
        assert ui.row.kind == "gone"
        await ui.press("enter")
        assert ui.message == "AWS no longer lists this account for you: it was gone at the last refresh."
        await ui.press("ctrl+y", "ctrl+u")
        await ui.type(f"'{gone} '{changed.id}")
        await ui.press("end")
        assert (ui.row.kind, ui.row.role) == ("gone", gone)
        await ui.press("enter")
        assert f"AWS no longer lists {gone} for you" in ui.message
        assert ui.app.is_running


async def test_a_mark_goes_with_its_role(open_ui: OpenUi, organisation: Organisation) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down", "right", "down", "tab", "tab")
        first, second = sorted(ui.picker.browsing.marks.refs)
        center = organisation.center("acme")
        center.regrant(
            replace(account, roles=tuple(role for role in account.roles if role != first.role))
            if account.id == first.account_id
            else account
            for account in center.instance.accounts
        )
        await ui.press("ctrl+r")
        await ui.until(lambda: ui.picker.browsing.marks.refs == {second})
        assert ui.message.startswith("✓ 1 marked")


async def test_a_profile_of_a_role_that_is_gone_is_switched_to_only_after_a_yes(
    open_ui: OpenUi, home: DemoHome
) -> None:
    with home.config_file.open("a") as file:
        file.write("\n[profile zz-left]\nsso_session = acme\nsso_account_id = 000000000000\nsso_role_name = Old\n")
    async with open_ui("zz-left") as ui:
        await ui.until(lambda: ui.rows and ui.row.text == "zz-left" and any("gone" in line for line in ui.lines))
        await ui.press("enter")
        assert "no longer grants you the role of zz-left" in ui.message
        await ui.press("escape")
        assert ui.app.is_running
        await ui.press("enter")
        await ui.pilot.pause(0.4)
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == "zz-left"


async def test_pins_are_favourites_then_what_is_used_most_then_where_the_shell_is(
    open_ui: OpenUi, home: DemoHome
) -> None:
    history = await used(open_ui, home)
    async with open_ui(current=home.profiles[0], size=(120, 40)) as ui:
        await ui.listed()
        pins = [row for row in ui.rows if row.kind == "pinned"]
        assert [pin.text or str(pin.ref) for pin in pins[:3]] == ["org-auditor", *history[:2]]
        assert len(pins) == 9
        assert home.profiles[0] in ui.picker.browsing.names_of(pins[-1].ref)
        await ui.pilot.resize_terminal(60, 15)
        await ui.until(lambda: len([row for row in ui.rows if row.kind == "pinned"]) == 4)
        await ui.type("read")
        assert not [row for row in ui.rows if row.kind == "pinned"]


async def used(open_ui: OpenUi, home: DemoHome) -> list[str]:
    """Twelve roles, the first ones used most, and a pinned profile: the roles' keys."""
    async with open_ui() as ui:
        await ui.listed()
        refs = [str(ref) for ref in ui.picker.browsing.catalog.refs(["acme"])][::25][:12]
    backend = wiring.build(home.env, Settings())
    for times, key in enumerate(reversed(refs), 1):
        for _ in range(times):
            backend.history.record_use(key, backend.now())
    backend.history.set_favourites(["profile:org-auditor"], True)
    return refs


async def test_the_cursor_starts_where_the_shell_is_most_often_but_is_not_now(open_ui: OpenUi, home: DemoHome) -> None:
    backend = wiring.build(home.env, Settings())
    profiles = [profile for profile in backend.profiles.read().profiles if profile.ref][:2]
    for times, profile in ((5, profiles[0]), (2, profiles[1])):
        for _ in range(times):
            backend.history.record_use(str(profile.ref), backend.now())
    async with open_ui() as ui:
        await ui.listed()
    async with open_ui(current=profiles[0].name) as ui:
        await ui.until(lambda: ui.rows)
        assert (ui.row.kind, ui.row.ref) == ("pinned", profiles[1].ref)
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == profiles[1].name


@pytest.mark.parametrize("turned", [False, True])
async def test_a_pin_acts_as_its_role_does(turned: bool, open_ui: OpenUi, home: DemoHome) -> None:
    history = await used(open_ui, home)
    async with open_ui() as ui:
        await ui.until(lambda: ui.rows)
        if turned:
            await ui.press("ctrl+t")
        await ui.press("home", "down", "down")
        assert (ui.row.kind, str(ui.row.ref)) == ("pinned", history[0])
        await ui.press("ctrl+f")
        assert history[0] in ui.picker.browsing.survey.history.favourites
        pin = ui.row
        await ui.press("tab")
        assert ui.picker.browsing.marks.refs == {pin.ref}
        await ui.press("escape", "up", "ctrl+t")
        assert ui.row == pin
        assert ui.picker.occasion().has_role
