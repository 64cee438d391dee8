"""A view of many lines of which only those in sight are drawn."""

from __future__ import annotations

from textual.geometry import Size
from textual.scroll_view import ScrollView


class LinesView(ScrollView, can_focus=False):
    """Knows how long it is without having the screen laid out anew for every change."""

    def fit(self, lines: int) -> None:
        """Tell the scrollbar how many lines there are; the screen is laid out anew only where it comes or goes."""
        size, height = Size(0, lines), self.size.height  # lines are cut to what there is, so no width is asked for
        if height and (lines > height) == (self.virtual_size.height > height):
            self.set_reactive(LinesView.virtual_size, size)
            if lines > height:
                self.vertical_scrollbar.window_virtual_size = lines
        else:
            self.virtual_size = size
