"""The QUERY of a command line, as one text."""

from __future__ import annotations

from collections.abc import Sequence

from ssotui.core.search.query import parse
from ssotui.errors import UsageError


def text_of(query: Sequence[str]) -> str:
    """The words of a query as one. Raises UsageError where there are some, but nothing to search for in them."""
    text = " ".join(query)
    if query and not parse(text):
        raise UsageError(f'The query "{text}" has no search terms.', hint="List all roles: ssotui list")
    return text
