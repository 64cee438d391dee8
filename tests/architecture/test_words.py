"""Everything that users read says the same things in the same words, in AWS's terms."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from ssotui.cli import help_pages, man_page, parser
from ssotui.cli.argument_parser import Parser
from ssotui.core.session_status import SIGNS
from ssotui.tui.picker.commands import table as commands
from tests.program_strings import PLACEHOLDER, texts

ROOT = Path(__file__).parents[2]
# Made-up names of accounts and roles, what AWS's services answer, and the code of shells and pages.
ELSEWHERE = ("demo/hostile_names.py", "demo/names.py", "demo/pages.py")

BANNED = {
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bold(er)? form\b|\blegacy form\b": "legacy profile",
    r"\bpermission[ -]sets?\b": "role",
    r"\blong-lived\b": "long-term credentials",
    r"\b(temporary|role's|long-term|SSO|copy|same) keys\b|\bkeys (of|for) (a|the) (role|profile)\b": "credentials",
    r"\bkeys (that|which|win|end|expire)\b|\b(its|the|no) keys\b": "credentials, or settings",
    r"\bby itself\b(?<!Run its command by itself)": "automatically, or separately",
    r"\bnobody\b|\bsomebody\b": "say who",
    r"\bmade-up\b|\bmake-believe\b": "simulated",
    r"\b(sign|log)-?on\b|\blog(ged|s)? (in|out)\b": "sign in, sign out",
    r"\b(organisation|colour|licen[c]e|catalogue|honour|recognise|behaviour|normalise|cancelled)": "American spelling",
    r"\bfavourite(?!\"|`)": "favorite",
    r"\btake[ns]? (it |that )?back\b": "undo",
    r"\bturn(s|ed)? round\b": "group by role",
    r"\bhung up\b|\bhangs up\b": "closed the connection",
    r"\bwants you\b|\bthere is not\b|\bas it should be\b|\bto the letter\b": "plain English",
    r"[\u201c\u201d\u2018\u2019]": 'straight "double quotes"',
    rf"(?<![\w=\\])'{PLACEHOLDER}'": 'a name in "double quotes"',
}
WRONG_CASE = {
    r"\b(account|access key) ids?\b": "account ID, access key ID",
    r"(?<![-_./=:`\w])(sso|url|json|arn)s?(?=[ ,;][a-z])": "SSO, URL, JSON, ARN",
}
# In which a banned word stands for something else: keys of the keyboard, an option, a file's format, names of AWS.
ALLOWED = (
    "--keys",
    "session_name",
    "aws sso",
    "--json",
    "sso-session",
    "sso:account",
    "role.favourite",
    "(?:credentials|keys)",
)
# Names in the code: pictures, and "keys" for credentials: keys are those of the keyboard and of files.
NAMES = {
    r"(\w+_)?(told|taken|wanted|standing|kept|errand|ledger|outlet|occasion|lesson|trouble)(_\w+)?": "a plain word",
    r"(temporary|issued|our|has|with|by|send|of|fetch)_keys|keys_(in|end)": "credentials",
}
KEYS = {"^W", "^U", "^C", "^D"}  # in a list, and in the sign-in dialog; the others are commands


class Sentence(NamedTuple):
    place: str
    text: str


def in_code() -> Iterator[Sentence]:
    """Every string with a blank in it that isn't a docstring, an assertion or a pattern."""
    for path in sorted((ROOT / "ssotui").rglob("*.py")):
        name = str(path.relative_to(ROOT / "ssotui"))
        if name not in ELSEWHERE:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (Sentence(f"{name}:{line}", text) for line, text in texts(tree) if " " in text.strip())


def on_pages() -> Iterator[Sentence]:
    """The README, line by line, and every help page as it is printed."""
    for number, line in enumerate((ROOT / "README.md").read_text(encoding="utf-8").splitlines(), 1):
        yield Sentence(f"README.md:{number}", line)
    yield Sentence("--help", parser.main_help())
    yield Sentence("man", man_page.text().replace("\\-", "-").replace("\\(aq", "'"))
    for name in parser.command_names():
        yield from of_command(parser.build(name))


def of_command(one: Parser) -> Iterator[Sentence]:
    yield Sentence(f"{one.prog} --help", one.format_help())
    for action in help_pages.with_actions(one.known()):
        for kind in action.choices.values():
            assert isinstance(kind, Parser)
            yield from of_command(kind)


@cache  # not while tests are collected, which each process does
def sentences() -> tuple[Sentence, ...]:
    return (*in_code(), *on_pages())


def test_all_that_is_said_is_looked_at() -> None:
    said = "\n".join(sentence.text for sentence in sentences())
    assert len(sentences()) > 1000
    shown = [
        *(words for _, words in SIGNS),
        *(command.tooltip for command in commands.COMMANDS),
        *(parser.COMMANDS[name].summary for name in parser.command_names()),
        "No SSO session is configured.",  # an error
        "All tools use it",  # of the doctor
        "Open this URL in any browser and confirm this code:",  # of a dialog
    ]
    assert not [words for words in shown if words not in said]


@pytest.mark.parametrize("pattern", [*BANNED, *WRONG_CASE], ids=[*BANNED.values(), *WRONG_CASE.values()])
def test_a_banned_word_is_nowhere(pattern: str) -> None:
    found = re.compile(pattern, re.IGNORECASE if pattern in BANNED else 0)
    assert [f"{place} {text[:200]}" for place, text in sentences() if found.search(without_allowed(text))] == []


def without_allowed(text: str) -> str:
    for words in ALLOWED:
        text = text.replace(words, "")
    return text


@cache
def in_names() -> list[Sentence]:
    """Every name that the code gives to a module, a type, a function or a variable."""
    return list(_in_names())


def _in_names() -> Iterator[Sentence]:
    for path in sorted((ROOT / "ssotui").rglob("*.py")):
        place = str(path.relative_to(ROOT / "ssotui"))
        yield Sentence(place, path.stem)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.Attribute(attr=name, ctx=ast.Store()):
                    yield Sentence(f"{place}:{node.lineno}", name)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    yield Sentence(f"{place}:{node.lineno}", name)
                case _:
                    continue


@pytest.mark.parametrize("pattern", NAMES)
def test_names_in_the_code_are_plain(pattern: str) -> None:
    assert len(in_names()) > 10_000
    found = re.compile(rf"_?{pattern}", re.IGNORECASE)
    assert [f"{place} {name}: {NAMES[pattern]}" for place, name in in_names() if found.fullmatch(name)] == []


def test_a_key_that_is_named_exists() -> None:
    known = KEYS | {commands.shown(command.key) for command in commands.COMMANDS}
    named = re.compile(r"(?<![\w'\"\[(|\\^])(\^[A-Z]|F\d{1,2})\b(?![]|)^'\"])")
    assert {key for _, text in sentences() for key in named.findall(text)} > {"^T", "^D", "F1"}
    assert [f"{place} {key}" for place, text in sentences() for key in named.findall(text) if key not in known] == []
