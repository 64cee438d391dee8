"""Names of any script shift no column in a real terminal, whether it measures them as the picker does or not."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from ssotui.core.printable import printable
from ssotui.demo import hostile_names
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import World, make_world
from tests.e2e.terminal import OpenTerminal

pytestmark = pytest.mark.needs("tmux")

# tmux 3.3a gives the first three other widths than the picker, and terminals for East Asian text the last two.
_ODD = ("தமிழ்-prod", "မြန်မာ prod", "\U0001fabe tree-prod", "①② prod", "café prod")

# Writes each name at the start of the line and asks the terminal where its cursor is then.
_PROBE = """
import json, re, os, sys, termios, tty
tty.setraw(0)
found = []
for name in json.load(open(sys.argv[1], encoding="utf-8")):
    os.write(1, b"\\r\\x1b[2K" + name.encode() + b"\\x1b[6n")
    answer = b""
    while not answer.endswith(b"R"):
        answer += os.read(0, 1)
    found.append(int(re.search(rb";(\\d+)R", answer)[1]) - 1)
json.dump(found, open(sys.argv[2], "w"))
print("\\r\\nmeasured", end="", flush=True)
os.read(0, 1)
"""


def test_a_real_terminal_gives_every_name_the_width_that_we_do(open_terminal: OpenTerminal, tmp_path: Path) -> None:
    names = [printable(name) for name in (*hostile_names.NAMES, "日本 語", "한글", "🇩🇪 de", "👍🏽 team", "e\u0301")]
    names = [name for name in names if 0 < len(name) < 200]
    asked, told, probe = (tmp_path / name for name in ("asked.json", "told.json", "probe.py"))
    asked.write_text(json.dumps(names), encoding="utf-8")
    probe.write_text(_PROBE, encoding="utf-8")
    terminal = open_terminal(f"{sys.executable} {probe} {asked} {told}", {"PATH": "/usr/bin:/bin"}, width=240)
    terminal.until("measured")
    widths = json.loads(told.read_text())
    assert [
        (name, cell_len(name), width) for name, width in zip(names, widths, strict=True) if cell_len(name) != width
    ] == []


@pytest.fixture
def organization() -> Iterator[Organization]:
    """One instance, whose accounts have odd names; two are plain."""
    first, *_ = make_world(sessions=1, accounts=len(_ODD) + 2, roles=2).instances
    names = (*_ODD, "payments-prod", "billing-prod")
    accounts = (replace(account, name=name) for account, name in zip(first.accounts, names, strict=True))
    with serving(World((replace(first, accounts=tuple(accounts)),), seed=1)) as served:
        yield served


def test_ids_stand_in_one_column_behind_names_that_the_terminal_measures_differently(
    open_terminal: OpenTerminal, home: DemoHome, organization: Organization
) -> None:
    accounts = organization.world.instances[0].accounts
    terminal = open_terminal("bash --norc --noprofile", home.env, width=80, height=24)
    for query in ("", "prod"):  # the tree, and the matches
        terminal.command(f"ssotui {query}".rstrip())
        terminal.until_listed()
        terminal.until_that(lambda screen: all(account.id in screen for account in accounts), "all accounts")
        terminal.until_that(
            lambda _: len({terminal.column_of(account.id) for account in accounts}) == 1, "IDs in one column"
        )
        assert "தமிழ்-prod" in terminal.screen()
        terminal.press("C-c")
        terminal.until_that(lambda _: not terminal.alternate_screen(), "the shell")
