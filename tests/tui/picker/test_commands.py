"""The table of actions: what applies to a row, the bottom line, the help and the palette that derive from it."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from ssotui.core import picker_settings
from ssotui.core.model import Account, TokenState
from ssotui.core.tree.rows import Row
from ssotui.demo.home import DemoHome
from ssotui.settings import Settings
from ssotui.tui.dialogs.help import Help
from ssotui.tui.dialogs.palette import Palette
from ssotui.tui.picker.commands import table as commands
from ssotui.tui.picker.commands.context import CommandContext
from tests.tui.conftest import buffer

OpenUi = Any
NO_CONFIRMING = Settings(profiles_confirm_write=False)


def hint_line(ui: Any) -> str:  # noqa: ANN401 - the fixture's own class
    return str(ui.picker.hint_line.render_line(0).text.rstrip())


def offered(ui: Any) -> list[str]:  # noqa: ANN401
    """What the palette shows, from the top."""
    if not isinstance(ui.app.screen, Palette):
        return []
    return [entry.text for entry in ui.app.screen.entries.entries]


async def test_every_action_of_the_table_is_one_of_the_picker(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        assert ui.picker.commands.keys() == commands.BY_ID.keys()


async def test_the_bottom_line_shows_what_matters_for_the_row_under_the_cursor(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        assert re.split("  +", hint_line(ui))[:4] == ["Enter collapse", "Tab mark all", "^R refresh", "^X sign out"]
        await ui.press("down")
        assert re.split("  +", hint_line(ui))[:3] == ["Enter expand", "Tab mark all", "^R refresh"]
        await ui.type("northwind read")
        assert re.split("  +", hint_line(ui))[:5] == ["Enter switch", "^Y copy", "^O console", "^E region", "^S save"]
        assert hint_line(ui).endswith("Esc clear")
        await ui.press("ctrl+f")
        assert "^F unpin" in hint_line(ui)
        await ui.press("tab")
        assert hint_line(ui).startswith("Enter switch"), "marks change nothing: the message line tells their commands"


def contexts() -> list[CommandContext]:
    """Every kind of row, in every state of its session, marked or not."""
    account = Account("1" * 12, "one", "")
    rows = [
        None,
        Row("session", 0, "acme"),
        Row("account", 1, "acme", account),
        Row("role", 2, "acme", account, "Admin"),
        Row("profile", 1, text="static"),
    ]
    base = CommandContext(sessions=1, is_defined=True)
    return [
        base._replace(row=row, session=row.session if row else "", state=state if row and row.session else "", **more)
        for row in rows
        for state in get_args(TokenState)
        for more in ({}, {"marked": 2}, {"is_filtered": True, "is_open": True}, {"legacy": ("acme",), "marked": 1})
    ]


def test_the_bottom_line_has_one_order_whatever_the_row() -> None:
    order = [command.id for command in commands.COMMANDS]
    for at in contexts():
        ids = [hint.id for hint in commands.key_hints(at, {})]
        assert ids == sorted(ids, key=order.index)
        assert ids[-3:] == ["app.palette", "app.help", "app.leave"]


def test_the_bottom_line_uses_the_words_of_help_and_palette() -> None:
    for at in contexts():
        for hint in commands.key_hints(at, {}):
            # On a role whose session is signed out, Enter does two things.
            words = f"{commands.BY_ID[hint.id].tooltip_in(at)} {commands.BY_ID['session.login'].tooltip}".lower()
            assert all(word in words for word in re.findall(r"[a-z]+", hint.label)), hint


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_the_bottom_line_always_ends_in_the_same_three(open_ui: OpenUi, width: int) -> None:
    async with open_ui(size=(width, 20)) as ui:
        await ui.listed()
        for query, leave in (("", "leave"), ("northwind read", "clear"), ("zzzz", "clear")):
            await ui.filter(query)
            assert re.search(rf"\^P more +F1 help +Esc {leave}$", hint_line(ui))
            assert len(hint_line(ui)) == width - 2, "they keep their place"


async def test_a_session_that_nobody_is_signed_in_to_is_offered_a_sign_in(open_ui: OpenUi, home: DemoHome) -> None:
    home.expire("acme", refreshable=False)
    async with open_ui(query="acme") as ui:
        await ui.press("escape")
        await ui.until(lambda: hint_line(ui).startswith("Enter sign in"))
        assert "sign out" not in hint_line(ui)


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_bottom_line_fits_every_width_and_cuts_no_word(open_ui: OpenUi, width: int) -> None:
    async with open_ui(size=(width, 20)) as ui:
        await ui.listed()
        await ui.type("northwind read")
        line = hint_line(ui)
        assert len(line) <= width - 2
        assert "^P more" in line
        assert "Enter switch" in line
        assert all(f"{hint.key} {hint.label}" in line for hint in ui.picker.hint_line.hints if hint.key in line)


async def test_a_click_in_the_bottom_line_does_what_it_says(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        column = hint_line(ui).index("F1")
        await ui.pilot.click("HintLine", offset=(column + 2, 0))
        await ui.until(lambda: ui.app.screen is not ui.picker)
        assert isinstance(ui.app.screen, Help)


async def test_a_key_that_does_not_apply_to_the_row_says_what_it_needs(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        for key in ("ctrl+y", "ctrl+o"):
            await ui.press(key)
            assert ui.message == "Select a role or a profile first."
            assert ui.picker.message_line.is_error
        await ui.press("ctrl+s")
        assert ui.message == "Select a role, or mark several."
        assert ui.picker.message_line.is_error


async def test_the_help_tells_apart_what_applies_and_what_does_not(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("f1")
        shown = ui.app.export_screenshot().replace("&#160;", " ")
        assert "Select a role or a profile first." in shown
        assert "No SSO session is configured yet." not in shown


async def test_the_palette_lists_every_action_with_its_key_the_fitting_ones_first(open_ui: OpenUi) -> None:
    async with open_ui(settings=Settings(keys={"role.copy": "f6"})) as ui:
        await ui.listed()
        await ui.press("ctrl+p")
        await ui.until(lambda: offered(ui))
        lines = [line for line in offered(ui) if not line.startswith(" ")]
        assert len(lines) == sum(bool(command.key) for command in commands.COMMANDS) - 1
        assert any(line.startswith(" " * 7 + "Choose a service") for line in offered(ui))
        copying = next(index for index, line in enumerate(lines) if line.startswith("F6 "))
        assert lines[copying].endswith("Select a role or a profile first.")
        assert all("Select a role" in line or "There are no legacy profiles." in line for line in lines[copying:])


async def test_an_action_from_the_palette_is_done_on_the_row(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        ref = ui.row.ref
        await ui.press("ctrl+p")
        await ui.type("pin or unpin")
        await ui.until(lambda: offered(ui) and offered(ui)[0].startswith("^F"))
        await ui.press("enter")
        await ui.until(lambda: ui.picker.state.snapshot.history.favorites)
        assert list(ui.picker.state.snapshot.history.favorites) == [str(ref)]


async def test_a_role_found_in_the_palette_is_switched_to(open_ui: OpenUi) -> None:
    async with open_ui(settings=NO_CONFIRMING) as ui:
        await ui.listed()
        await ui.press("ctrl+p")
        await ui.type("northwind read")
        best = ui.picker.state.find("northwind read").groups[0][0].account
        await ui.until(lambda: offered(ui) and best.title in offered(ui)[0])
        await ui.press("enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.wrote


async def test_roles_in_the_palette_are_a_table_as_matches_are(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("ctrl+p")
        await ui.type("prod admin")
        await ui.until(lambda: len([line for line in offered(ui) if " › " in line]) > 1)
        lines = [line for line in offered(ui) if " › " in line]
        assert len({line.index(" › ") for line in lines}) == 1


async def test_where_a_command_has_the_word_no_role_matches_by_scattered_letters(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        assert ui.picker.state.find("leave").total
        await ui.press("ctrl+p")
        await ui.type("leave")
        await ui.until(lambda: any("then leave" in line for line in offered(ui)))
        assert not [line for line in offered(ui) if " › " in line]
        await ui.press("ctrl+u")
        await ui.type("brkglass")
        await ui.until(lambda: any("BreakGlass" in line for line in offered(ui)))


async def test_the_palette_finds_profiles_and_shows_nasty_names_as_they_are(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("ctrl+p")
        await ui.type("org-auditor")
        await ui.until(lambda: any(line.strip().startswith("org-auditor") for line in offered(ui)))
        await ui.press("ctrl+u")
        await ui.type("@click=app.quit")
        await ui.until(lambda: any("[@click=app.quit]click me[/]" in line for line in offered(ui)))
        assert ui.app.is_running


async def test_escape_and_ctrl_c_close_the_palette_and_keep_the_filter(open_ui: OpenUi) -> None:
    async with open_ui(query="prod") as ui:
        for key in ("escape", "ctrl+c", "ctrl+p"):
            await ui.press("ctrl+p")
            await ui.until(lambda: isinstance(ui.app.screen, Palette))
            await ui.press(key)
            await ui.until(lambda: ui.app.screen is ui.picker)
        assert ui.picker.state.query == "prod"


@pytest.mark.needs("tmux")
async def test_what_is_known_of_the_row_is_copied_from_the_palette(open_ui: OpenUi, tmux: dict[str, str]) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind read")
        number = ui.row.account.id
        await ui.press("ctrl+p")
        await ui.type("copy account ID")
        await ui.until(lambda: offered(ui) and offered(ui)[0].strip() == f"Copy account ID  {number}")
        await ui.press("enter")
        await ui.until(lambda: "Copied" in ui.message)
    assert buffer(tmux) == number


async def test_what_was_typed_stands_out_in_the_palettes_actions(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.press("ctrl+p")
        await ui.type("sign")
        await ui.until(lambda: offered(ui) and offered(ui)[0].startswith("^L"))
        marked = [text for text, style in ui.app.screen.entries.entries[0].label if "match" in style.split()]
        assert marked == ["Sign"]


async def test_a_default_key_that_another_action_took_runs_that_one_only(open_ui: OpenUi) -> None:
    keys = picker_settings.with_dropped({"list.down": "ctrl+n"})
    async with open_ui(settings=Settings(keys=keys)) as ui:
        await ui.listed()
        before = ui.picker.access.cursor
        await ui.press("ctrl+n")
        assert ui.picker.access.cursor == before + 1
        assert ui.app.screen is ui.picker, "no form for a new session"
        assert not any(hint.id == "session.add" for hint in ui.picker.hint_line.hints)


def test_a_sentence_names_the_palettes_key_for_a_command_without_one() -> None:
    keymap = {"session.login": "", "row.mark": "ctrl+l"}
    assert [commands.key_of(name, keymap) for name in keymap] == ["", "^L"]
    assert [commands.key_for(name, keymap) for name in keymap] == ["^P", "^L"]
