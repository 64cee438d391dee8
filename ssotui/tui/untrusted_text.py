"""The last door before the terminal: whatever a widget draws, no character of it is obeyed by the terminal."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ssotui.core.text import is_obeyed


class UntrustedTextFilter(LineFilter):
    """Leaves out what printable() would have left out; segments of a widget that used it come through as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            Segment("".join(one for one in segment.text if not is_obeyed(one)), segment.style) for segment in segments
        ]
