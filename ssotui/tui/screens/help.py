"""The help: every key with what it does, the query's grammar, and what the marks in the tree mean."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from ssotui.tui import keys

_QUERY = (
    ("word", "letters in this order, anywhere in session, account, id, e-mail, role or profile; all words must fit"),
    ("'word", "exactly this"),
    ("^word  word$", "a field begins, or ends, with it"),
    ("!word", "not this"),
    ("a link, an ARN", "also ACCOUNT_ID/ROLE and SESSION/ACCOUNT/ROLE: just what it names"),
)
_MARKS = (("★", "pinned"), ("●", "the profile that the shell stands on"), ("✓", "marked"))
_MOVES = (
    ("↑ ↓ PgUp PgDn Home End", "move"),
    ("→ ←", "open and close"),
    ("Backspace ^W ^U", "delete a letter, a word, all of the filter"),
    ("^C", "leave at once"),
)


class Help(ModalScreen[None]):
    """Any key closes it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "app.pop_screen", show=False, priority=True) for key in ("escape", "enter", "f1", "ctrl+c")
    ]

    def __init__(self, keymap: dict[str, str]) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        named = [(keys.shown(self._keymap.get(key.id, key.key)), key.tooltip) for key in keys.KEYS]
        with VerticalScroll(id="help"):
            for title, rows in (("Keys", [*named, *_MOVES]), ("The filter", _QUERY), ("In the tree", _MARKS)):
                yield Static(title, classes="title", markup=False)
                yield Static(_table(rows))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable:
            event.stop()
            self.dismiss()


def _table(rows: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for row in rows:
        table.add_row(*row)
    return table
