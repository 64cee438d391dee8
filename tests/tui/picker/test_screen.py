"""The picker, by keys and by what is seen."""

from __future__ import annotations

from typing import Any

import pytest

from ssotui.core.printable import printable
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import Settings

OpenUi = Any
FIRST, SECOND = "acme", 1


async def test_sessions_and_accounts_are_listed_live(open_ui: OpenUi, organization: Organization) -> None:
    async with open_ui() as ui:
        await ui.listed()
        listed = [row.account.id for row in ui.rows if row.kind == "account"]
        assert sorted(listed) == sorted(
            account.id for instance in organization.world.instances for account in instance.accounts
        )


async def test_no_name_is_taken_as_markup_or_as_a_control_sequence(open_ui: OpenUi) -> None:
    async with open_ui(size=(200, 200)) as ui:
        await ui.listed()
        shown = "\n".join(ui.lines)
        for name in (
            "[bold red]loud[/]",
            "[@click=app.quit]click me[/]",
            "$(touch pwned)",
            "[prod] payments",
            "a[/foo]b",
        ):
            assert name in shown
        assert printable(shown.replace("\n", "")) == printable(shown.replace("\n", "")).strip()
        assert not {"\x1b", "\x07", "\x9b", "\u202e", "\x00"} & set(shown)


async def test_typing_filters_and_enter_switches_to_the_best_role(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui(settings=Settings(profiles_confirm_write=False)) as ui:
        await ui.listed()
        await ui.type("northwind read")
        ref = ui.row.ref
        assert "Read" in ref.role
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    choice = ui.app.return_value
    assert choice.wrote
    assert f"[profile {choice.profile}]" in home.config_file.read_text()


async def test_the_first_profile_is_written_only_after_a_yes(open_ui: OpenUi, home: DemoHome) -> None:
    before = home.config_file.read_bytes()
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("sandbox readonly")
        assert ui.row.ref.role
        await ui.press("enter")
        assert ui.message.startswith("Write profile ")
        await ui.press("escape")
        assert ui.message == ""
        assert home.config_file.read_bytes() == before
        await ui.press("enter", "enter")
        await ui.until(lambda: ui.app.return_value)
    assert home.config_file.read_bytes() != before


async def test_a_role_that_has_a_profile_is_switched_to_as_it_is(open_ui: OpenUi, home: DemoHome) -> None:
    before = home.config_file.read_bytes()
    profile = home.profiles[0]
    async with open_ui(query=profile) as ui:
        await ui.listed()
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == profile
    assert home.config_file.read_bytes() == before


async def test_other_profiles_can_be_switched_to(open_ui: OpenUi) -> None:
    async with open_ui(query="org-auditor") as ui:
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == "org-auditor"


async def test_escape_clears_the_filter_then_leaves(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.type("prod")
        await ui.press("escape")
        assert ui.picker.state.query == ""
        await ui.press("escape")
        await ui.until(lambda: not ui.app.is_running)
    assert ui.app.return_value is None


async def test_ctrl_c_leaves_at_once(open_ui: OpenUi) -> None:
    async with open_ui(query="prod") as ui:
        await ui.press("ctrl+c")
        await ui.until(lambda: not ui.app.is_running)
    assert ui.app.return_value is None


async def test_backspace_ctrl_w_and_ctrl_u_edit_the_filter(open_ui: OpenUi) -> None:
    async with open_ui(query="one two three") as ui:
        await ui.press("backspace")
        assert ui.picker.state.query == "one two thre"
        await ui.press("ctrl+w")
        assert ui.picker.state.query == "one two"
        await ui.press("ctrl+u")
        assert ui.picker.state.query == ""


async def test_right_opens_and_left_closes(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("down")
        account = ui.row.account
        await ui.press("right", "right")
        assert ui.row.account == account
        assert ui.row.kind in ("role", "note")
        await ui.press("left")
        assert ui.row.kind == "account"
        await ui.press("left")
        assert ui.rows[ui.picker.access.cursor + 1].kind == "account"
        await ui.press("left")
        assert ui.row.kind == "session"


async def test_the_cursor_stays_on_its_row_while_answers_stream_in(open_ui: OpenUi, organization: Organization) -> None:
    organization.latency = 0.02
    async with open_ui() as ui:
        await ui.until(lambda: len(ui.accounts()) > 5)
        await ui.press("down", "down", "down")
        before = ui.row.key
        await ui.listed()
        assert ui.row.key == before


async def test_a_query_that_found_nothing_yet_gets_the_cursor_on_the_first_role_that_comes(
    open_ui: OpenUi, organization: Organization
) -> None:
    organization.latency = 3.0  # longer than opening takes on a busy machine
    async with open_ui(query="northwind read") as ui:
        assert ui.rows == []
        organization.latency = 0.0
        await ui.until(lambda: ui.rows)
        await ui.listed()
        assert ui.row.ref is not None


async def test_only_rows_in_view_are_drawn(open_ui: OpenUi) -> None:
    async with open_ui(size=(100, 30)) as ui:
        await ui.listed()
        before = ui.picker.access.drawn
        await ui.press("end")
        await ui.pilot.pause()
        assert len(ui.rows) > 100
        assert ui.picker.access.drawn - before <= 4 * ui.picker.access.size.height


async def test_a_key_draws_the_rows_in_view_and_lays_nothing_else_out(open_ui: OpenUi) -> None:
    async with open_ui(size=(100, 30)) as ui:
        await ui.listed()
        await ui.type("re")
        before = ui.picker.access.drawn
        await ui.press("a")
        await ui.pilot.pause()
        assert len(ui.rows) > ui.picker.access.size.height
        assert ui.picker.access.drawn - before <= 2 * ui.picker.access.size.height


async def test_a_role_can_be_pinned_and_unpinned(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        ref = ui.row.ref
        await ui.press("ctrl+f", "escape")
        assert [row.ref for row in ui.rows if row.kind == "pinned"] == [ref]
        await ui.press("home", "down", "ctrl+f")
        assert not [row for row in ui.rows if row.kind == "pinned"]


async def test_tab_marks_a_role_or_all_of_an_account(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind 'read")
        first = ui.row.ref
        await ui.press("tab")
        assert ui.picker.state.marks.refs == {first}
        assert any("✓ " in line and first.role in line for line in ui.lines)
        await ui.press("home", "tab")
        assert {row.ref for row in ui.rows if row.ref and row.session == first.session} == ui.picker.state.marks.refs
        await ui.press("home", "tab", "escape")
        assert not ui.picker.state.marks.refs
        await ui.press("home", "down", "tab")
        assert ui.row.kind == "account"
        assert {ref.account_id for ref in ui.picker.state.marks.refs} == {ui.row.account.id}


async def test_production_is_asked_about_and_no_key_typed_ahead_answers(open_ui: OpenUi) -> None:
    settings = Settings(profiles_confirm_write=False, safety_production=("*",))
    async with open_ui(settings=settings) as ui:
        await ui.listed()
        await ui.type("northwind 'read")
        ui.picker.action_run_command("role.use")
        ui.picker.parts.question.answer("y")
        assert " [PROD]?" in ui.message
        await ui.pilot.pause(0.4)
        await ui.press("n")
        assert ui.message == ""
        await ui.press("enter")
        await ui.pilot.pause(0.4)
        await ui.press("y")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.wrote


@pytest.mark.parametrize("key", ["f1", "question_mark"])
async def test_help_lists_every_key_and_any_key_closes_it(open_ui: OpenUi, key: str) -> None:
    async with open_ui(size=(120, 60)) as ui:
        await ui.press(key)
        await ui.pilot.pause()
        svg = ui.app.export_screenshot().replace("&#160;", " ")
        assert "Refresh this account" in svg
        assert "Clear the filter" in svg
        await ui.press("escape")
        assert ui.app.screen is ui.picker


async def test_a_notice_stands_above_the_tree(open_ui: OpenUi) -> None:
    async with open_ui(notices=("AWS_ACCESS_KEY_ID [/] in this shell.",)) as ui:
        assert "AWS_ACCESS_KEY_ID [/] in this shell." in ui.app.export_screenshot().replace("&#160;", " ")


async def test_pasting_a_reference_puts_enter_on_its_role(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        ref = ui.row.ref
        await ui.press("ctrl+u")
        from textual import events

        ui.picker.post_message(events.Paste(f"{ref.account_id}/{ref.role}"))
        await ui.pilot.pause()
        await ui.press("enter", "enter")
        await ui.until(lambda: ui.app.return_value)
    profile = ui.app.return_value.profile
    assert f"sso_role_name = {ref.role}" in home.config_file.read_text().split(f"[profile {profile}]")[1]


async def test_a_click_on_the_cursors_row_does_what_enter_does(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        second_row = (10, ui.picker.access.gutter.top + 1)
        await ui.pilot.click(type(ui.picker.access), offset=second_row)
        assert ui.row.kind == "account"
        count = len(ui.rows)
        await ui.pilot.click(type(ui.picker.access), offset=second_row)
        assert len(ui.rows) > count


@pytest.mark.parametrize("size", [(300, 80), (120, 40), (80, 24), (60, 15), (20, 5), (1, 1)])
async def test_it_can_be_drawn_at_any_size(open_ui: OpenUi, size: tuple[int, int]) -> None:
    async with open_ui(size=size) as ui:
        await ui.listed()
        await ui.type("prod")
        assert ui.app.is_running
