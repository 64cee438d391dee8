"""The details of the row under the cursor, and what Enter sets in the shell. A click copies a value or opens a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message

from ssotui.core.tree.rows import Row
from ssotui.tui.links import is_link, link_to
from ssotui.tui.rendering.badges import TINTS
from ssotui.tui.rendering.details_fields import DetailsContent, Field
from ssotui.tui.rendering.details_lines import Line, fitted_lines
from ssotui.tui.rendering.styled_text import StyledText, shortened
from ssotui.tui.view import View
from ssotui.tui.widgets.lines_view import LinesView

_LINK = "link="  # before the URL, in a style's name


class Details(LinesView):
    """Two columns, names and values; which ones depends on the kind of the row."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"details--{name}" for name in ("title", "name", "value", "code", "production", "hover", *TINTS)
    }

    class Copied(Message):
        """The user clicked a value, which is opened if it is a link, else copied."""

        def __init__(self, name: str, value: str) -> None:
            super().__init__()
            self.name = name
            self.value = value
            self.is_link = is_link(value)

    def __init__(self, view: View, describe: Callable[[Row, View], DetailsContent]) -> None:
        super().__init__()
        self._view = view
        self._describe = describe
        self._row: Row | None = None
        self._lines: list[Line] | None = None  # None: computed when drawn
        self._fitted = Size()  # what the lines were computed for: the pane is drawn before on_resize
        self._hovered: Field | None = None

    def show(self, row: Row | None, view: View) -> None:
        if row == self._row and view == self._view:
            return
        if row != self._row:
            self._hovered = None
            self.scroll_to(y=0, animate=False, immediate=True)
        is_same = row == self._row
        self._row, self._view, self._lines = row, view, None
        self._lay_out(by_columns=is_same)

    def show_or_hide(self) -> None:
        """Show the details where they are hidden, else hide them, whatever the width and the setting say."""
        hide = bool(self.display)
        self.set_class(hide, "-off").set_class(not hide, "-on")

    def look_again(self) -> None:
        """Update data that isn't in the view."""
        self._lay_out()

    def copyable(self) -> list[tuple[str, str]]:
        """(name, value) of all fields of the row that can be copied, whether the details are visible or not."""
        return self._describe(self._row, self._view).copyable() if self._row else []

    @property
    def lines(self) -> list[Line]:
        if self._lines is None or self._fitted != self.size:
            self._fitted = self.size
            content = self._describe(self._row, self._view) if self._row else None
            self.name_frame(content.title.name if content else "")
            self._lines = fitted_lines(content, *self.size) if content else []
        return self._lines

    def _lay_out(self, *, by_columns: bool = False) -> None:
        self._lines = None
        if self.size.width and self.display:
            self.fit(len(self.lines))
            self.refresh_changed(by_columns=by_columns)

    def on_resize(self) -> None:
        self._lay_out()

    # The mouse

    def _field_at(self, event: events.MouseEvent) -> Field | None:
        place = event.get_content_offset(self)
        at = place.y + round(self.scroll_y) if place else -1
        field = self.lines[at].field if 0 <= at < len(self.lines) else None
        return field if field and field.copied else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(self._field_at(event))

    def on_leave(self) -> None:
        self._hover(None)

    def _hover(self, field: Field | None) -> None:
        if field != self._hovered:
            self._hovered = field
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        field = self._field_at(event)
        if field:
            self.post_message(self.Copied(field.name, field.copied))

    # Drawing

    def styled_line(self, y: int, size: Size) -> StyledText:
        at, width = y + round(self.scroll_y), size.width
        if not 0 <= at < len(self.lines):
            return [(" " * width, "")]
        line = self.lines[at]
        added = " hover" if line.field is not None and line.field == self._hovered else ""
        if line.field and is_link(line.field.copied):
            added += f" {_LINK}{line.field.copied}"
        pieces = [(text, f"{name}{added}" if name != "name" else name) for text, name in line.pieces]
        return shortened(pieces, width, "")

    def named_style(self, names: str) -> Style:
        first, *added = names.split(" ")
        style = self.get_component_rich_style(f"details--{first}") if first else self.rich_style
        for name in added:
            url = name.removeprefix(_LINK)
            style += link_to(url) if url != name else self.get_component_rich_style(f"details--{name}", partial=True)
        return style
