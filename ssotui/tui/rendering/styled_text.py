"""Text with named styles, independent of Textual. The widgets map the names to colors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ssotui.tui.rendering.cells import cell_len, fitted

if TYPE_CHECKING:
    from ssotui.core.search.highlights import Matches, Part

StyledText = list[tuple[str, str]]
"""(text, style names separated by blanks) for each piece of one line or paragraph."""


def width_of(pieces: Iterable[tuple[str, str]]) -> int:
    """The columns of the pieces of one line."""
    return sum(cell_len(text) for text, _ in pieces)


def highlighted(text: str, matches: Matches | None, part: Part, style: str) -> StyledText:
    """``text`` with the characters that the query matched in the style for matches."""
    marked = matches.positions(text, part) if matches else frozenset()
    if not marked:
        return [(text, style)]
    label: StyledText = []
    for index, character in enumerate(text):
        named_style = f"{style} match" if index in marked else style
        if label and label[-1][1] == named_style:
            label[-1] = (label[-1][0] + character, named_style)
        else:
            label.append((character, named_style))
    return label


def folded(paragraphs: Iterable[StyledText], width: int) -> list[StyledText]:
    """Paragraphs wrapped to lines of at most ``width`` columns. Longer words are split."""
    lines: list[StyledText] = []
    for paragraph in paragraphs:
        line: StyledText = []
        used = 0
        for text, style in paragraph:
            for word in re.findall(r" *[^ ]+| +$", text):
                fitting = fitted(word.lstrip() if not line else word, width)
                if line and used + cell_len(fitting) > width:
                    lines.append(line)
                    line, used, fitting = [], 0, fitted(word.lstrip(), width)
                line.append((fitting, style))
                used += cell_len(fitting)
        lines.append(line)
    return lines


def shortened(pieces: StyledText, width: int, style: str) -> StyledText:
    """The pieces of one line truncated with an ellipsis, or filled with blanks, to exactly ``width`` columns."""
    length = width_of(pieces)
    if length <= width:
        return [*pieces, (" " * (width - length), style)] if length < width else pieces
    shown: StyledText = []
    room = width - 1
    for text, name in pieces:
        used = cell_len(text)
        if used > room:
            shown.append((fitted(text, room + 1)[:-1], name))
            break
        shown.append((text, name))
        room -= used
    return [*shown, ("…", style)]


def changed_columns(before: StyledText, after: StyledText) -> tuple[int, int]:
    """(first column, number of columns) in which two lines differ; to the end of the longer one if one is longer."""
    old, new = _characters(before), _characters(after)
    same = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    while same and not cell_len(_text(new[same : same + 1]) or " "):
        same -= 1  # what has no width belongs to the character before it
    start, end = cell_len(_text(new[:same])), cell_len(_text(new))
    if cell_len(_text(old)) != end:
        return start, max(cell_len(_text(old)), end) - start
    while len(old) > same and len(new) > same and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return start, cell_len(_text(new)) - start


def _characters(text: StyledText) -> StyledText:
    return [(character, style) for piece, style in text for character in piece]


def _text(characters: StyledText) -> str:
    return "".join(character for character, _ in characters)
