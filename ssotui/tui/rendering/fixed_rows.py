"""Which rows of the tree stay in sight while it is scrolled: the parents of its first row, and sessions further down.

Independent of Textual: everything is computed from the outline, the first row in view and the height.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.tree.rows import Outline

_SHARE = 3  # at most a third of the height is for sessions further down
_MOST_PARENTS, _LEAST_HEIGHT = 2, 5


class FixedRows(NamedTuple):
    """Indexes of rows: ``above`` are in the first lines, ``below`` in the last ones."""

    above: tuple[int, ...] = ()
    below: tuple[int, ...] = ()

    def index_at(self, line: int, top: int, height: int) -> int:
        """The index of the row in a line of the view, in which ``top`` is the first row."""
        if line < len(self.above):
            return self.above[line]
        docked = line - height + len(self.below)
        return self.below[docked] if docked >= 0 else top + line


def fixed_rows(outline: Outline, top: int, height: int, *, docks: bool) -> FixedRows:
    """The fixed rows of a view of ``height`` lines from row ``top``; ``docks``: whether sessions are docked below."""
    if height < _LEAST_HEIGHT or top >= len(outline):
        return FixedRows()
    return FixedRows(_parents(outline, top), _docked(outline, top, height) if docks else ())


def top_for(outline: Outline, cursor: int, top: int, height: int, *, docks: bool) -> int:
    """The first row of the view in which the row ``cursor`` isn't covered, as near to ``top`` as possible."""
    above = cursor - outline.row(cursor).depth
    if cursor < top + len(fixed_rows(outline, top, height, docks=docks).above):
        return max(above, 0)
    top = max(top, cursor - height + 1)
    while top < above and cursor >= top + height - len(fixed_rows(outline, top, height, docks=docks).below):
        top += 1
    return max(min(top, len(outline) - height), 0)


def _parents(outline: Outline, top: int) -> tuple[int, ...]:
    """The parents of the first row that they don't cover themselves."""
    for first in range(top, min(top + _MOST_PARENTS + 1, len(outline))):
        if outline.row(first).depth <= first - top:
            return outline.parents(first)
    return ()


def _docked(outline: Outline, top: int, height: int) -> tuple[int, ...]:
    """The sessions that are further down, at most a third of the height."""
    sessions = [index for index in outline.branches if outline.row(index).kind == "session"]
    most = height // _SHARE
    for count in range(most + 1):
        start = bisect_left(sessions, top + height - count)
        if len(sessions) - start <= count:
            return tuple(sessions[start:])
    return tuple(sessions[start : start + most])
