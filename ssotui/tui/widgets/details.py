"""The details of the row under the cursor, and what Enter sets in the shell. A click copies a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from ssotui.core.printable import printable
from ssotui.core.tree.rows import Row
from ssotui.tui.rendering.details_content import DetailsContent, Field
from ssotui.tui.view import View
from ssotui.tui.widgets.lines_view import LinesView

_LEAST_ROOM = 12


class Line(NamedTuple):
    """One line: pieces of text with the names of their styles, and the value that a click copies."""

    pieces: tuple[tuple[str, str], ...]
    field: Field | None = None

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


class Details(LinesView):
    """Two columns, names and values; which ones depends on the kind of the row."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"details--{name}" for name in ("title", "name", "value", "code", "production", "hover")
    }

    class Copied(Message):
        """The user clicked a value."""

        def __init__(self, name: str, value: str) -> None:
            super().__init__()
            self.name = name
            self.value = value

    def __init__(self, view: View, describe: Callable[[Row, View], DetailsContent]) -> None:
        super().__init__()
        self._view = view
        self._describe = describe
        self._row: Row | None = None
        self._lines: list[Line] | None = None  # None: computed when drawn
        self._hovered: Field | None = None
        self._styles_by_name: dict[str, Style] = {}

    def show(self, row: Row | None, view: View) -> None:
        if row == self._row and view == self._view:
            return
        if row != self._row:
            self._hovered = None
            self.scroll_to(y=0, animate=False, immediate=True)
        self._row, self._view = row, view
        self._lay_out()

    def look_again(self) -> None:
        """Update data that isn't in the view."""
        self._lay_out()

    def copyable(self) -> list[tuple[str, str]]:
        """(name, value) of all fields of the row that can be copied, whether the details are visible or not."""
        return self._describe(self._row, self._view).copyable() if self._row else []

    @property
    def lines(self) -> list[Line]:
        if self._lines is None:
            content = self._describe(self._row, self._view) if self._row else None
            self._lines = self._fitted(content) if content else []
        return self._lines

    def _fitted(self, content: DetailsContent) -> list[Line]:
        """The lines for the width that is left beside the scrollbar, if one is needed."""
        lines = list(_laid_out(content, self.size.width))
        if len(lines) > self.size.height:
            lines = list(_laid_out(content, self.size.width - self.styles.scrollbar_size_vertical))
        return lines

    def _lay_out(self) -> None:
        self._lines = None
        if self.size.width and self.display:
            self.fit(len(self.lines))
            self.refresh()

    def on_resize(self) -> None:
        self._lay_out()

    # The mouse

    def _field_at(self, event: events.MouseEvent) -> Field | None:
        at = event.y + round(self.scroll_y)
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

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the visible region."""
        at, width = y + round(self.scroll_y), self.size.width
        if not 0 <= at < len(self.lines):
            return Strip.blank(width, self._style(""))
        line = self.lines[at]
        segments = []
        for text, name in line.pieces:
            is_hovered = line.field is not None and line.field == self._hovered and name != "name"
            segments.append(Segment(text, self._style(f"{name} hover" if is_hovered else name)))
        return Strip(segments).adjust_cell_length(width, self._style(""))

    def notify_style_update(self) -> None:
        self._styles_by_name.clear()
        super().notify_style_update()

    def _style(self, names: str) -> Style:
        """The style of component classes, "" for the background. Cached because the look-up is slow."""
        known = self._styles_by_name.get(names)
        if known is None:
            first, _, added = names.partition(" ")
            known = self.get_component_rich_style(f"details--{first}") if first else self.rich_style
            if added:
                known += self.get_component_rich_style(f"details--{added}", partial=True)
            self._styles_by_name[names] = known
        return known


def _laid_out(content: DetailsContent, width: int) -> Iterator[Line]:
    yield from _folded(content.title, [], width, "title")
    yield Line(())
    names = max((len(field.name) for field in content.fields), default=0)
    for field in content.fields:
        yield from _folded(field, [(f"{field.name:<{names}}  ", "name")], width, field.tone)
    if content.enter:
        yield Line(())
        yield from _folded(Field("", content.enter), [], width, "name")
        for field in content.variables:
            yield from _folded(field, [("  ", "name")], width, field.tone)


def _folded(field: Field, front: list[tuple[str, str]], width: int, style: str) -> Iterator[Line]:
    """A value wrapped to the width beside its name, all lines aligned with the first one."""
    indent = sum(cell_len(text) for text, _ in front)
    room = max(width - indent, _LEAST_ROOM)
    for value in _lines(printable(field.value), room):
        yield Line((*front, (value, style)), field)
        front = [(" " * indent, "name")]


def _lines(value: str, room: int) -> Iterator[str]:
    line = ""
    for character in value:
        if cell_len(line) + cell_len(character) > room:
            whole, blank, word = line.rpartition(" ")
            yield whole if blank else line
            line = word if blank else ""
        line += character
    yield line.strip()
