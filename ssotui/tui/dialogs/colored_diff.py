"""The preview of a change in a dialog, as a colored diff. Its signs show the same without color."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from ssotui.core.diffs import DiffLine
from ssotui.core.printable import printable

_SHOWN = 400
_STYLES = {"file": "bold", "place": "cyan", "same": "dim", "old": "red", "new": "green"}


def colored_diff(lines: Sequence[DiffLine]) -> Text:
    """The lines of the diff, truncated at the edge; some hundred lines at most, so that the screen stays fast."""
    text = Text(no_wrap=True, overflow="ellipsis")
    for line in lines[:_SHOWN]:
        sign, body = line.text[:1], line.text[1:]
        indent = body[: len(body) - len(body.lstrip())].replace("\t", "    ")
        text.append(f"{sign}{indent}{printable(body)}\n", _STYLES[line.kind])
    if len(lines) > _SHOWN:
        text.append(f"and {len(lines) - _SHOWN:,} more lines\n", _STYLES["same"])
    return text
