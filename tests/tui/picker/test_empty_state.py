"""A query that nothing fits: what was searched, what wasn't, and what to do."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ssotui.core.printable import printable
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.tui.dialogs.sign_in import SignInDialog
from tests.tui.conftest import Ui
from tests.tui.looks import text_of

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


async def test_it_does_not_say_so_where_all_lists_are_up_to_date(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
    async with open_ui(query="qqqq") as ui:
        await ui.until(lambda: not ui.picker.parts.feed.is_fetching)
        await ui.until(lambda: "Still loading" not in said(ui))
        assert 'No matches for "qqqq"' in said(ui)


async def test_in_an_older_list_it_says_how_to_fetch_new_accounts(
    open_ui: OpenUi, home: DemoHome, organization: Organization
) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.type("qqqq")
        assert "fetches new accounts" not in said(ui)
    for path in (home.folder / ".cache/ssotui").glob("catalog-*"):
        document = json.loads(path.read_text())
        path.write_text(json.dumps(document | {"as_of": document["as_of"] - 3 * 3600}))
    async with open_ui(query="qqqq") as ui:
        await ui.until(lambda: "Listed 3h ago. ^R fetches new accounts." in said(ui))
        before = organization.counts["ListAccounts"]
        await ui.press("ctrl+r")
        await ui.until(lambda: organization.counts["ListAccounts"] > before)
        await ui.until(lambda: "fetches new accounts" not in said(ui) and "Still loading" not in said(ui))


async def test_it_says_that_the_listing_is_under_way(open_ui: OpenUi, organization: Organization) -> None:
    organization.latency = 0.5
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


async def test_the_key_signs_in_to_the_session_that_the_query_names(open_ui: OpenUi, home: DemoHome) -> None:
    sessions = [instance.session for instance in home.organization.world.instances]
    for session in sessions:
        home.sign_out(session)
    async with open_ui(query=sessions[-1]) as ui:
        await ui.until(lambda: f"Press ^L to sign in to {printable(sessions[-1])}." in said(ui))
        await ui.press("ctrl+l")
        assert isinstance(ui.app.screen, SignInDialog)
        await ui.until(lambda: f"Sign in to {printable(sessions[-1])}" in text_of(ui.app))


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
