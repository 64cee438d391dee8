"""The README says what the program has: its tables of keys and commands are the program's own."""

from __future__ import annotations

import re
from pathlib import Path

from ssotui.cli import parser
from ssotui.core.session_status import SIGNS
from ssotui.core.shell.shell_table import SHELLS
from ssotui.settings import FORMATS, Settings
from ssotui.tui.picker import commands

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_key_is_in_the_table_of_keys() -> None:
    rows = [f"| {commands.shown(key.key)} | `{key.id}` | {key.tooltip} |" for key in commands.COMMANDS]
    assert not [row for row in rows if row not in README]


def test_every_command_is_in_the_table_of_commands() -> None:
    rows = [f"| `ssotui {name}` | {parser.COMMANDS[name].summary} |" for name in parser.command_names()]
    assert not [row for row in rows if row not in README]


def test_every_sign_is_in_the_table_of_signs() -> None:
    assert not [sign for sign, words in SIGNS if f"| {sign} | {words} |" not in README]


def test_every_line_that_installs_a_wrapper_is_in_the_table_of_shells() -> None:
    shells = [shell for shell in SHELLS.values() if shell.line]
    lines = [shell.line.format("ssotui").replace("|", "\\|") for shell in shells]
    marks = ["``" if "`" in line else "`" for line in lines]  # as many as the line has not in a row
    rows = [
        f"| {shell.title} | {mark}{line}{mark} | `{shell.start_file}` |"
        for shell, line, mark in zip(shells, lines, marks, strict=True)
    ]
    assert rows
    assert not [row for row in rows if row not in README]


def test_every_setting_is_shown() -> None:
    names = [name.partition("_")[2] for name in Settings._fields if name != "keys"]
    assert not [name for name in names if f"\n{name} = " not in README]


def test_every_credential_format_is_named() -> None:
    assert not [name for name in FORMATS if f"`{name}`" not in README]


def test_every_picture_that_is_shown_exists() -> None:
    shown = [part.partition(")")[0] for part in README.split("](screenshots/")[1:]]
    assert shown
    assert not [name for name in shown if not (Path(__file__).parents[2] / "screenshots" / name).is_file()]


def test_it_stays_a_front_page() -> None:
    assert len(README.splitlines()) <= 320


def test_every_file_that_it_names_exists() -> None:
    root = Path(__file__).parents[2]
    named = re.findall(r"`((?:tests|core|cli|tui|actions|demo|shell|ssotui)/[\w/.]+)`", README)
    assert len(named) > 10
    files = {part for part in named if not part.startswith("cli/NAME")}
    assert not [name for name in files if not (root / name).exists() and not (root / "ssotui" / name).exists()]
