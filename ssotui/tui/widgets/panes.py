"""Two panes side by side. The line between them can be dragged with the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

_LEAST_WIDTH = 30  # of each pane, in columns
_LEFT = 1  # button of the mouse


class Panes(Horizontal):
    """``share`` is the part of the width that the left pane has, from 0 to 1; 0 leaves both widths to the styles.

    The right pane's first column is the line. One pane above the other, which the screen's class "-narrow" makes of
    them, can't be dragged.
    """

    @dataclass
    class Split(Message):
        """The user dragged the line; ``share`` is the left pane's part of the width now."""

        share: float

    def __init__(self, left: Widget, right: Widget, share: float) -> None:
        super().__init__(left, right, id="middle")
        self._panes = left, right
        self._share = share
        self._dragged = False

    def on_resize(self) -> None:
        self._apply()

    def _apply(self) -> None:
        """Set the widths, or leave them to the styles."""
        left, right = self._panes
        if not self._share or self.screen.has_class("-narrow"):
            left.styles.clear_rule("width")
            right.styles.clear_rule("width")
            return
        columns = self._columns(round(self._share * self.size.width))
        left.styles.width, right.styles.width = f"{columns}fr", f"{self.size.width - columns}fr"

    def on_mouse_down(self, event: events.MouseDown) -> None:
        right = self._panes[1]
        is_beside = right.display and not self.screen.has_class("-narrow")
        if event.button == _LEFT and is_beside and event.screen_x == right.region.x:
            self._dragged = True
            self.add_class("-dragged")
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged:
            self._share = self._columns(event.screen_x - self.region.x) / self.size.width
            self._apply()

    def _columns(self, width: int) -> int:
        """The width of the left pane that is nearest to the wanted one and leaves room for both."""
        return max(min(width, self.size.width - _LEAST_WIDTH), _LEAST_WIDTH)

    def on_mouse_up(self) -> None:
        if self._dragged:
            self._dragged = False
            self.remove_class("-dragged")
            self.release_mouse()
            self.post_message(self.Split(self._share))
