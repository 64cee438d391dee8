"""A view of many lines that only draws those in view."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView


class LinesView(ScrollView, can_focus=False):
    """Changes its length without a new layout of the screen."""

    def fit(self, lines: int) -> None:
        """Set the number of lines. The screen is laid out again only if the scrollbar appears or disappears."""
        size, height = Size(0, lines), self.size.height  # lines are truncated, so the width doesn't matter
        if height and (lines > height) == (self.virtual_size.height > height):
            self.set_reactive(LinesView.virtual_size, size)
            if lines > height:
                self.vertical_scrollbar.window_virtual_size = lines
        else:
            self.virtual_size = size
