"""The command palette: searches commands, values to copy, roles and profiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from ssotui.core.printable import printable
from ssotui.named_tuples import NamedTuple
from ssotui.tui import list_keys
from ssotui.tui.dialogs.dialog import COMMON_CSS, Dialog
from ssotui.tui.list_keys import Erased, erased
from ssotui.tui.widgets.entry_list import Entry, EntryList
from ssotui.tui.widgets.filter_line import FilterLine

_LOW = 24
_AROUND = 3  # lines: the frame and the filter

Chosen = Callable[[], None]


class PaletteContent(NamedTuple):
    """The entries that match a query, their number as text, and the index of the one to put the cursor on."""

    entries: Sequence[Entry]
    counted: str = ""
    at: int = 0


class Beside(NamedTuple):
    """A palette at the right side. ``moved`` is called with the index of the entry under the cursor."""

    moved: Callable[[int], None]
    note: str = ""


class PaletteKind(NamedTuple):
    """The title, the words in the empty filter, what Enter does, and a key that moves down as the arrow does.

    A palette that isn't wide is as high as all its entries need.
    """

    title: str
    placeholder: str
    enter: str = "choose"
    next_key: str = ""
    is_wide: bool = False


class Palette(Dialog[Chosen | None]):
    """The result is the chosen action, which the picker runs; None if the user left."""

    CSS_PATH = [COMMON_CSS, "palette.tcss"]
    AUTO_FOCUS = None
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        *list_keys.bindings(),
        Binding("escape,ctrl+c,ctrl+p", "give_up", priority=True),
        Binding("enter", "choose", priority=True),
    ]

    def __init__(
        self, find: Callable[[str], PaletteContent], kind: PaletteKind, *, beside: Beside | None = None
    ) -> None:
        """``find`` is called at each key. Without ``beside`` the palette is in the middle."""
        super().__init__(classes="-beside" if beside else None)
        self._beside = beside
        self._find = find
        self._kind = kind
        self._line = FilterLine(kind.placeholder)
        if kind.next_key:
            self._bindings.bind(kind.next_key, "move(1)", show=False, priority=True)
        self.entries = EntryList()

    def compose(self) -> ComposeResult:
        kind = self._kind
        with self.framed(Vertical(), kind.title, f"Enter {kind.enter}   Esc back", is_wide=kind.is_wide):
            yield self._line
            yield self.entries
            if self._beside and self._beside.note:
                yield Static(self._beside.note, markup=False)

    def on_mount(self) -> None:
        self.set_query("")
        if self.is_whole and not (self._kind.is_wide or self._beside):
            self.children[0].styles.height = len(self.entries.entries) + _AROUND

    def set_query(self, query: str) -> None:
        """Show the entries that match ``query``."""
        query = printable(f"_{query}_")[1:-1]
        content = self._find(query)
        self._line.query_text = query
        self._line.counted = content.counted
        self.entries.show(content.entries, at=content.at)

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

    @on(EntryList.Moved)
    def _moved(self, message: EntryList.Moved) -> None:
        if self._beside and self.is_active:
            self._beside.moved(message.place)

    @on(EntryList.Clicked)
    def _clicked(self, message: EntryList.Clicked) -> None:
        self.dismiss(message.entry.chosen)

    def action_choose(self) -> None:
        if self.entries.entry:
            self.dismiss(self.entries.entry.chosen)

    def action_move(self, by: int) -> None:
        self.entries.move(by)

    def action_page(self, by: int) -> None:
        self.entries.page(by)

    def action_first(self) -> None:
        self.entries.move(-len(self.entries.entries))

    def action_last(self) -> None:
        self.entries.move(len(self.entries.entries))


def run_chosen(action: Chosen | None) -> None:
    """What to do when a palette closes."""
    if action:
        action()
