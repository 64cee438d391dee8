"""A diff as coloured text: signs say the same without colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from ssotui.core.diffs import DiffLine
from ssotui.core.text import printable

_STYLES = {"file": "bold", "place": "cyan", "same": "dim", "old": "red", "new": "green"}
_SHOWN = 400


def diff_text(lines: Sequence[DiffLine]) -> Text:
    """At most some hundred lines: nobody reads more, and the screen stays quick."""
    text = Text(no_wrap=True, overflow="ellipsis")
    for line in lines[:_SHOWN]:
        sign, body = line.text[:1], line.text[1:]
        indent = body[: len(body) - len(body.lstrip())].replace("\t", "    ")
        text.append(f"{sign}{indent}{printable(body)}\n", _STYLES[line.kind])
    if len(lines) > _SHOWN:
        text.append(f"and {len(lines) - _SHOWN:,} more lines\n", "dim")
    return text
