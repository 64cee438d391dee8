"""Every command that a message advises can be typed as it stands there."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from ssotui.cli import parser
from tests.program_strings import PLACEHOLDER, texts

ROOT = Path(__file__).parents[2] / "ssotui"
ELSEWHERE = {"examples.py", "help_pages.py", "man_page.py"}  # examples, which have tests of their own
# A command ends with its sentence, or where these begin something else.
COMMAND = re.compile(rf"(?<![\w/])ssotui ((?:{'|'.join(parser.command_names())})(?![\w-])[^?;()\"|·]*)")
NAMED = re.compile(r"ssotui[ \"']")  # in a source: a string that goes on with a command may begin anew there
END = re.compile(r"[.,:](?:\s|$)|\n|  ")
NAMED_BESIDE = "creds --write"  # in the credentials file, behind the role that it is to be given
QUERIES = {PLACEHOLDER, "{}", "QUERY", "prod", "admin", "-"}


class Hint(NamedTuple):
    place: str
    words: str


def hints() -> Iterator[Hint]:
    for path in sorted(ROOT.rglob("*.py")):
        if path.name not in ELSEWHERE and "demo" not in path.relative_to(ROOT).parts:
            source = path.read_text(encoding="utf-8")
            for line, text in texts(ast.parse(source)) if NAMED.search(source) else ():
                for found in COMMAND.finditer(text):
                    words = END.split(found[1])[0].strip()
                    if words != NAMED_BESIDE:
                        yield Hint(f"{path.relative_to(ROOT)}:{line}", words)


HINTS = list(hints())


def test_there_are_hints_to_look_at() -> None:
    assert len(HINTS) > 40
    assert {"login", "list", "profile", "session", "doctor", "use"} <= {hint.words.split()[0] for hint in HINTS}


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: f"{hint.place} {hint.words}")
def test_an_advised_command_is_one(hint: Hint) -> None:
    name, *words = shlex.split(hint.words)
    if name == "init":
        words = [word.replace(PLACEHOLDER, "bash") for word in words]
    cut = words.index("--") if "--" in words else len(words)
    assert cut == len(words) or name in parser.PASSES_ON
    assert set(query_of(name, words[:cut])) <= QUERIES, "prose stands behind the command"


def query_of(name: str, words: list[str]) -> list[str]:
    """Of what the command's own parser takes; or asks for help, as for what needs more than a message can know."""
    try:
        return list(getattr(parser.build(name).parse_args(words), "query", ()))
    except SystemExit:
        return []
