"""Joins the words of a QUERY."""

from __future__ import annotations

from collections.abc import Sequence

from ssotui.core.search.query import parse
from ssotui.errors import UsageError


def text_of(query: Sequence[str]) -> str:
    """The words of a query as one text. Raises UsageError if there are words, but none to search for."""
    text = " ".join(query)
    if query and not parse(text):
        raise UsageError(f'The query "{text}" has no search terms.', hint="List all roles: ssotui list")
    return text
