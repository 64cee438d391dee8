"""Draws the state with the widgets: rows, details, the lines around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ssotui.named_tuples import NamedTuple
from ssotui.tui.picker.commands import table as commands
from ssotui.tui.picker.commands.context import command_context
from ssotui.tui.picker.content import content_around, guidance

if TYPE_CHECKING:
    from ssotui.core.listing_progress import Progress
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.state import PickerState
    from ssotui.tui.view import View
    from ssotui.tui.widgets.access_tree import AccessTree
    from ssotui.tui.widgets.details import Details
    from ssotui.tui.widgets.filter_line import FilterLine
    from ssotui.tui.widgets.status_bar import HintLine, MessageLine


class Widgets(NamedTuple):
    """The widgets from top to bottom."""

    filter_line: FilterLine
    access: AccessTree
    details: Details
    message_line: MessageLine
    hint_line: HintLine


class DisplaySources(NamedTuple):
    """What is drawn but isn't in the state: progress, hints for marked rows, the row for the cursor."""

    progress: Callable[[], Mapping[str, Progress]]
    is_fetching: Callable[[], bool]
    offer: Callable[[], str]
    cursor_row: Callable[[], int | None]


class Display:
    """The only part that uses all widgets."""

    def __init__(self, state: PickerState, request: PickerRequest, widgets: Widgets, beside: DisplaySources) -> None:
        self._state = state
        self._current, self._region = request.current, request.region
        self._keymap = request.settings.keys
        self._widgets = widgets
        self._beside = beside

    def redraw(self, *, at: int | None = None, on: Row | None = None) -> None:
        """Rebuild the rows. The cursor stays on its row, or moves to the row ``at`` or ``on``."""
        if at is None:
            at = self._beside.cursor_row()
        state, tree, view = self._state, self._widgets.access, self._state.view()
        tree.show(state.outline(), state.shown_openness, view, at=at, on=on)
        self._say_below()
        self._draw_around(view)

    def repaint(self) -> None:
        """Draw the same rows with the newest data."""
        view = self._state.view()
        self._widgets.access.repaint(view)
        self._say_below()
        self._draw_around(view)

    def _say_below(self) -> None:
        tree, is_fetching = self._widgets.access, self._beside.is_fetching()
        has_rows = bool(len(tree.outline))
        tree.say(guidance.paragraphs_below(self._state, self._keymap, has_rows=has_rows, is_fetching=is_fetching))

    def describe(self) -> None:
        """Update details and hints for the row under the cursor.

        Called directly, so that they are drawn in the same frame as the rows: the tree's message comes a frame later.
        """
        self._describe(self._state.view())

    def _describe(self, view: View) -> None:
        row = self._widgets.access.row
        self._widgets.details.show(row, view)
        is_asked = bool(self._widgets.message_line.question)
        hints = (
            commands.ANSWER_HINTS if is_asked else commands.key_hints(command_context(self._state, row), self._keymap)
        )
        self._widgets.hint_line.hints = hints
        tree = self._widgets.access
        self._widgets.message_line.position = content_around.position(tree.cursor, len(tree.outline))

    def _draw_around(self, view: View) -> None:
        self._describe(view)
        progress = self._beside.progress()
        self._widgets.message_line.progress = progress
        self._widgets.message_line.offer = self._beside.offer()
        is_fetching = self._beside.is_fetching()
        counted = content_around.counted(self._state, is_fetching=is_fetching, is_listing=bool(progress))
        right = content_around.right_side(self._state, view, self._current, self._keymap, self._region)
        self._widgets.filter_line.show(right._replace(counted=counted))
        self._widgets.access.name_frame(content_around.listed(self._state, progress))
