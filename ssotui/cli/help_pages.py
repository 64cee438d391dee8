"""Renders the pages of ``--help``: the front page, and one for each command; and suggests similar commands."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence

from ssotui.core.printable import printable
from ssotui.core.search.spelling import closest

WIDTH = 78  # of the text below a heading, which is indented by two columns
_GAP = 2
_INVALID_CHOICE = re.compile(
    r"(?P<argument>.*): invalid choice: (?P<quote>['\"])(?P<value>.*)(?P=quote) \(choose from (?P<choices>.*)\)"
)
_LIKE = 0.6  # difflib's default, with which ls is similar to list, and logn to login
_LONGEST_NAME = 26  # after a longer name, the description starts on the next line

GROUPS = (
    ("Switch", ("pick", "use", "off", "status", "prompt", "whoami")),
    ("Browse", ("list", "console")),
    ("Credentials", ("creds", "exec", "credential-process")),
    ("Sign-in", ("login", "logout", "session")),
    ("Setup", ("init", "profile", "doctor", "demo", "help", "version")),
)
GLOBAL_FLAGS = (
    ("--debug", "show where an error happened (never shows a secret)"),
    ("--no-input", "open no picker, ask nothing, start no sign-in (for scripts)"),
    ("--version", "show the version"),
    ("--help", "show this help"),
)
FRONT_USAGE = ("ssotui [QUERY...]", "ssotui COMMAND [ARGUMENTS...]")
_FRONT_EXAMPLES = (
    'eval "$(ssotui init bash)"    # in ~/.bashrc: lets ssotui switch your shell',
    "ssotui                        # pick an account and role",
    "ssotui prod admin             # the same, with the filter filled in",
    "ssotui use -                  # go back to the previous profile",
    "ssotui demo                   # try it without an AWS account",
)


def front(summaries: dict[str, str]) -> str:
    """The text of ``ssotui --help``; ``summaries`` are those of the commands, by name."""
    width = max(map(len, summaries))
    parts = ["From a shell prompt to the right AWS account and role.", section("USAGE", FRONT_USAGE)]
    for title, names in GROUPS:
        parts.append(section(title.upper(), _table([(name, summaries[name]) for name in names], width)))
    parts.append(section("FLAGS", _table(GLOBAL_FLAGS, width)))
    parts.append(section("EXAMPLES", [f"$ {example}" for example in _FRONT_EXAMPLES]))
    more = ("ssotui COMMAND --help shows a command's options and examples.", "In the picker, F1 shows all keys.")
    return "\n\n".join([*parts, section("LEARN MORE", more)]) + "\n"


def page(parser: argparse.ArgumentParser, actions: Sequence[argparse.Action], tail: str) -> str:
    """The help of one command. Its examples are the parser's epilog; ``tail`` is the end of its usage line."""
    shown = [action for action in actions if action.help != argparse.SUPPRESS]
    flags = [action for action in shown if action.option_strings]
    kinds = with_actions(shown)
    words = [action for action in shown if not action.option_strings and action not in kinds]
    parts = [f"{parser.description}.", section("USAGE", usage(parser, shown, tail))]
    for kind in kinds:
        rows = [(one.dest, one.help or "") for one in kind._choices_actions]  # noqa: SLF001  no public way to ask
        parts.append(section("ACTIONS", _table(rows)))
    for title, listed in (("ARGUMENTS", words), ("FLAGS", flags)):
        if listed:
            parts.append(section(title, _table([(named(action), meaning(action)) for action in listed])))
    examples = (parser.epilog or "").splitlines()
    parts.append(section("EXAMPLES", [f"{' ' if line[:1] == ' ' else '$'} {line}" for line in examples]))
    more = f"{parser.prog} {'ACTION' if kinds else ''}".strip()
    learn = f"{more} --help shows an action's options." if kinds else "ssotui --help lists all commands."
    return "\n\n".join([*parts, section("LEARN MORE", [learn])]) + "\n"


def section(title: str, lines: Iterable[str]) -> str:
    """A heading, and the lines below it."""
    return "\n".join([title, *(f"  {line}".rstrip() for line in lines)])


def meant(word: str, known: Iterable[str]) -> str:
    """A hint with the word that is similar to ``word``; "" if there is none."""
    near = nearly(word, known)
    return f"Did you mean {near}?" if near else ""


def nearly(word: str, known: Iterable[str]) -> str:
    """The one of ``known`` that is similar to ``word``; "" if none is."""
    return closest(word, known, like=_LIKE)


def unknown_word(message: str) -> str:
    """The word that argparse quotes in its message on an unknown argument; "" for another message."""
    for begin in ("unrecognized arguments: ", "argument ACTION: invalid choice: "):
        if message.startswith(begin):
            return printable(message.removeprefix(begin).split()[0].split("=")[0].strip("',"))
    return ""


def with_unknown_option(message: str, words: Iterable[str], known: Iterable[str]) -> str:
    """argparse's message; that on missing arguments gives way to one on the first unknown option, if there is one."""
    options = (word for word in words if word.startswith("-") and word.partition("=")[0] not in {*known, "-", "--"})
    unknown = next(options, "") if message.startswith("the following arguments are required") else ""
    return f"unrecognized arguments: {unknown}" if unknown else message


def sentence(message: str) -> str:
    """argparse's message as a sentence; that on an invalid choice with double quotes as in all other messages."""
    found = _INVALID_CHOICE.fullmatch(message)
    if found:
        choices = found["choices"].replace("'", "")
        message = f'{found["argument"]}: "{printable(found["value"])}" is not one of {choices}'
    return f"{message[:1].upper()}{message[1:]}{'' if message.endswith('?') else '.'}"


def with_actions(actions: Iterable[argparse.Action]) -> list[argparse._SubParsersAction[argparse.ArgumentParser]]:
    """The arguments that take an action such as list, add or remove."""
    return [action for action in actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001  no public way


def usage(parser: argparse.ArgumentParser, actions: Sequence[argparse.Action], tail: str) -> Iterator[str]:
    """The lines of the usage, which only break between arguments."""
    groups = [group._group_actions for group in parser._mutually_exclusive_groups]  # noqa: SLF001  no public way to ask
    parts: list[str] = []
    for action in sorted(actions, key=lambda one: not one.option_strings):
        members = next((members for members in groups if action in members), None)
        if members and action is members[0]:
            parts.append("[" + " | ".join(map(_bare, members)) + "]")
        elif members is None and action.dest != "help":
            parts.append(_bare(action) if action.required and action.nargs != "*" else f"[{_bare(action)}]")
    line = parser.prog
    for part in [*parts, *([tail] if tail else [])]:
        if len(line) + 1 + len(part) > WIDTH:
            yield line
            line = " " * len(parser.prog)
        line += f" {part}"
    yield line


def _bare(action: argparse.Action) -> str:
    """An argument without brackets: ``--session S``, ``QUERY...``."""
    if not action.option_strings:
        return str(action.metavar) + ("..." if action.nargs in ("*", "+") else "")
    name = action.option_strings[-1]
    if action.nargs == 0:
        return name
    value = str(action.metavar or action.dest.upper())
    return f"{name} [{value}]" if action.nargs == "?" else f"{name} {value}"


def named(action: argparse.Action) -> str:
    """An argument with all its names: ``-h, --help``, ``--session S``."""
    return ", ".join([*action.option_strings[:-1], _bare(action)])


def meaning(action: argparse.Action) -> str:
    """The argument's help text."""
    return "show this help" if action.dest == "help" else action.help or ""


def _table(rows: Sequence[tuple[str, str]], width: int = 0) -> Iterator[str]:
    import textwrap

    width = width or max((len(name) for name, _ in rows if len(name) <= _LONGEST_NAME), default=0)
    room = WIDTH - width - _GAP
    for name, meaning in rows:
        first, *others = textwrap.wrap(meaning, room, break_on_hyphens=False) or [""]
        if len(name) > width:
            yield name
            yield " " * (width + _GAP) + first
        else:
            yield f"{name:<{width}}{' ' * _GAP}{first}"
        yield from (" " * (width + _GAP) + line for line in others)
