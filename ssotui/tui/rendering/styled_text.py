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


def highlighted(text: str, matches: Matches | None, part: Part, style: str) -> StyledText:
    """``text`` with the characters that the query matched in the style for matches."""
    marked = matches.positions(text, part) if matches else frozenset()
    if not marked:
        return [(text, style)]
    label: StyledText = []
    for index, character in enumerate(text):
        wanted = f"{style} match" if index in marked else style
        if label and label[-1][1] == wanted:
            label[-1] = (label[-1][0] + character, wanted)
        else:
            label.append((character, wanted))
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
