"""The preview of a change in a dialog, as a colored diff."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from ssotui.core.diffs import DiffLine
from ssotui.tui.rendering.diff_text import diff_text

_STYLES = {"file": "bold", "place": "cyan", "same": "dim", "old": "red", "new": "green"}


def colored_diff(lines: Sequence[DiffLine]) -> Text:
    """The lines of the diff, truncated at the edge."""
    text = Text(no_wrap=True, overflow="ellipsis")
    for line, style in diff_text(lines):
        text.append(line, _STYLES[style])
    return text
