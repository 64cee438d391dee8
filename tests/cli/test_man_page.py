"""The manual page has what the parsers have, in man's own language, as man itself shows it."""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.cli import help_pages, man_page, parser
from ssotui.cli.argument_parser import Parser
from ssotui.errors import ExitCode


@pytest.fixture
def shown(tmp_path: Path) -> str:
    """What man prints of it, on one line."""
    page = tmp_path / "ssotui.1"
    page.write_text(man_page.text(), encoding="utf-8")
    env = {
        "PATH": os.environ["PATH"],
        "MANWIDTH": "100",
        "LC_ALL": "C.UTF-8",
        "MAN_KEEP_FORMATTING": "",
        "TERM": "dumb",
    }
    done = subprocess.run(["man", "-l", str(page)], env=env, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return " ".join(done.stdout.split())


@pytest.mark.needs("man", "groff")
def test_every_command_action_and_flag_is_in_it_with_its_words(shown: str) -> None:
    wanted = [words for name in parser.command_names() for words in said_by(parser.build(name))]
    assert len(wanted) > 200
    assert not [words for words in wanted if " ".join(words.split()) not in shown]


def said_by(one: argparse.ArgumentParser) -> Iterator[str]:
    """All that the help of a command and of its actions says."""
    assert isinstance(one, Parser)
    yield from (one.prog, f"{one.description}.")
    kinds = help_pages.with_actions(one.known())
    for action in one.known():
        if action.help != argparse.SUPPRESS and action.dest != "help" and action not in kinds:
            yield from (help_pages.named(action), help_pages.meaning(action))
    for kind in kinds:
        for each in kind.choices.values():
            yield from said_by(each)
    if not kinds:
        yield from (one.epilog or "").splitlines()


def test_every_exit_code_is_in_it() -> None:
    codes = {code for name, code in vars(ExitCode).items() if not name.startswith("_")}
    assert not [code for code in codes if f".TP\n{code}\n" not in man_page.text()]


@pytest.mark.needs("groff")
def test_groff_has_nothing_to_say_about_it() -> None:
    command = ["groff", "-man", "-Tutf8", "-ww", "-rCHECKSTYLE=3"]
    done = subprocess.run(command, input=man_page.text(), capture_output=True, text=True, check=True)
    assert done.stderr == ""
