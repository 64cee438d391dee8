"""Every command, and every action of one, with everything that can be wrong in its words.

The lines are made from the parsers themselves: a new command, action or option is tried here as soon as there is one.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import pairwise

import pytest

from ssotui.cli import parser
from ssotui.cli.argument_parser import Parser
from ssotui.cli.main import main

FILLING = "x"
NONSENSE = "{no}such thing"


def test_every_wrong_line_is_there_to_be_tried() -> None:
    names = {line.split()[0] for line in LINES}
    assert names == set(parser.COMMANDS)
    assert len(LINES) > 10 * len(names)


def wrong_lines() -> Iterator[tuple[str, list[str]]]:
    """The full name of a command or action, and the words behind it, one thing wrong in them."""
    for name in parser.COMMANDS:
        command = parser.build(name)
        actions = command.actions()
        for kind, one in actions.items() if actions else [("", command)]:
            full_name = f"{name} {kind}".strip()
            yield from ((full_name, words) for words in wrong_words(one.known()))
        if actions:
            yield from ((name, words) for words in ([], ["--no-such-flag"], ["no-such-action"]))


def wrong_words(known: list[argparse.Action]) -> Iterator[list[str]]:
    right = right_words(known)
    positional = [action for action in known if not action.option_strings]
    if right:
        yield []
    yield from ([*right, flag] for flag in ("--no-such-flag", "-Z", *flags_of_others(known)))
    if not any(action.nargs in ("*", "+") for action in positional):
        yield [*right, "one", "two"]
    for action in known:
        others = [word for word in right if word not in action.option_strings]
        if takes_a_value(action) and action.nargs != "?" and action.option_strings:
            yield [*others, action.option_strings[-1]]
        if action.nargs == 0 and action.dest != "help":
            yield [*right, f"{action.option_strings[-1]}=1"]
        if action.option_strings and (action.choices or action.type):
            yield [*right, action.option_strings[-1], NONSENSE]
        elif action.choices:
            yield [NONSENSE]


def right_words(known: list[argparse.Action]) -> list[str]:
    """No more than what must be given."""
    needed = [action for action in known if action.required and action.nargs != "*"]
    return [
        word for action in needed for word in (*action.option_strings[-1:], next(iter(action.choices or [FILLING])))
    ]


def takes_a_value(action: argparse.Action) -> bool:
    return action.nargs != 0


def flags_of_others(known: list[argparse.Action]) -> list[str]:
    own = {flag for action in known for flag in action.option_strings}
    return sorted(ALL_FLAGS - own)


def every_parser() -> Iterator[Parser]:
    for name in parser.COMMANDS:
        command = parser.build(name)
        yield from (command, *command.actions().values())


ALL_FLAGS = {flag for one in every_parser() for action in one.known() for flag in action.option_strings}
LINES = [" ".join([name, *words]) for name, words in wrong_lines()]


@pytest.fixture(autouse=True)
def _carries_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object, options: argparse.Namespace, env: object) -> int:
        raise AssertionError(f"it was taken for right: {options}")

    monkeypatch.setattr("ssotui.cli.main._carry_out", refuse)


@pytest.mark.parametrize(("name", "words"), list(wrong_lines()), ids=LINES)
def test_it_is_refused_in_one_sentence_with_the_right_help(
    name: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*name.split(), *words]) == 2
    printed = capsys.readouterr()
    said, hint = printed.err.splitlines()
    assert printed.out == ("false\n" if name in ("pick", "use", "off") else ""), "a shell that evaluates it must fail"
    assert said.startswith("ssotui: ")
    assert said.endswith(".")
    assert hint.endswith(f"See: ssotui {name} --help")


def exclusive() -> Iterator[tuple[str, list[str]]]:
    """Two options that exclude each other, of each command that has such."""
    for name in parser.COMMANDS:
        command = parser.build(name)
        right = right_words(command.known())
        for group in command._mutually_exclusive_groups:  # noqa: SLF001  no public way to ask
            for one, other in pairwise(group._group_actions):  # noqa: SLF001
                yield name, [*right, one.option_strings[-1], other.option_strings[-1]]


@pytest.mark.parametrize(("name", "words"), list(exclusive()), ids=" ".join)
def test_options_that_exclude_each_other_are_refused(
    name: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, *words]) == 2
    said, hint = capsys.readouterr().err.splitlines()
    assert "not allowed with" in said
    assert hint == f"  See: ssotui {name} --help"
