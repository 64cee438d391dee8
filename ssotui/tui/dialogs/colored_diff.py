"""The preview of a change in a dialog, as a colored diff. Its signs show the same without color."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ssotui.core.diffs import DiffLine
from ssotui.core.printable import printable

_SHOWN = 400
_STYLES = {
    "file": "bold",
    "place": "$text-primary",
    "same": "$text-muted",
    "old": "$text-error",
    "new": "$text-success",
}


def colored_diff(lines: Sequence[DiffLine]) -> Content:
    """The lines of the diff; some hundred at most, so that the screen stays fast."""
    shown = [(f"{_printable(line.text)}\n", _STYLES[line.kind]) for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        shown.append((f"and {len(lines) - _SHOWN:,} more lines\n", _STYLES["same"]))
    return Content.assemble(*shown)


def _printable(line: str) -> str:
    """The sign, the indent as it is, and the rest as text that can't control the terminal."""
    sign, body = line[:1], line[1:]
    indent = body[: len(body) - len(body.lstrip())].replace("\t", "    ")
    return f"{sign}{indent}{printable(body)}"
