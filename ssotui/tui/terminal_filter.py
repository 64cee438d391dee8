"""Removes characters that terminals interpret from everything that widgets draw."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ssotui.core.printable import is_obeyed


class UntrustedTextFilter(LineFilter):
    """Removes what core.printable removes, so text that was printable already isn't changed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            Segment("".join(one for one in segment.text if not is_obeyed(one)), segment.style) for segment in segments
        ]
