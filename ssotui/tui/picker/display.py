"""Draws the state with the widgets: rows, details, the lines around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.printable import printable
from ssotui.core.session_status import READ_ONLY
from ssotui.core.tree.rows import Row
from ssotui.tui.picker import commands, guidance
from ssotui.tui.picker.command_context import command_context

if TYPE_CHECKING:
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

    progress: Callable[[], str]
    is_fetching: Callable[[], bool]
    offer: Callable[[], str]
    wanted_row: Callable[[], int | None]


class Display:
    """The only part that uses all widgets."""

    def __init__(self, state: PickerState, request: PickerRequest, widgets: Widgets, beside: DisplaySources) -> None:
        self._state = state
        self._current = request.current
        self._keymap = request.settings.keys
        self._widgets = widgets
        self._beside = beside

    def redraw(self, *, at: int | None = None, on: Row | None = None) -> None:
        """Rebuild the rows. The cursor stays on its row, or moves to the row ``at`` or ``on``."""
        if at is None:
            at = self._beside.wanted_row()
        state, tree, view = self._state, self._widgets.access, self._state.view()
        tree.show(state.outline(), state.shown_openness, view, at=at, on=on)
        has_rows, is_fetching = bool(len(tree.outline)), self._beside.is_fetching()
        tree.say(guidance.paragraphs_below(state, self._keymap, has_rows=has_rows, is_fetching=is_fetching))
        self._draw_around(view)

    def repaint(self) -> None:
        """Draw the same rows with the newest data."""
        view = self._state.view()
        self._widgets.access.repaint(view)
        self._draw_around(view)

    def describe(self) -> None:
        """Update details and hints for the row under the cursor.

        Called directly, so that they are drawn in the same frame as the rows: the tree's message comes a frame later.
        """
        self._describe(self._state.view())

    def _describe(self, view: View) -> None:
        row = self._widgets.access.row
        self._widgets.details.show(row, view)
        self._widgets.hint_line.hints = commands.key_hints(command_context(self._state, row), self._keymap)

    def _draw_around(self, view: View) -> None:
        self._describe(view)
        self._widgets.message_line.progress = self._beside.progress()
        self._widgets.message_line.offer = self._beside.offer()
        self._draw_filter_line(view)

    def _draw_filter_line(self, view: View) -> None:
        line, current = self._widgets.filter_line, self._current
        line.counted = self._counted()
        state = view.shell_state(current)
        shell_profile = f"● {printable(current)}" if current else ""
        line.shell_profile = f"{shell_profile}  {state}" if state else shell_profile
        line.tone = state.tone if state else "ok"
        line.is_production = bool(view.production_title(Row("profile", 0, text=current)))
        line.warning = "" if self._state.snapshot.configuration.writable else self._read_only()

    def _counted(self) -> str:
        marked = len(self._state.marks.refs)
        counts = [f"{marked:,} marked"] if marked else []
        if self._state.found() is not None:
            count = self._state.count_found()
            nothing = "no matches yet, still loading" if self._beside.is_fetching() else "no matches"
            counts.append(f"{count:,} found" if count else nothing)
        return " · ".join(counts)

    def _read_only(self) -> str:
        """The message that the user's files can't be written; "" if they can."""
        return f"{READ_ONLY}, {commands.key_of('app.doctor', self._keymap)} shows why"
