"""The README says what the program has: its tables of keys and commands are the program's own."""

from __future__ import annotations

import re
from pathlib import Path

from ssotui import settings
from ssotui.cli import parser
from ssotui.core.session_status import SIGNS
from ssotui.core.shell.shell_table import SHELLS
from ssotui.settings import FORMATS, AccountStyle, SessionSettings, Settings
from ssotui.tui.picker.commands import table as commands

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_key_is_in_the_table_of_keys() -> None:
    rows = [f"| {commands.shown(key.key)} | `{key.id}` | {key.tooltip} |" for key in commands.COMMANDS]
    assert not [row for row in rows if row not in README]


def test_every_command_is_in_the_table_of_commands() -> None:
    rows = [f"| `ssotui {name}` | {parser.COMMANDS[name].summary} |" for name in parser.command_names()]
    assert not [row for row in rows if row not in README]


def test_every_sign_is_in_the_line_of_signs() -> None:
    assert f"\n{' · '.join(f'{sign} {words}' for sign, words in SIGNS)}\n" in README


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


def test_every_setting_is_shown_with_its_default() -> None:
    names = [name.partition("_")[2] for name in Settings._fields if name not in ("keys", "accounts", "sessions")]
    assert not [name for name in names if f"\n{name} = " not in README]
    assert settings.parse(_shown_settings().encode(), Path("README.md")) == Settings()


def test_the_settings_of_accounts_sessions_and_keys_are_shown_by_an_example() -> None:
    shown = re.sub(r'^# (?=")', "", _shown_settings(), flags=re.MULTILINE)
    examples = settings.parse(shown.encode(), Path("README.md"))
    assert examples.keys
    assert [style.pattern for style in examples.accounts] == ["*prod*"]
    assert not [name for name in AccountStyle._fields if name != "pattern" and f" {name} = " not in shown]
    assert not [name for name in SessionSettings._fields if f" {name} = " not in shown]


def _shown_settings() -> str:
    return README.partition("```toml\n[profiles]")[2].partition("```")[0].join(("[profiles]", ""))


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
