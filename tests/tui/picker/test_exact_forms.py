"""What is pasted into the filter: the cursor is on what it names."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from textual import events

from ssotui.demo.home import DemoHome
from tests.tui.conftest import Ui

OpenUi = Any

HASH = "0123456789abcdef"
PORTAL_LINK = "https://acme.awsapps.com/start/#/console?account_id={id}&role_name={role}"
FORMS = (
    "{session}/{id}/{role}",
    "{session}/{name}/{role}",
    "{id}/{role}",
    "arn:aws:sts::{id}:assumed-role/AWSReservedSSO_{role}_" + HASH + "/jane@example.com",
    "arn:aws:iam::{id}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_{role}_" + HASH,
    PORTAL_LINK,
    "{role}-{id}",
)


async def paste(ui: Ui, text: str) -> None:
    ui.picker.post_message(events.Paste(text))
    await ui.pilot.pause()


async def some_role(ui: Ui) -> dict[str, str]:
    await ui.listed()
    await ui.type("northwind read")
    row = ui.row
    assert row.ref is not None
    assert row.account is not None
    await ui.press("ctrl+u")
    return {"session": row.session, "id": row.account.id, "name": row.account.title, "role": row.role}


async def test_the_cursor_is_on_the_role_that_was_pasted_whatever_is_around_it(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        facts = await some_role(ui)
        for form, around in product(FORMS, ("{}", "  {}\n", '"{}"', "`{}`,")):
            await paste(ui, around.format(form.format(**facts)))
            assert (ui.row.session, ui.row.account.id, ui.row.role) == (facts["session"], facts["id"], facts["role"])
            assert [row.role for row in ui.rows if row.kind == "role"] == [facts["role"]]
            await ui.press("ctrl+u")


async def test_a_paste_that_a_terminal_broke_over_lines_is_joined(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        facts = await some_role(ui)
        link = PORTAL_LINK.format(**facts)
        await paste(ui, f"{link[:30]}\n  {link[30:60]}\r\n{link[60:]}\n")
        assert ui.row.role == facts["role"]
        assert ui.picker.state.query == link


async def test_what_is_pasted_behind_the_command_is_taken_in_the_same_way(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        facts = await some_role(ui)
    async with open_ui(query=f'"{facts["id"]}/\n{facts["role"]}" ') as ui:
        assert ui.row.role == facts["role"]


async def test_what_is_pasted_over_typed_words_takes_their_place_if_it_names_something(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        facts = await some_role(ui)
        await ui.type("zzz")
        await paste(ui, f"{facts['id']}/{facts['role']}")
        assert ui.row.role == facts["role"]
        await ui.press("ctrl+u")
        await ui.type("nor")
        await paste(ui, "thwind\nread")
        assert ui.picker.state.query == "northwind read"


async def test_a_log_file_pasted_by_mistake_holds_nothing_up(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await paste(ui, "2026-11-25 ERROR something went wrong\n" * 20_000)
        assert len(ui.picker.state.query) <= 500
        await ui.press("ctrl+u")
        assert ui.picker.state.query == ""


@pytest.mark.parametrize("dashes", [False, True])
async def test_an_account_id_puts_the_cursor_into_its_account(open_ui: OpenUi, dashes: bool) -> None:
    async with open_ui() as ui:
        number = (await some_role(ui))["id"]
        await paste(ui, f"{number[:4]}-{number[4:8]}-{number[8:]}" if dashes else f" {number}\n")
        assert ui.row.account.id == number
        assert ui.row.kind == "role"


async def test_a_profiles_name_puts_the_cursor_on_its_role(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await paste(ui, f"\n {home.profiles[1]} \n")
        assert home.profiles[1] in ui.picker.state.view().names[ui.row.ref]


async def test_a_profile_whose_name_looks_like_a_word_of_the_grammar_is_found(open_ui: OpenUi, home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("\n[profile !odd]\nregion = eu-west-1\n")
    async with open_ui(query="!odd") as ui:
        assert [(row.kind, row.text) for row in ui.rows if row.kind == "profile"] == [("profile", "!odd")]
        assert ui.row.text == "!odd"


async def test_profiles_of_a_session_that_was_never_listed_are_found_and_sign_in_first(
    open_ui: OpenUi, home: DemoHome
) -> None:
    home.sign_out("acme")
    async with open_ui(query=home.profiles[0]) as ui:
        assert ui.row.text == home.profiles[0]
        await ui.press("enter")
        await ui.until(lambda: type(ui.app.screen).__name__ == "SignInDialog")


async def test_the_name_in_iam_finds_the_role_in_every_account_that_has_it(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        facts = await some_role(ui)
        for end in ("", "/jane@example.com"):
            await paste(ui, f"AWSReservedSSO_{facts['role']}_{HASH}{end}")
            assert {row.role for row in ui.rows if row.kind == "role"} == {facts["role"]}
            await ui.press("ctrl+u")
