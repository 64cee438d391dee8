"""What the picker keeps of a frame, so that the next picture can be painted before Textual is imported."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.cells import cell_len

Region = tuple[int, int, int, int]
"""x, y, width and height in the screen."""

Runs = Sequence[tuple[int, str, str]]
"""(column, text, escape sequences before it) of what is drawn around the parts in one line of the screen."""

BLANK = "blank"
"""The name of the style of blanks at the end of a line."""

_LONGEST = 200  # characters of a style's escape sequences
_COLORS = re.compile(r"(\x1b\[[0-9;:]*m)*")


class Look(NamedTuple):
    """The places of the parts and their colors in a terminal of one size; values of JSON.

    ``styles`` are the escape sequences of each part's styles by their names. ``frame`` are the borders, the margins and
    the scrollbars by line. Their characters are only used if ``drawn_for`` is still the same.
    """

    regions: Mapping[str, Region]
    styles: Mapping[str, Mapping[str, str]]
    frame: Sequence[Runs]
    drawn_for: str


def drawn_for(rows: tuple[int, int, int], details: tuple[int, int, int], titles: Sequence[str]) -> str:
    """What borders and scrollbars depend on: titles, and (lines, height, first line in view) of what is scrolled."""
    scrolled = [place if place[0] > place[1] else () for place in (rows, details)]
    return " ".join(map(str, (*scrolled, *titles)))


def look_of(values: Any, size: tuple[int, int]) -> Look:  # noqa: ANN401  JSON
    """The look that was kept as ``values`` in a terminal of this size, columns and lines.

    Raises ValueError, TypeError or AttributeError if the values are damaged. Nothing but text and colors gets to the
    terminal, and nothing that doesn't fit, whoever wrote the file.
    """
    regions, styles, frame, drawn = values
    columns, lines = size
    for x, y, width, height in regions.values():
        if not all(isinstance(one, int) and one >= 0 for one in (x, y, width, height)):
            raise ValueError("A region consists of whole numbers.")
        if x + width > columns or y + height > lines or len(frame) != lines:
            raise ValueError("The frame isn't that of the terminal.")
    runs = [(column, text, escapes) for line in frame for column, text, escapes in line]
    if not all(isinstance(column, int) and isinstance(text, str) for column, text, _ in runs):
        raise ValueError("A run consists of a column and text.")
    if not all(0 <= column <= columns - cell_len(text) for column, text, _ in runs):
        raise ValueError("A run doesn't fit its line.")
    used = {escapes for _, _, escapes in runs}
    used.update(chain.from_iterable(each.values() for each in styles.values()))
    if not all(len(each) <= _LONGEST and _COLORS.fullmatch(each) for each in used):
        raise ValueError("A style consists of colors.")
    return Look(regions, styles, frame, drawn)
