"""The board: what is shown and how one moves about in it. What can be done with it is the picker's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from ssotui.core.session_status import READ_ONLY
from ssotui.core.text import printable
from ssotui.core.tree.rows import Row
from ssotui.tui.picker import commands
from ssotui.tui.picker.command_context import Occasion, occasion
from ssotui.tui.picker.pinned_rows import FEWEST, MOST
from ssotui.tui.picker.state import Browsing
from ssotui.tui.picker.view import View
from ssotui.tui.rendering.details_content import Sources, described
from ssotui.tui.rendering.row_rendering import Label
from ssotui.tui.typing import Typing
from ssotui.tui.widgets.access_tree import AccessTree
from ssotui.tui.widgets.details import Details
from ssotui.tui.widgets.filter_line import FilterLine
from ssotui.tui.widgets.status_bar import HintLine, MessageLine

_NARROW, _LOW = 100, 24
_SHARE_OF_PINS = 5


_PLACEHOLDER = "type to find an account or role"


class Board(Typing, Screen[None]):
    """Filter line, tree, details, message, hints; typing filters wherever the focus is."""

    BINDINGS: ClassVar[list[BindingType]] = commands.bindings()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_NARROW, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    AUTO_FOCUS = None

    def __init__(
        self, browsing: Browsing, sources: Sources, current: str, notices: tuple[str, ...], keymap: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.browsing = browsing
        self._current = current
        self._notices = notices
        self._keymap = keymap
        self._has_moved = False
        view = browsing.view()
        self.filter_line, self.access = FilterLine(_PLACEHOLDER), AccessTree(view)
        self.details = Details(view, partial(described, sources=sources))
        self.message_line, self.hint_line = MessageLine(), HintLine()

    def compose(self) -> ComposeResult:
        yield self.filter_line
        for notice in self._notices:
            yield Static(printable(notice), classes="notice", markup=False)
        with Horizontal(id="middle"):
            yield self.access
            yield self.details
        yield self.message_line
        yield self.hint_line

    def on_mount(self) -> None:
        self.filter_line.query_text = self.browsing.query
        self._make_room()
        self.show_again(at=self.browsing.best_row())

    def on_resize(self) -> None:
        before = self.browsing.most_pins
        self._make_room()
        if self.browsing.most_pins != before and not self.browsing.query:
            self.show_again()

    def _make_room(self) -> None:
        """Pins take a fifth of the screen at most, unless the user has pinned more."""
        self.browsing.most_pins = max(FEWEST, min(self.app.size.height // _SHARE_OF_PINS, MOST))

    # Facts down

    def show_again(self, *, at: int | None = None, on: Row | None = None) -> None:
        """Lay the rows out anew, from the newest facts; the cursor stays on its row, or goes to row ``at`` or ``on``.

        A query that had found no role yet gets the cursor on the first that comes.
        """
        browsing = self.browsing
        if at is None and not self._has_moved and browsing.query.strip():
            row = self.access.row
            at = browsing.exact_row() if row and row.ref else browsing.best_row()
        view = browsing.view()
        self.access.show(browsing.outline(), browsing.shown_openness, view, at=at, on=on)
        self.access.say(self.words_below())
        self._describe()
        self._tell_counts(view)

    def repaint(self) -> None:
        """The same rows, with the newest facts about them."""
        view = self.browsing.view()
        self.access.repaint(view)
        self._describe()
        self._tell_counts(view)

    def occasion(self) -> Occasion:
        """What an action would be carried out on now."""
        return occasion(self.browsing, self.access.row)

    def tell(self, words: str, *, is_error: bool = False) -> None:
        """Say something in the message line; typing clears it."""
        self.message_line.is_error, self.message_line.words = is_error, words

    def progress_words(self) -> str:
        """How the listings go; empty when nothing is under way."""
        return ""

    def offer_words(self) -> str:
        """What can be done with what is marked; empty if nothing is."""
        return ""

    def words_below(self) -> list[Label]:
        """What is to be said below the rows, in paragraphs."""
        return []

    def read_only_words(self) -> str:
        """That the user's files can't be written."""
        return str(READ_ONLY)

    def is_fetching(self) -> bool:
        """More may be found in a moment."""
        return False

    def asked(self) -> None:
        """Another query is shown."""

    def moved(self) -> None:
        """The user moves about: the cursor is where it is wanted."""
        self._has_moved = True

    def _tell_counts(self, view: View) -> None:
        self.message_line.progress = self.progress_words()
        self.message_line.offer = self.offer_words()
        marked = len(self.browsing.marks.refs)
        counts = [f"{marked:,} marked"] if marked else []
        if self.browsing.found() is not None:
            count = self.browsing.count_found()
            nothing = "nothing yet, still fetching" if self.is_fetching() else "nothing found"
            counts.append(f"{count:,} found" if count else nothing)
        self.filter_line.counted = " · ".join(counts)
        state = view.shell_state(self._current)
        standing = f"● {printable(self._current)}" if self._current else ""
        self.filter_line.standing = f"{standing}  {state}" if state else standing
        self.filter_line.tone = state.tone if state else "ok"
        self.filter_line.is_production = bool(view.production_title(Row("profile", 0, text=self._current)))
        self.filter_line.warning = "" if self.browsing.survey.configuration.writable else self.read_only_words()

    @on(AccessTree.Moved)
    def _describe(self) -> None:
        """At once, in the frame of the rows themselves: the tree's message would come a frame later."""
        self.details.show(self.access.row, self.browsing.view())
        self.hint_line.hints = commands.hints(self.occasion(), self._keymap)

    # Typing

    @property
    def typed(self) -> str:
        return self.browsing.query

    def pasted(self, text: str) -> str:
        return self.browsing.pasted(text)

    def ask(self, query: str) -> None:
        """Filter by ``query``; the cursor goes to what fits best."""
        self.message_line.question = self.message_line.words = ""
        self._has_moved = False
        self.browsing.ask(query)
        self.filter_line.query_text = query
        self.show_again(at=self.browsing.best_row())
        self.asked()

    # Moving about

    def action_move(self, by: int) -> None:
        self.moved()
        self.access.move(by)
        self._describe()

    def action_page(self, by: int) -> None:
        self.moved()
        self.access.page(by)
        self._describe()

    def action_first(self) -> None:
        self.moved()
        self.access.move_to(0)
        self._describe()

    def action_last(self) -> None:
        self.moved()
        self.access.move_to(len(self.access.outline) - 1)
        self._describe()

    def action_expand(self) -> None:
        self.moved()
        row = self.access.row
        if row and row.branch:
            if self.browsing.shown_openness.is_open(row.branch):
                self.access.move(1)
            else:
                self.open(row, opened=True)

    def action_collapse(self) -> None:
        self.moved()
        row = self.access.row
        if row and row.branch and self.browsing.shown_openness.is_open(row.branch):
            self.open(row, opened=False)
        elif row:
            self._to_parent(row)

    def action_pivot(self) -> None:
        """Turn the tree round; the cursor stays on its role."""
        self.moved()
        self.show_again(on=self.browsing.pivot(self.access.row))

    def open(self, row: Row, *, opened: bool) -> None:
        """Open or close a session, an account, a permission set or a heading."""
        if row.branch:
            self._has_moved = True
            self.browsing.open(row.branch, opened=opened)
            self.show_again()

    def _to_parent(self, row: Row) -> None:
        for index in range(self.access.cursor - 1, -1, -1):
            if self.access.outline.row(index).depth < row.depth:
                self.access.move_to(index)
                return
