"""What the picker does with a role's keys: copies them, or opens the console, in a job; said in the message line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ssotui import jobs
from ssotui.core.backend import Backend, CancelToken
from ssotui.core.model import Account, RoleRef
from ssotui.core.text import plain
from ssotui.errors import Cancelled, SsoTuiError
from ssotui.settings import Settings
from ssotui.tui.labels import is_production
from ssotui.tui.screens.board import Board

_AGAIN = 2.0  # seconds in which the same key asks for the format
_Action = Callable[[CancelToken], str]


class _Press(NamedTuple):
    """A key, and the row that it was for."""

    action: str
    ref: RoleRef


class Outlets:
    """One per picker; ``crashed`` hears of a bug in a job."""

    def __init__(
        self, board: Board, backend: Backend, settings: Settings, crashed: Callable[[BaseException], None]
    ) -> None:
        self._board = board
        self._backend = backend
        self._settings = settings
        self._crashed = crashed
        self._format = settings.clipboard_format
        self._last_copy: tuple[RoleRef, float] | None = None
        self._asked: _Press | None = None
        self._crew: jobs.Crew | None = None

    def copy(self, ref: RoleRef, account: Account) -> None:
        """Copy the keys in the format used last; pressed again within two seconds, let the user choose it."""
        now = self._backend.now().timestamp()
        again = self._last_copy is not None and self._last_copy[0] == ref and now - self._last_copy[1] <= _AGAIN
        self._last_copy = (ref, now)
        if again:
            self._choose_format(ref)
        elif self._is_confirmed(_Press("Copy the keys of", ref), account):
            self._copy_as(ref, self._format)

    def open_console(self, ref: RoleRef, account: Account) -> None:
        """Open the console as the role."""
        if self._is_confirmed(_Press("Open the console of", ref), account):
            self._start("Opening the console …", lambda cancel: self._opened(ref, cancel))

    def dismiss(self) -> bool:
        """Take a question back; False if there was none."""
        was_asked, self._asked = self._asked is not None, None
        if was_asked:
            self._board.message_line.question = ""
        return was_asked

    def stop(self) -> None:
        """Nothing that is under way matters any more."""
        if self._crew:
            self._crew.cancel.set()

    def _choose_format(self, ref: RoleRef) -> None:
        from ssotui.tui.screens.copy import CopyFormats  # with Textual's lists, which few ever need

        def chosen(form: str | None) -> None:
            self._last_copy = None
            if form:
                self._format = form
                self._copy_as(ref, form)

        self._board.app.push_screen(CopyFormats(self._format), chosen)

    def _is_confirmed(self, press: _Press, account: Account) -> bool:
        """Production is asked about: the same key again says yes."""
        settings = self._settings
        if not settings.safety_confirm or not is_production(account, settings.safety_production):
            return True
        if self._asked == press:
            self.dismiss()
            return True
        self._asked = press
        self._last_copy = None
        self._board.message_line.question = f"{press.action} {account.title}? Same key: yes  Esc: no"
        return False

    def _copy_as(self, ref: RoleRef, form: str) -> None:
        self._start("Copying …", lambda cancel: self._copied(ref, form, cancel))

    def _copied(self, ref: RoleRef, form: str, cancel: CancelToken) -> str:
        from ssotui.actions import credentials

        wish = credentials.Wish(ref, form, self._settings.clipboard_clear_after)
        return credentials.copy(self._backend, wish, cancel).sentence

    def _opened(self, ref: RoleRef, cancel: CancelToken) -> str:
        from ssotui.actions import console

        console.open_console(self._backend, console.Wish(ref, regions=(self._settings.profiles_region,)), cancel)
        return f"Opened the console as {plain(ref.role)}."

    def _start(self, words: str, action: _Action) -> None:
        """Carry ``action`` out in a thread; its sentence, or its failure, comes into the message line."""
        board = self._board

        def work(cancel: jobs.CancelToken) -> None:
            try:
                said, failed = action(cancel), False
            except Cancelled:
                return
            except SsoTuiError as error:
                said, failed = f"{error.message} {error.hint}", True
            if not cancel.is_set():
                board.call_later(lambda: board.tell(said, is_error=failed))

        self.stop()
        self.dismiss()
        board.tell(words)
        self._crew = jobs.Crew(work, crashed=self._crashed)
