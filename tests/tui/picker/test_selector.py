"""The picker as the selector of a command: Enter hands roles back, and nothing is switched or written."""

from __future__ import annotations

from typing import Any

import pytest

from ssotui.core.search.references import reference
from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import Settings
from ssotui.tui.dialogs.palette import Palette
from ssotui.tui.dialogs.sign_in import SignInDialog
from ssotui.tui.picker.commands.table import BY_ID
from ssotui.tui.picker.selector import Selected, Selector
from ssotui.tui.widgets.entry_list import EntryList
from tests.tui.conftest import Ui

OpenUi = Any

EXEC = Selector("exec", "run")
GUARDED = Settings(safety_production=("*",), login_method="device-code", login_browser="none")


def top_line(ui: Ui) -> str:
    return ui.picker.filter_line.render_line(0).text.rstrip()


def footer(ui: Ui) -> str:
    return ui.picker.hint_line.render_line(0).text.rstrip()


def chosen(ui: Ui) -> tuple[str, ...] | None:
    value = ui.app.return_value
    assert value is None or isinstance(value, Selected)
    return value.words if value else None


async def to_a_role(ui: Ui) -> str:
    """Move to the first role, and give the words that name it."""
    await ui.down_to(lambda row: row.ref)
    assert ui.row.ref
    return reference(ui.row.ref)


async def test_the_top_line_and_the_footer_say_what_it_is_for(open_ui: OpenUi) -> None:
    async with open_ui("northwind", selector=EXEC) as ui:
        await ui.listed()
        await to_a_role(ui)
        assert top_line(ui).startswith("exec: choose a role ❯ northwind ")
        assert footer(ui).startswith("Enter run  ")


async def test_enter_hands_back_the_role_and_writes_nothing(open_ui: OpenUi, home: DemoHome) -> None:
    before = home.config_file.read_bytes()
    async with open_ui("northwind read", selector=EXEC) as ui:
        await ui.listed()
        role = await to_a_role(ui)
        await ui.press("enter")
        assert chosen(ui) == (role,)
        assert not ui.picker.backend.history.load().uses
    assert home.config_file.read_bytes() == before


async def test_a_profile_without_a_role_is_handed_back_by_its_name(open_ui: OpenUi) -> None:
    async with open_ui(STATIC_PROFILE, selector=EXEC) as ui:
        await ui.until(lambda: ui.picker.access.row and ui.row.text == STATIC_PROFILE)
        await ui.press("enter")
        await ui.until(lambda: chosen(ui))
        assert chosen(ui) == (STATIC_PROFILE,)


async def test_production_is_left_for_the_command_to_ask_about(open_ui: OpenUi) -> None:
    async with open_ui("northwind", selector=EXEC, settings=GUARDED) as ui:
        await ui.listed()
        role = await to_a_role(ui)
        await ui.press("enter")
        assert chosen(ui) == (role,)


async def test_an_account_expands_as_ever(open_ui: OpenUi) -> None:
    async with open_ui(selector=EXEC) as ui:
        await ui.listed()
        await ui.down_to(lambda row: row.kind == "account")
        rows = len(ui.rows)
        await ui.press("enter")
        assert len(ui.rows) > rows
        assert chosen(ui) is None


@pytest.mark.parametrize("selector", [EXEC, Selector("exec", "run", several=True)])
async def test_a_signed_out_session_is_signed_in_to_first(
    open_ui: OpenUi, home: DemoHome, organization: Organization, selector: Selector
) -> None:
    session = organization.world.instances[0].session
    async with open_ui(selector=selector) as ui:
        await ui.listed()
    home.expire(session, refreshable=False)
    async with open_ui(f"session:{session}", settings=GUARDED, selector=selector) as ui:
        role = await to_a_role(ui)
        if selector.several:
            await ui.press("tab")
        else:
            assert footer(ui).startswith("Enter sign in, run ")
        await ui.press("enter")
        await ui.until(lambda: isinstance(ui.app.screen, SignInDialog))
        await ui.until(organization.oidc.user_codes)
        assert chosen(ui) is None
        organization.approve()
        await ui.until(lambda: chosen(ui))
        assert chosen(ui) == (role,)


async def test_a_command_that_must_not_sign_in_gets_the_role_at_once(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    session = organization.world.instances[0].session
    async with open_ui() as ui:
        await ui.listed()
    home.expire(session, refreshable=False)
    async with open_ui(f"session:{session}", selector=Selector("profile add", "add profile", signs_in=False)) as ui:
        role = await to_a_role(ui)
        assert footer(ui).startswith("Enter add profile ")
        await ui.press("enter")
        assert chosen(ui) == (role,)


async def test_marked_roles_are_handed_back_together_where_the_command_takes_several(open_ui: OpenUi) -> None:
    async with open_ui("northwind read", selector=Selector("exec", "run", several=True)) as ui:
        await ui.listed()
        marked = []
        for _ in range(2):
            marked.append(await to_a_role(ui))
            await ui.press("tab")
        assert top_line(ui).startswith("exec: choose roles ❯ northwind read ")
        assert footer(ui).startswith("Enter run ")
        assert ui.message.startswith("✓ 2 marked: Enter run · ")
        await ui.press("up", "up", "up", "enter")  # wherever the cursor is
        assert chosen(ui) == tuple(sorted(marked))


async def test_marks_count_for_enter_only_where_the_command_takes_several(open_ui: OpenUi) -> None:
    async with open_ui("northwind read", selector=EXEC) as ui:
        await ui.listed()
        await to_a_role(ui)
        await ui.press("tab")
        role = await to_a_role(ui)
        assert "Enter" not in ui.message
        await ui.press("enter")
        assert chosen(ui) == (role,)


async def test_esc_leaves_while_the_filter_is_the_commands_own(open_ui: OpenUi) -> None:
    async with open_ui("northwind", selector=EXEC) as ui:
        await ui.listed()
        assert footer(ui).endswith("Esc leave")
        await ui.type(" read")
        assert footer(ui).endswith("Esc clear")
        await ui.press("escape")
        assert ui.picker.state.query == ""
        assert ui.app.is_running
        await ui.press("escape")
        await ui.until(lambda: not ui.app.is_running)
        assert chosen(ui) is None


async def test_a_query_without_matches_says_which_key_clears_it(open_ui: OpenUi) -> None:
    async with open_ui("zzz", selector=EXEC) as ui:
        await ui.until(lambda: not ui.picker.parts.feed.progress() and "No matches" in "\n".join(ui.lines))
        assert "^U clears the filter." in "\n".join(ui.lines)
        await ui.press("escape")
        await ui.until(lambda: not ui.app.is_running)


async def test_nothing_in_it_speaks_of_switching(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui("northwind", selector=EXEC) as ui:
        await ui.listed()
        await to_a_role(ui)
        assert "Region " in ui.details
        assert "Enter runs the command with it" in ui.details
        assert "AWS_PROFILE" not in ui.details
        use = BY_ID["role.use"].tooltip_in(ui.picker.context())
        assert use == "Choose the role; expand or collapse the row"
        await ui.press("ctrl+p")
        await ui.until(lambda: isinstance(ui.app.screen, Palette))
        await ui.type("switch this")
        assert not any("Switch" in entry.text for entry in ui.app.screen.query_one(EntryList).entries)


@pytest.mark.parametrize(
    ("enter", "sentence"),
    [
        ("switch", "Enter switches to it"),
        ("print", "Enter prints its name"),
        ("copy credentials", "Enter copies its credentials"),
        ("open console", "Enter opens its console"),
        ("open a shell", "Enter opens a shell with it"),
        ("add profile", "Enter adds a profile for it"),
    ],
)
def test_what_enter_does_is_a_sentence(enter: str, sentence: str) -> None:
    assert Selector("a command", enter).sentence == sentence
