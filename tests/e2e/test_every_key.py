"""Each key of the table, pressed in a real terminal: its effect is seen there, or in the files and the shell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.tui.picker.commands import table as commands
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux", "bash")

ROLE = "data-platform prod readonly"
_NAMES = {"enter": "Enter", "tab": "Tab", "escape": "Escape"}
_KEYS_GIVEN = {
    "role.service": "F7",
    "app.theme": "F8",
    "session.migrate": "F9",
}  # in the settings, to commands without a key


def pressed(key: commands.Command) -> str:
    """The key by tmux's name."""
    return _KEYS_GIVEN.get(key.id) or _NAMES.get(key.key) or key.key.replace("ctrl+", "C-").replace("f1", "F1")


class Effect(NamedTuple):
    """What is typed first, and what is seen after the key."""

    typed: str
    seen: str


EFFECTS = {
    "role.use": Effect(ROLE, 'Write profile "data-platform-prod.ReadOnlyAccess"'),
    "role.copy": Effect(ROLE, "Copied the credentials of ReadOnlyAccess"),
    "role.console": Effect(ROLE, "Opened the console as ReadOnlyAccess"),
    "role.service": Effect(ROLE, "acm/home#/certificates/list"),
    "role.region": Effect(ROLE, "Hyderabad"),
    "profile.save": Effect(ROLE, "+[profile data-platform-prod.ReadOnlyAccess]"),
    "row.mark": Effect(ROLE, "1 marked"),
    "role.favourite": Effect(ROLE, "ReadOnlyAccess ★"),
    "session.login": Effect(ROLE, "Sign in to acme"),
    "session.logout": Effect(ROLE, "Sign out of acme?"),
    "session.migrate": Effect("", "1 profile will be migrated to the session globex"),
    "session.add": Effect("", "Add a session"),
    "tree.pivot": Effect("", "▸ AdministratorAccess"),
    "list.down": Effect("", "Account ID"),
    "app.theme": Effect("", "solarized-light"),
    "app.doctor": Effect("", "Doctor"),
    "app.palette": Effect("", "Refresh this account or session"),
    "app.help": Effect("", "Open the AWS console as the role"),
    "app.leave": Effect("audit", "type to find"),
}


@pytest.fixture
def picker(open_terminal: OpenTerminal, home: DemoHome, tmp_path: Path) -> Iterator[Terminal]:
    """The picker in bash, everything listed; its browser writes the address to a file."""
    settings = tmp_path / "config.toml"
    opened = tmp_path / "opened"
    keys = "\n".join(f"'{name}' = '{key.lower()}'" for name, key in _KEYS_GIVEN.items())
    settings.write_text(f"[login]\nbrowser = \"sh -c 'echo $0 >> {opened}' {{url}}\"\n[keys]\n{keys}\n")
    terminal = open_terminal("bash --norc --noprofile", {**home.env, "SSOTUI_CONFIG": str(settings)})
    terminal.command('eval "$(ssotui init bash)"; clear; ssotui')
    terminal.until_listed()
    yield terminal
    terminal.press("C-c")


def test_no_key_of_the_table_is_forgotten_here() -> None:
    assert {*EFFECTS, "tree.refresh", "list.up", "app.details"} == set(commands.BY_ID)


@pytest.mark.parametrize("name", EFFECTS)
def test_each_key_does_what_the_table_says(picker: Terminal, name: str) -> None:
    effect = EFFECTS[name]
    if effect.typed:
        picker.type(effect.typed)
        picker.until(" found")
    picker.press(pressed(commands.BY_ID[name]))
    assert effect.seen in picker.until(effect.seen)


def test_refreshing_asks_aws_for_the_accounts_roles_again(picker: Terminal, organization: Organization) -> None:
    picker.type(ROLE)
    picker.until(" found")
    before = organization.counts["ListAccountRoles"]
    picker.press(pressed(commands.BY_ID["tree.refresh"]))
    picker.until_that(lambda _: organization.counts["ListAccountRoles"] == before + 1, "one more request")
    assert organization.counts["ListAccounts"] == 2  # once a session, when it was opened


def test_the_keys_that_move_about_do_so(picker: Terminal) -> None:
    """By the details pane: it names the row under the cursor."""
    for key, title in (
        ("Down", "analytics-test"),
        ("Up", "acme"),
        ("C-j", "analytics-test"),
        ("C-k", "acme"),
        ("End", "old-style"),
        ("Home", "acme"),
        ("PageDown", ""),
        ("PageUp", "acme"),
    ):
        before = picker.screen()
        picker.press(key)
        picker.until_that(partial(_shows, title, before), f"{key} to {title}")
    picker.press("Down", "Right")
    picker.until("▾ analytics-test")
    picker.press("Left")
    assert "▾ analytics-test" not in picker.until("▸ analytics-test")


def test_the_details_are_hidden_and_shown(picker: Terminal) -> None:
    for shown in (False, True):
        picker.press(pressed(commands.BY_ID["app.details"]))
        picker.until_that(partial(_has_details, shown), f"details shown: {shown}")
    title = "╭─ Session ─"
    assert title in picker.screen()
    assert "75 accounts" in picker.screen()


def test_the_keys_that_edit_the_filter_do_so(picker: Terminal) -> None:
    picker.type("audit read")
    picker.until("❯ audit read ")
    for key, left in (("BSpace", "❯ audit rea "), ("C-w", "❯ audit "), ("C-u", "type to find")):
        picker.press(key)
        picker.until(left)
    picker.press("C-c")
    picker.until_that(lambda _: not picker.alternate_screen(), "the prompt")
    assert picker.status() == "130"


def _shows(title: str, before: str, screen: str) -> bool:
    """Another row has the cursor: the one of that title, by the first line of the details in their frame."""
    titled = next((line.split("│")[-2].strip() for line in screen.splitlines() if line.count("│") > 1), "")
    return screen != before and title in ("", titled)


def _has_details(wanted: bool, screen: str) -> bool:
    return ("Start URL" in screen) is wanted
