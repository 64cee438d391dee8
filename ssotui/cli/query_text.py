"""Joins the words of a QUERY, and says if they mean a profile instead of what they match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ssotui.core.printable import printable
from ssotui.core.search.query import parse
from ssotui.errors import UsageError, shell_word

if TYPE_CHECKING:
    from ssotui.actions.snapshots import Snapshot
    from ssotui.core.ports.backend import Backend


def text_of(query: Sequence[str]) -> str:
    """The words of a query as one text. Raises UsageError if there are words, but none to search for."""
    text = " ".join(query)
    if query and not parse(text):
        raise UsageError(f'The query "{text}" has no search terms.', hint="List all roles: ssotui list")
    return text


def say_if_profile(backend: Backend, snapshot: Snapshot, text: str, command: str) -> None:
    """Say on one line that a query is a profile's name, if accounts, sessions or roles contain the word, too.

    ``command`` is the typed one, with ``{}`` in place of the query.
    """
    from ssotui.actions import resolve_role  # only needed by commands that search
    from ssotui.cli import output

    wider = resolve_role.wider_filter(backend, snapshot, text)
    if wider:
        line = command.format(shell_word(wider))
        output.say(f"ssotui: {printable(text)} is a profile. For {wider.partition(':')[0]}s that match: {line}")
