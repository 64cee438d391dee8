"""The command palette: searches commands, values to copy, roles and profiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ssotui.core.printable import printable
from ssotui.tui import list_keys
from ssotui.tui.dialogs.dialog import Dialog
from ssotui.tui.list_keys import Erased, erased
from ssotui.tui.widgets.entry_list import Entry, EntryList
from ssotui.tui.widgets.filter_line import FilterLine

Chosen = Callable[[], None]


class PaletteContent(NamedTuple):
    """The entries that match a query, and their number as text."""

    entries: Sequence[Entry]
    counted: str = ""


class Palette(Dialog[Chosen | None]):
    """The result is the chosen action, which the picker runs; None if the user left."""

    CSS_PATH = "palette.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        *list_keys.bindings(),
        Binding("escape,ctrl+c,ctrl+p", "leave", priority=True),
        Binding("enter", "choose", priority=True),
    ]

    def __init__(self, find: Callable[[str], PaletteContent]) -> None:
        """``find`` is called at each key."""
        super().__init__()
        self._find = find
        self._line = FilterLine("type to find an action, an account, a role or a profile")
        self.entries = EntryList()

    def compose(self) -> ComposeResult:
        with Vertical(id="palette"):
            yield self._line
            yield self.entries

    def on_mount(self) -> None:
        self.set_query("")

    def set_query(self, query: str) -> None:
        """Show the entries that match ``query``."""
        query = printable(f"_{query}_")[1:-1]
        content = self._find(query)
        self._line.query_text = query
        self._line.counted = content.counted
        self.entries.show(content.entries)

    # Keys

    def on_key(self, event: events.Key) -> None:
        if event.character and event.is_printable:
            event.stop()
            self.set_query(self._line.query_text + event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.set_query(self._line.query_text + event.text)

    def action_erase(self, what: Erased) -> None:
        self.set_query(erased(self._line.query_text, what))

    @on(EntryList.Clicked)
    def _clicked(self, message: EntryList.Clicked) -> None:
        self.dismiss(message.entry.chosen)

    def action_choose(self) -> None:
        if self.entries.entry:
            self.dismiss(self.entries.entry.chosen)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        self.entries.move(by)

    def action_page(self, by: int) -> None:
        self.entries.page(by)

    def action_first(self) -> None:
        self.entries.move(-len(self.entries.entries))

    def action_last(self) -> None:
        self.entries.move(len(self.entries.entries))
