"""The help: all keys, gray if they don't apply here; the query's syntax; the signs in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ssotui.core.session_status import SIGNS
from ssotui.named_tuples import NamedTuple
from ssotui.tui.dialogs.dialog import COMMON_CSS, Dialog

_QUERY = (
    ("word", "letters in this order, anywhere in session, account, ID, e-mail, role or profile; all words must match"),
    ("'word", "exact match"),
    ("^word  word$", "starts or ends with this"),
    ("!word", "does not contain this"),
    ("role:word", "in this field only; also session: account: id: email: profile:"),
    ("a link, an ARN", "what it names; the same for ACCOUNT_ID/ROLE and SESSION/ACCOUNT/ROLE"),
)
_MARKS = (
    ("★  ·", "favorite (pinned); used often lately"),
    ("●", "the shell's current profile"),
    ("✓  –", "marked: all roles, or some of the roles below the row"),
    ("new  gone", "since the last refresh, until the next one"),
    *SIGNS,
)
_MOVES = (
    ("↑ ↓ PgUp PgDn Home End", "move"),
    ("→ ←", "expand and collapse"),
    ("Backspace ^W ^U", "delete a character, a word, the whole filter"),
    ("y n Tab Enter Esc", "answer a question: yes, no, other answer, choose, no"),
    ("^C", "leave immediately"),
)


class CommandHelp(NamedTuple):
    """A command's key as shown, its description, and why it doesn't apply here ("" if it does)."""

    key: str
    words: str
    missing: str


class Help(Dialog[None]):
    """Closed by any key."""

    CSS_PATH = [COMMON_CSS, "help.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "app.pop_screen", show=False, priority=True) for key in ("escape", "enter", "f1", "ctrl+c")
    ]

    def __init__(self, commands: Sequence[CommandHelp]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        with self.framed(VerticalScroll(), "Help", "↑ ↓ scroll   Esc back", is_wide=True):
            for title, rows in (
                ("Keys", list(map(_row, self._commands))),
                ("Moving and typing", _MOVES),
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
