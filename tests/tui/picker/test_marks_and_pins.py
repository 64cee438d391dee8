"""The views by real keys: the tree turned round, and marks with what is done with them."""

from __future__ import annotations

from typing import Any

from textual.widgets import Static

from ssotui.demo.home import DemoHome
from ssotui.settings import Settings
from ssotui.tui.dialogs.save_profiles import SaveProfiles
from tests.tui.conftest import Ui
from tests.tui.looks import text_of

OpenUi = Any


async def mark_two(ui: Ui) -> None:
    """The role under the cursor and the next one."""
    for _ in range(2):
        await ui.down_to(lambda row: row.ref)
        await ui.press("tab")


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
        assert role in ui.picker.state.catalog.of(ui.row.session).known_roles(account.id)
        await ui.press("ctrl+t")
        assert ui.row.kind == "account"
        assert role in ui.picker.state.catalog.of(ui.row.session).known_roles(ui.row.account.id)


async def test_turned_and_filtered_enter_switches_to_the_account_below_the_role(
    open_ui: OpenUi, home: DemoHome
) -> None:
    async with open_ui(settings=Settings(profiles_confirm_write=False)) as ui:
        await ui.listed()
        await ui.press("ctrl+t")
        await ui.filter("northwind 'read")
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
        await ui.filter("northwind 'read")
        await mark_two(ui)
        assert ui.message.startswith("✓ 2 marked: ^S save · ^F pin · ^R refresh")
        await ui.press("escape")
        assert "Esc unmark" in ui.message
        assert text_of(ui.app).count("marked") == 1, "told in one place"
        await ui.press("escape")
        assert "marked" not in text_of(ui.app)
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
        await ui.filter("northwind 'admin")
        await ui.press("home", "tab")
        refs = ui.picker.state.marks.refs
        assert len(refs) == ui.picker.state.found().total
        assert all("admin" in f"{ref.role} {ui.picker.state.account(ref)}".lower() for ref in refs)


async def test_marked_roles_are_pinned_together_and_unpinned_together(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.filter("northwind 'read")
        await mark_two(ui)
        await ui.press("ctrl+f")
        assert ui.message == "Pinned 2 roles."
        await ui.press("escape")
        assert len([row for row in ui.rows if row.kind == "pinned"]) == 2
        await ui.press("ctrl+f")
        assert not [row for row in ui.rows if row.kind == "pinned"]


async def test_refreshing_with_marks_asks_for_just_their_accounts(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.filter("northwind 'read")
        await mark_two(ui)
        state = ui.picker.state
        accounts = {(ref.session, ref.account_id) for ref in state.marks.refs}
        before = {one: state.catalog.of(one[0]).roles_of(one[1]).as_of for one in accounts}
        whole = {name: state.catalog.of(name).accounts.as_of for name, _ in accounts}
        await ui.press("ctrl+r")
        await ui.until(
            lambda: all(
                getattr(state.catalog.of(s).roles_of(a), "as_of", before[s, a]) > before[s, a] for s, a in accounts
            )
        )
        assert {name: state.catalog.of(name).accounts.as_of for name, _ in accounts} == whole


async def test_saving_takes_every_marked_role_whatever_the_filter_shows(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.filter("northwind 'read")
        await mark_two(ui)
        await ui.press("ctrl+u")
        await ui.filter("northwind admin")
        await ui.down_to(lambda row: row.ref and row.ref not in ui.picker.state.marks.refs)
        await ui.press("tab", "ctrl+s")
        assert isinstance(ui.app.screen, SaveProfiles)
        await ui.until(lambda: str(ui.app.screen.query_one("#lines", Static).content).count("sso_role_name") == 3)
