"""Draws a line of styled text in a widget's component classes, without the layout of text that Textual does for it."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from ssotui.tui.rendering.styled_text import StyledText


class ComponentStyles:
    """The styles of the classes ``PREFIX--NAME`` by name, "" for the background. Cached because look-ups are slow."""

    def __init__(self, widget: Widget, prefix: str) -> None:
        self._widget = widget
        self._prefix = prefix
        self._by_name: dict[str, Style] = {}

    def of(self, name: str) -> Style:
        known = self._by_name.get(name)
        if known is None:
            own = self._widget.get_component_rich_style(f"{self._prefix}--{name}") if name else self._widget.rich_style
            known = self._by_name[name] = own
        return known

    def line(self, pieces: StyledText) -> Strip:
        """The pieces, truncated or filled to the width of the widget."""
        segments = [Segment(text, self.of(name)) for text, name in pieces]
        return Strip(segments).adjust_cell_length(self._widget.size.width, self.of(""))

    def forget(self) -> None:
        """For the widget's ``notify_style_update``."""
        self._by_name.clear()
