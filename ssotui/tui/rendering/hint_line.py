"""Renders the key hints of the bottom line: those for the row, as many as fit, and on the right those for every row.

The names of styles are the hint line's component classes (widgets/status_bar.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.styled_text import StyledText
from ssotui.tui.view import KeyHint

_WIDE_GAP, _GAP = 3, 2


def hint_line(hints: Sequence[KeyHint], width: int) -> StyledText:
    """The hints in ``width`` columns."""
    line: StyledText = []
    column = 0
    for start, hint in placed(hints, width):
        line += [(" " * (start - column), ""), (hint.key, "key"), (f" {hint.label}", "words")]
        column = start + hint_width(hint)
    return line


def placed(hints: Sequence[KeyHint], width: int) -> Iterator[tuple[int, KeyHint]]:
    """(column, hint) of each hint that fits; with less space between them if more fit then. The last end the line."""
    gap = _WIDE_GAP if _total(hints, _WIDE_GAP) <= width else _GAP
    last = [hint for hint in hints if hint.is_last]
    column, end = 0, width - _total(last, gap)
    for hint in hints:
        if not hint.is_last and column + hint_width(hint) + (gap if last else 0) <= end:
            yield column, hint
            column += hint_width(hint) + gap
    for hint in last:
        yield end, hint
        end += hint_width(hint) + gap


def _total(hints: Sequence[KeyHint], gap: int) -> int:
    return sum(map(hint_width, hints)) + gap * (len(hints) - 1) if hints else 0


def hint_width(hint: KeyHint) -> int:
    return cell_len(hint.key) + 1 + cell_len(hint.label)
