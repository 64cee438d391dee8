"""The help: every key with what it does, greyed where it does not apply; the query's grammar; the marks in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ssotui.core.session_status import SIGNS
from ssotui.tui.dialogs.dialog import Dialog

_QUERY = (
    ("word", "letters in this order, anywhere in session, account, id, e-mail, role or profile; all words must fit"),
    ("'word", "exactly this"),
    ("^word  word$", "a field begins, or ends, with it"),
    ("!word", "not this"),
    ("role:word", "in this field only; also session: account: id: email: profile:"),
    ("a link, an ARN", "also ACCOUNT_ID/ROLE and SESSION/ACCOUNT/ROLE: just what it names"),
)
_MARKS = (
    ("★  ·", "pinned, and used a lot of late"),
    ("●", "the profile that the shell stands on"),
    ("✓  –", "marked; of a row that opens: all, or some, of what is below it"),
    ("new  gone", "since the last refresh, until the next one"),
    *SIGNS,
)
_MOVES = (
    ("↑ ↓ PgUp PgDn Home End", "move"),
    ("→ ←", "open and close"),
    ("Backspace ^W ^U", "delete a letter, a word, all of the filter"),
    ("^C", "leave at once"),
)


class CommandHelp(NamedTuple):
    """A command's key as people write it, what it does, and what is missing where it does not apply."""

    key: str
    words: str
    missing: str


class Help(Dialog[None]):
    """Any key closes it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "app.pop_screen", show=False, priority=True) for key in ("escape", "enter", "f1", "ctrl+c")
    ]

    def __init__(self, commands: Sequence[CommandHelp]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            for title, rows in (
                ("Keys", list(map(_row, self._commands))),
                ("Moving about and typing", _MOVES),
                ("The filter", _QUERY),
                ("In the tree", _MARKS),
            ):
                yield Static(title, classes="title", markup=False)
                yield Static(_table(rows))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable:
            event.stop()
            self.dismiss()


def _row(command: CommandHelp) -> tuple[str | Text, str | Text]:
    if not command.missing:
        return command.key, command.words
    return Text(command.key, "not bold dim"), Text(f"{command.words} · {command.missing}", "dim")


def _table(rows: Sequence[tuple[str | Text, str | Text]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for row in rows:
        table.add_row(*row)
    return table
