"""A diff as styled text. Its signs show the same without color."""

from __future__ import annotations

from collections.abc import Sequence

from ssotui.core.diffs import DiffLine
from ssotui.core.printable import printable
from ssotui.tui.rendering.styled_text import StyledText

_SHOWN = 400


def diff_text(lines: Sequence[DiffLine]) -> StyledText:
    """The diff, limited to some hundred lines so that the screen stays fast. Styles are named after kinds of lines."""
    text: StyledText = []
    for line in lines[:_SHOWN]:
        sign, body = line.text[:1], line.text[1:]
        indent = body[: len(body) - len(body.lstrip())].replace("\t", "    ")
        text.append((f"{sign}{indent}{printable(body)}\n", line.kind))
    if len(lines) > _SHOWN:
        text.append((f"and {len(lines) - _SHOWN:,} more lines\n", "same"))
    return text
