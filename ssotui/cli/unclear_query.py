"""Writes the candidates of an ambiguous query as command lines: the typed command, quoted for the shell in use."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence

from ssotui.cli.output import CANDIDATES_SHOWN
from ssotui.core.printable import printable
from ssotui.core.shell.variables import word
from ssotui.errors import Unclear, UsageError
from ssotui.named_tuples import NamedTuple
from ssotui.shell.channel import shell_in_use

Parse = Callable[[Sequence[str]], argparse.Namespace]


class Typed(NamedTuple):
    """A command line: the sub-command, its arguments, and the words after ``--``."""

    command: str
    words: Sequence[str]
    passed_on: Sequence[str] = ()


def spell_out(unclear: Unclear, typed: Typed, parse: Parse, env: Mapping[str, str]) -> None:
    """Replace the candidates to show by command lines; ``parse`` parses the arguments of the sub-command."""
    shell = shell_in_use(env)
    lines = [_line(typed, candidate, parse, shell) for candidate in unclear.candidates[:CANDIDATES_SHOWN]]
    unclear.candidates = (*lines, *unclear.candidates[CANDIDATES_SHOWN:])
    # Users may paste the whole line, so each name must be one quoted word.
    unclear.titles = tuple(word(shown, shell) if (shown := printable(title)) else "" for title in unclear.titles)


def _line(typed: Typed, candidate: str, parse: Parse, shell: str) -> str:
    words = with_query(typed.words, candidate, parse)
    if not words:
        return word(candidate, shell)
    # PowerShell removes an unquoted --.
    passed_on = ["'--'" if shell == "powershell" else "--", *(word(one, shell) for one in typed.passed_on)]
    line = ["ssotui", typed.command, *(word(one, shell) for one in words), *(passed_on if typed.passed_on else ())]
    return " ".join(line)


def with_query(words: Sequence[str], candidate: str, parse: Parse) -> list[str]:
    """The words with ``candidate`` in place of the query; [] if that would change another argument.

    With ``profile add --assume`` it is in place of the query after ``--from``.
    """
    meaning = vars(parse(words))
    name = "source" if meaning.get("source") else "query"
    query = meaning.get(name, [])
    for at in range(len(words) - len(query) + 1):
        changed = [*words[:at], candidate, *words[at + len(query) :]]
        if list(words[at : at + len(query)]) == query and _read(changed, parse) == meaning | {name: [candidate]}:
            return changed
    return []


def _read(words: Sequence[str], parse: Parse) -> Mapping[str, object]:
    try:
        return vars(parse(words))
    except UsageError:
        return {}
