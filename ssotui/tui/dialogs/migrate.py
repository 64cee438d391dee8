"""The dialog to migrate legacy profiles to a session. It shows the change, and writes it after a confirmation."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from ssotui.actions.keep_history import keep_history
from ssotui.core.configuration import Edit
from ssotui.core.diffs import diff
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.session_changes import Migration, migrations
from ssotui.errors import SsoTuiError
from ssotui.tui.dialogs.colored_diff import colored_diff
from ssotui.tui.dialogs.dialog import COMMON_CSS, Dialog

_LOW = 24


Migrated = tuple[tuple[Migration, ...], Edit]


class Migrate(Dialog[Migrated | None]):
    """The result is the migrations and the edit; None if the user left."""

    CSS_PATH = [COMMON_CSS, "migrate.tcss"]
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
        keys = "Enter write   ↑ ↓ scroll   Esc cancel"
        with self.framed(Vertical(), "Migrate legacy profiles", keys, is_wide=True):
            yield Static(id="words", classes="above", markup=False)
            with VerticalScroll(id="diff"):
                yield Static(id="lines", markup=False)

    def on_mount(self) -> None:
        self.run(lambda _: self._made(write=False), self._show, self._fail)

    def action_write(self) -> None:
        """Write the change once, and only if it was shown."""
        if self._is_shown:
            self._is_shown = False
            self.run(lambda _: self._made(write=True), self.dismiss, self._fail)

    def action_scroll_diff(self, lines: int) -> None:
        self.query_one("#diff", VerticalScroll).scroll_relative(y=lines, animate=False)

    def _made(self, *, write: bool) -> Migrated:
        before = self._backend.profiles.read()
        planned = migrations(before, ())
        edit = self._backend.sessions().migrate(planned, write=write)
        if write:
            keep_history(self._backend, before)
        return planned, edit

    def _fail(self, error: SsoTuiError) -> None:
        self.say("words", error.in_one_line, is_error=True)

    def _show(self, made: Migrated) -> None:
        planned, edit = made
        self._is_shown = True
        self.say("words", " ".join(map(_sentence, planned)))
        self.query_one("#lines", Static).update(colored_diff(diff(edit.path, edit.before, edit.after)))


def _sentence(migration: Migration) -> str:
    count = len(migration.profiles)
    made = "the new session" if migration.is_new else "the session"
    return f"{count} profile{'s' if count != 1 else ''} will be migrated to {made} {migration.session.name}."
