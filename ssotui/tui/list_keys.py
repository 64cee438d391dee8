"""The keys of every list with a query: they move the cursor and edit the query, wherever the focus is.

They can't be rebound. A screen that uses them has ``action_move``, ``action_page``, ``action_first``, ``action_last``
and ``action_erase``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from textual.binding import Binding, BindingType

MOVES = (
    ("up", "move(-1)"),
    ("down", "move(1)"),
    ("pageup", "page(-1)"),
    ("pagedown", "page(1)"),
    ("home", "first"),
    ("end", "last"),
)
EDITS = (("backspace", "erase('character')"), ("ctrl+w", "erase('word')"), ("ctrl+u", "erase('all')"))

Erased = Literal["character", "word", "all"]


def bindings(*more: tuple[str, str]) -> list[BindingType]:
    """Bindings without hints: those of every list, and ``more`` as (key, action)."""
    return [*_hidden((*MOVES, *EDITS, *more))]


def erased(query: str, what: Erased) -> str:
    """The query without its last character, without its last word, or empty."""
    if what == "word":
        return query.rstrip().rpartition(" ")[0]
    return query[:-1] if what == "character" else ""


def _hidden(keys: Iterable[tuple[str, str]]) -> Iterator[Binding]:
    return (Binding(key, action, show=False, priority=True) for key, action in keys)
