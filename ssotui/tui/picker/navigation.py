"""Navigation in the tree: the cursor, expanded rows, and grouping by role or by account."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ssotui.tui.picker.first_row import best_row, exact_row

if TYPE_CHECKING:
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState
    from ssotui.tui.widgets.access_tree import AccessTree


class Navigation:
    """``moved`` is called after the user has moved the cursor, which closes a question about another row."""

    def __init__(
        self, state: PickerState, screen: ScreenProtocol, tree: AccessTree, moved: Callable[[], object]
    ) -> None:
        self._state = state
        self._screen = screen
        self._tree = tree
        self._moved = moved
        self._has_moved = False

    def start_over(self) -> None:
        """After another query, the cursor stays on the best match until the user moves it."""
        self._has_moved = False

    def cursor_row(self) -> int | None:
        """The row for the cursor; None to keep it. If a query had no match, it is the first one that is listed."""
        if self._has_moved or not self._state.query.strip():
            return None
        row = self._tree.row
        return exact_row(self._state) if row and row.ref else best_row(self._state)

    def move(self, by: int) -> None:
        self._move_to(self._tree.cursor + by)

    def page(self, by: int) -> None:
        self._is_moved()
        self._tree.page(by)

    def to_first(self) -> None:
        self._move_to(0)

    def to_last(self) -> None:
        self._move_to(len(self._tree.outline) - 1)

    def expand(self) -> None:
        """Expand the row; if it is expanded, move to the first row below it."""
        self._is_moved()
        row = self._tree.row
        if row and row.branch:
            if self._state.shown_openness.is_open(row.branch):
                self._tree.move(1)
            else:
                self.open(row, opened=True)

    def collapse(self) -> None:
        """Collapse the row; if it isn't expanded, move to its parent."""
        self._is_moved()
        row = self._tree.row
        if row and row.branch and self._state.shown_openness.is_open(row.branch):
            self.open(row, opened=False)
        elif row:
            self._to_parent(row)

    def pivot(self) -> None:
        """Switch between grouping by role and by account. The cursor stays on its role."""
        self._is_moved()
        self._screen.redraw(on=self._state.pivot(self._tree.row))

    def toggle(self, row: Row) -> None:
        """Expand or collapse the row."""
        if row.branch:
            self.open(row, opened=not self._state.shown_openness.is_open(row.branch))

    def open(self, row: Row, *, opened: bool) -> None:
        """Expand or collapse a session, an account, a permission set or a heading."""
        if row.branch:
            self._has_moved = True
            self._state.open(row.branch, opened=opened)
            self._screen.redraw()

    def _move_to(self, index: int) -> None:
        self._is_moved()
        self._tree.move_to(index)

    def _is_moved(self) -> None:
        self._has_moved = True
        self._moved()

    def _to_parent(self, row: Row) -> None:
        for index in range(self._tree.cursor - 1, -1, -1):
            if self._tree.outline.row(index).depth < row.depth:
                self._tree.move_to(index)
                return
