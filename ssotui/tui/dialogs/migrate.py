"""The dialog to migrate legacy profiles to a session. It shows the change, and writes it after a confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ssotui import worker_pool
from ssotui.core.configuration import Edit
from ssotui.core.diffs import diff
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.core.sign_in.session_changes import Migration, migrations
from ssotui.errors import SsoTuiError
from ssotui.tui.dialogs.colored_diff import colored_diff
from ssotui.tui.dialogs.dialog import Dialog

_LOW = 24


@dataclass
class Finished(Message):
    """The outcome; ``is_written``: the change was written, not only previewed."""

    outcome: tuple[tuple[Migration, ...], Edit] | SsoTuiError
    is_written: bool


class Migrate(Dialog[tuple[tuple[Migration, ...], Edit] | None]):
    """The result is the migrations and the edit; None if the user left."""

    CSS_PATH = "migrate.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_LOW, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "give_up", priority=True),
        Binding("enter", "write", priority=True),
        Binding("down", "scroll_diff(1)", show=False, priority=True),
        Binding("up", "scroll_diff(-1)", show=False, priority=True),
    ]

    def __init__(self, backend: Backend) -> None:
        super().__init__()
        self._backend = backend
        self._is_shown = False

    def compose(self) -> ComposeResult:
        with Vertical(id="migrate") as frame:
            frame.border_title = Content(" Migrate legacy profiles ")
            yield Static(id="words", markup=False)
            with VerticalScroll(id="diff"):
                yield Static(id="lines", markup=False)
            yield Static("Enter write   ↑ ↓ scroll   Esc cancel", id="keys")

    def on_mount(self) -> None:
        self._start(write=False)

    def action_write(self) -> None:
        """Write the change once, and only if it was shown."""
        if self._is_shown:
            self._is_shown = False
            self._start(write=True)

    def action_scroll_diff(self, lines: int) -> None:
        self.query_one("#diff", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_give_up(self) -> None:
        self.dismiss(None)

    def _start(self, *, write: bool) -> None:
        def job(_: worker_pool.CancelToken) -> None:
            self.post_message(Finished(self._made(write=write), write))

        self.start(job)

    def _made(self, *, write: bool) -> tuple[tuple[Migration, ...], Edit] | SsoTuiError:
        try:
            wanted = migrations(self._backend.profiles.read(), ())
            return wanted, self._backend.sessions().migrate(wanted, write=write)
        except SsoTuiError as error:
            return error

    @on(Finished)
    def _finished(self, message: Finished) -> None:
        if isinstance(message.outcome, SsoTuiError):
            self._say(message.outcome.in_one_line, is_error=True)
            return
        wanted, edit = message.outcome
        if message.is_written:
            self.dismiss(message.outcome)
            return
        self._is_shown = True
        self._say(" ".join(map(_sentence, wanted)), is_error=False)
        self.query_one("#lines", Static).update(colored_diff(diff(edit.path, edit.before, edit.after)))

    def _say(self, words: str, *, is_error: bool) -> None:
        line = self.query_one("#words", Static)
        line.set_class(is_error, "-refused")
        line.update(printable(words))


def _sentence(migration: Migration) -> str:
    count = len(migration.profiles)
    made = "the new session" if migration.is_new else "the session"
    return f"{count} profile{'s' if count != 1 else ''} will be migrated to {made} {migration.session.name}."
