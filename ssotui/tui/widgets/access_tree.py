"""The tree of sessions, accounts and roles. It only draws the rows in view of an Outline of any length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from ssotui.core.tree.rows import Openness, Outline, Row
from ssotui.tui.rendering.row_rendering import render_row
from ssotui.tui.rendering.styled_text import StyledText, folded
from ssotui.tui.view import View
from ssotui.tui.widgets.entry_list import shortened_strip
from ssotui.tui.widgets.lines_view import LinesView

_GUTTER = 2
_WHEEL = 3
_BANDS = ("session", "heading")  # rows with a background
_GROUNDS = ("cursor", "band")


class AccessTree(LinesView):
    """Rows of an outline, with a cursor that stays on its row while rows are added and removed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"tree--{name}"
        for name in (
            "account", "band", "bar", "busy", "cursor", "current", "dim", "error", "heading", "id", "match", "note",
            "ok", "production", "profile", "quiet", "role", "session", "star", "warning",
        )
    }  # fmt: skip

    @dataclass
    class Moved(Message):
        """The cursor has moved to another row, or its row has changed; None without rows."""

        row: Row | None

    @dataclass
    class Chosen(Message):
        """The user clicked the row of the cursor."""

        row: Row

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        self._outline = Outline(())
        self._openness = Openness()
        self._cursor = 0
        self._styles_by_name: dict[str, Style] = {}
        self._below: Sequence[StyledText] = ()
        self.drawn = 0  # the number of rows drawn, for tests

    # Content

    @property
    def outline(self) -> Outline:
        return self._outline

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._outline.row(self._cursor) if len(self._outline) else None

    @property
    def cursor(self) -> int:
        return self._cursor

    def say(self, paragraphs: Sequence[StyledText]) -> None:
        """Show text below the rows if there is space."""
        if paragraphs != self._below:
            self._below = paragraphs
            self.refresh()

    def show(
        self, outline: Outline, openness: Openness, view: View, *, at: int | None = None, on: Row | None = None
    ) -> None:
        """Show other rows. With ``at``, from the top with the cursor on that row; else the cursor stays on its row.

        ``on`` is the row of the cursor in the new outline, if it has another key there.
        """
        line = self._cursor - round(self.scroll_y) if at is None else at
        before = on or self.row
        self._outline, self._openness, self._view = outline, openness, view
        if at is None:
            at = self._place_of(before)
        self._cursor = max(min(at, len(outline) - 1), 0)
        self.fit(len(outline))
        if self.size.height:
            target = self._cursor - max(min(line, self.size.height - 1), 0)
            self.scroll_to(y=max(min(target, len(outline) - self.size.height), 0), animate=False, immediate=True)
        self.refresh()
        self.post_message(self.Moved(self.row))

    def repaint(self, view: View) -> None:
        """Show the same rows with new data."""
        self._view = view
        self.refresh()

    def _place_of(self, row: Row | None) -> int:
        """The index of the row now; if it was removed, of its account or permission set, its session, or as before."""
        if row is None:
            return self._cursor
        account_key = ("account", row.session, row.account.id if row.account else "", "", "")
        others = (row._replace(kind="gone").key, account_key, ("permission-set", row.session, "", row.role, ""))
        for key in (row.key, *others, ("session", row.session, "", "", "")):
            found = self._outline.find(key)
            if found is not None:
                return found
        return self._cursor

    # The cursor

    def move(self, by: int) -> None:
        self.move_to(self._cursor + by)

    def page(self, by: int) -> None:
        self.move(by * max(self.size.height - 1, 1))

    def move_to(self, index: int) -> None:
        """Move the cursor to a row and scroll it into view."""
        index = max(min(index, len(self._outline) - 1), 0)
        if index != self._cursor:
            old, self._cursor = self._cursor, index
            self._refresh_row(old)
            self._refresh_row(index)
            self.post_message(self.Moved(self.row))
        self._into_view()

    def _into_view(self) -> None:
        top, height = round(self.scroll_y), self.size.height
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, immediate=True)
        elif height and self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, immediate=True)

    def _refresh_row(self, index: int) -> None:
        self.refresh(Region(0, index - round(self.scroll_y), self.size.width, 1))

    def visible_rows(self) -> list[Row]:
        """The rows in view, from top to bottom."""
        top = round(self.scroll_y)
        return [self._outline.row(index) for index in range(top, min(top + self.size.height, len(self._outline)))]

    # The mouse

    def on_click(self, event: events.Click) -> None:
        index = event.y + round(self.scroll_y)
        if not 0 <= index < len(self._outline):
            return
        if index == self._cursor:
            self.post_message(self.Chosen(self._outline.row(index)))
        else:
            self.move_to(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -_WHEEL)

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        self.scroll_to(y=self.scroll_y + by, animate=False, immediate=True)

    # Drawing

    def on_resize(self) -> None:
        self.call_after_refresh(self._into_view)

    def notify_style_update(self) -> None:
        self._styles_by_name.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Line ``y`` of the visible region."""
        width, index = self.scrollable_content_region.width, y + round(self.scroll_y)
        if not 0 <= index < len(self._outline):
            return self._said(index - len(self._outline), width)
        self.drawn += 1
        row = self._outline.row(index)
        branch = row.branch
        opened = branch is not None and self._openness.is_open(branch)
        ground = "cursor" if index == self._cursor else "band" if row.kind in _BANDS else ""
        segments = [Segment("▌ " if ground == "cursor" else "  ", self._style(f"bar {ground}"))]
        for text, name in render_row(row, self._view, width - _GUTTER, opened=opened):
            segments.append(Segment(text, self._style(f"{name} {ground}")))
        return shortened_strip(Strip(segments), width, self._style(f"dim {ground}"))

    def _said(self, line: int, width: int) -> Strip:
        """A line of the text below the rows, or a blank one."""
        lines = folded(self._below, width - 2 * _GUTTER) if self._below else []
        if not 0 < line <= len(lines):
            return Strip.blank(width, self._style(""))
        segments = [Segment(" " * _GUTTER), *(Segment(text, self._style(name)) for text, name in lines[line - 1])]
        return Strip(segments).adjust_cell_length(width, self._style(""))

    def _style(self, names: str) -> Style:
        """The style of component classes; later ones override, but a background only applies where none is set."""
        known = self._styles_by_name.get(names)
        if known is None:
            known = self.rich_style
            for name in names.split():
                own = self.get_component_rich_style(f"tree--{name}")
                known += own if name not in _GROUNDS else Style(bgcolor=own.bgcolor, reverse=own.reverse)
            self._styles_by_name[names] = known
        return known
