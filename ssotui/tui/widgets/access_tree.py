"""The tree of sessions, accounts and roles. It only draws the rows in view of an Outline of any length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message

from ssotui.core.tree.rows import Openness, Outline, Row
from ssotui.tui.rendering.badges import TINTS
from ssotui.tui.rendering.fixed_rows import FixedRows, fixed_rows, top_for
from ssotui.tui.rendering.hit_rendering import Columns
from ssotui.tui.rendering.row_rendering import needed_by, render_row
from ssotui.tui.rendering.styled_text import StyledText
from ssotui.tui.rendering.tree_lines import GUTTER, marker_columns, row_line, text_line
from ssotui.tui.view import View
from ssotui.tui.widgets.entry_list import background
from ssotui.tui.widgets.lines_view import LinesView

_WHEEL = 3
_LEFT = 1  # button of the mouse
_NOWHERE = -1
_GROUNDS = ("cursor", "hover", "band")


class AccessTree(LinesView):
    """Rows of an outline, with a cursor that stays on its row while rows are added and removed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"tree--{name}"
        for name in (
            "account", "band", "bar", "busy", "cursor", "current", "dim", "done", "error", "heading", "hover", "id",
            "match", "note", "ok", "profile", "quiet", "rest", "role", "session", "star", "warning", *TINTS,
        )
    }  # fmt: skip

    @dataclass
    class Moved(Message):
        """The cursor has moved to another row, or its row has changed; None without rows."""

        row: Row | None

    @dataclass
    class Chosen(Message):
        """The user clicked the row of the cursor, or the marker of a branch, or double-clicked a row."""

        row: Row

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view
        self._outline = Outline(())
        self._openness = Openness()
        self._needed: Columns | None = None  # by the matches; None: computed when drawn
        self._cursor = 0
        self._below: Sequence[StyledText] = ()
        self._fixed: tuple[tuple[Outline, int, int], FixedRows] | None = None
        self._hovered = _NOWHERE  # the line under the mouse
        self._click_was_choice = False

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
            self.refresh_changed()

    def show(
        self, outline: Outline, openness: Openness, view: View, *, at: int | None = None, on: Row | None = None
    ) -> None:
        """Show other rows. With ``at``, from the top with the cursor on that row; else the cursor stays on its row.

        ``on`` is the row of the cursor in the new outline, if it has another key there.
        """
        line = self._cursor - round(self.scroll_y) if at is None else at
        before = on or self.row
        self._outline, self._openness, self._view, self._needed = outline, openness, view, None
        if at is None:
            at = self._place_of(before)
        self._cursor = max(min(at, len(outline) - 1), 0)
        self.fit(len(outline))
        if self.size.height:
            target = self._cursor - max(min(line, self.size.height - 1), 0)
            self.scroll_to(y=max(min(target, len(outline) - self.size.height), 0), animate=False, immediate=True)
            self._into_view()
        self.refresh_changed()
        self.post_message(self.Moved(self.row))

    def repaint(self, view: View) -> None:
        """Show the same rows with new data. Only columns that have changed are drawn: times change every minute."""
        self._view, self._needed = view, None
        self.refresh_changed(by_columns=True)

    def _label(self, row: Row, width: int) -> StyledText:
        opened = row.branch is not None and self._openness.is_open(row.branch)
        if self._needed is None:
            self._needed = needed_by(self._outline, self._view)
        return render_row(row, self._view, width - GUTTER, opened=opened, needed=self._needed)

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
        top, height = self.top, self.size.height
        if height and len(self._outline):
            new_top = top_for(self._outline, self._cursor, top, height, docks=self._docks)
            if new_top != top:
                self.scroll_to(y=new_top, animate=False, immediate=True)

    def _refresh_row(self, index: int) -> None:
        self.refresh(Region(0, index - self.top, self.size.width, 1))

    @property
    def top(self) -> int:
        """The index of the row in the first line."""
        return round(self.scroll_y)

    @property
    def _docks(self) -> bool:
        return not self._openness.filtering

    def _fixed_rows(self, height: int) -> FixedRows:
        """The rows that stay in sight. Computed once for each outline and place, because every line asks."""
        place = (self._outline, self.top, height)
        if self._fixed is None or self._fixed[0] != place:
            self._fixed = (place, fixed_rows(*place, docks=self._docks))
        return self._fixed[1]

    def _index_at(self, line: int, height: int) -> int:
        """The index of the row in a line of the visible region, which has ``height`` lines."""
        return self._fixed_rows(height).index_at(line, self.top, height)

    def visible_rows(self) -> list[Row]:
        """The rows in view, from top to bottom."""
        top = self.top
        return [self._outline.row(index) for index in range(top, min(top + self.size.height, len(self._outline)))]

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Move the cursor; choose its row by a second click, or a branch by a click on its marker."""
        at = event.get_content_offset(self)
        if at is None or event.button != _LEFT:
            return
        if event.chain > 1:  # the rows may have moved under the mouse since the first click
            index, is_choice = self._cursor, not self._click_was_choice
        else:
            index = self._index_at(at.y, self.size.height)
            is_choice = index == self._cursor or self._is_marker(index, at.x)
        if 0 <= index < len(self._outline):
            self.move_to(index)
            self._click_was_choice = is_choice or (event.chain > 1 and self._click_was_choice)
            if is_choice:
                self.post_message(self.Chosen(self._outline.row(index)))

    def _is_marker(self, index: int, column: int) -> bool:
        """Whether the marker of an open or closed branch is in this column of the row."""
        is_branch = 0 <= index < len(self._outline) and self._outline.row(index).branch is not None
        return is_branch and column in marker_columns(
            self._label(self._outline.row(index), self.scrollable_content_region.width)
        )

    def on_mouse_move(self, event: events.MouseMove) -> None:
        at = event.get_content_offset(self)
        self._hover(at.y if at else _NOWHERE)

    def on_leave(self) -> None:
        self._hover(_NOWHERE)

    def _hover(self, line: int) -> None:
        if line != self._hovered:
            before, self._hovered = self._hovered, line
            self.refresh(*(Region(0, one, self.size.width, 1) for one in (before, line) if one != _NOWHERE))

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

    def styled_line(self, y: int, size: Size) -> StyledText:
        width, index = size.width, self._index_at(y, size.height)
        if not 0 <= index < len(self._outline):
            return text_line(self._below, index - len(self._outline), width)
        row, has_cursor, is_hovered = self._outline.row(index), index == self._cursor, y == self._hovered
        label = self._label(row, width)
        return row_line(label, row.kind, width, has_cursor=has_cursor, is_hovered=is_hovered)

    def named_style(self, names: str) -> Style:
        """Later ones override, but a background only applies where none is set."""
        style = self.rich_style
        for name in names.split():
            own = self.get_component_rich_style(f"tree--{name}")
            is_cursor = name == "cursor" and self.app.native_ansi_color
            style += background(own, has_color=is_cursor) if name in _GROUNDS else own
        return style
