"""A query that nothing fits: what was searched, what wasn't, and what to do."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organisation import Organisation
from tests.tui.conftest import Ui

OpenUi = Any


def said(ui: Ui) -> str:
    return " ".join(" ".join(ui.lines).split())


@pytest.mark.parametrize("size", [(120, 40), (60, 15)])
async def test_it_says_what_was_searched_and_how_to_go_on(open_ui: OpenUi, size: tuple[int, int]) -> None:
    async with open_ui(size=size) as ui:
        await ui.listed()
        await ui.type("read qqqq")
        assert 'No matches for "read qqqq"' in said(ui)
        assert 'Nothing matches "qqqq"; "read" alone finds' in said(ui)
        assert re.search(r"Searched [\d,]+ roles of 220 accounts in acme and .*, and 2 other profiles\.", said(ui))
        assert "Esc clears the filter." in said(ui)
        assert "Still loading" not in said(ui)
        await ui.press("escape")
        assert "No matches for" not in said(ui)


async def test_it_says_that_the_listing_is_under_way(open_ui: OpenUi, organisation: Organisation) -> None:
    organisation.latency = 0.5
    async with open_ui(query="qqqq") as ui:
        await ui.until(lambda: "Still loading" in said(ui))
        assert 'No matches for "qqqq"' in said(ui)


async def test_it_says_which_sessions_were_not_searched(open_ui: OpenUi, home: DemoHome) -> None:
    home.sign_out("acme")
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("qqqq")
        assert "Not searched (signed out): acme. Press ^L to sign in." in said(ui)
        assert "of 110 accounts in $(touch pwned)" in said(ui)


async def test_an_account_that_is_not_listed_is_named(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("arn:aws:iam::999999999999:role/x")
        assert "No session has an account 999999999999 for you." in said(ui)


async def test_a_role_that_is_not_granted_is_told_with_those_that_are(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("northwind 'read")
        account, role = ui.row.account, ui.row.role
        assert account is not None
        await ui.press("ctrl+u")
        await ui.type(f"{account.id}/NoSuchRole")
        assert f"{account.title} ({account.id}) is listed, but has no role NoSuchRole for you. You have" in said(ui)
        assert role in said(ui)


async def test_it_says_which_command_was_meant_perhaps(open_ui: OpenUi) -> None:
    async with open_ui(query="lgoin", command_meant="login") as ui:
        await ui.until(lambda: ui.message == "Did you mean ssotui login?")
        await ui.type("qqqq")
        assert "Did you mean" not in ui.message
