"""The lines of the tree: a row with its cursor and background, or the text below the rows.

The names of styles are the tree's component classes (widgets/access_tree.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.row_rendering import CLOSED, OPEN
from ssotui.tui.rendering.styled_text import StyledText, folded, shortened

GUTTER = 2
GROUNDS = ("", "cursor", "band")
_BANDS = ("session", "heading")  # rows with a background


def row_line(label: StyledText, kind: str, width: int, *, has_cursor: bool, is_hovered: bool = False) -> StyledText:
    """The line of a row of this kind, exactly ``width`` columns wide."""
    ground = "cursor" if has_cursor else "hover" if is_hovered else "band" if kind in _BANDS else ""
    pieces = [("▌ " if has_cursor else "  ", f"bar {ground}")]
    pieces += [(text, f"{name} {ground}") for text, name in label]
    return shortened(pieces, width, f"dim {ground}")


def marker_columns(label: StyledText) -> range:
    """The columns of a branch's marker in its line."""
    start = GUTTER
    for text, _ in label:
        if text in (OPEN, CLOSED):
            return range(start, start + cell_len(text))
        start += cell_len(text)
    return range(0)


def text_line(paragraphs: Sequence[StyledText], line: int, width: int) -> StyledText:
    """A line of the text below the rows; blank if the text has no such line. The line 0 is always blank."""
    lines = folded(paragraphs, width - 2 * GUTTER) if paragraphs else []
    pieces = [(" " * GUTTER, ""), *lines[line - 1]] if 0 < line <= len(lines) else []
    return shortened(pieces, width, "")
