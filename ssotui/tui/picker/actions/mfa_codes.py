"""Asks in a dialog for the MFA code that a running task needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from ssotui.errors import Canceled
from ssotui.tui.picker.tasks import TaskFinished

if TYPE_CHECKING:
    from textual.message import Message

    from ssotui.core.ports.backend import Backend
    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.tui.picker.screen_protocol import ScreenProtocol

_LOOK_AGAIN = 0.1  # seconds after which a task that waits for the code sees that it was canceled


class MfaCodes:
    """``post`` posts a message to the screen. It is called in threads."""

    def __init__(self, screen: ScreenProtocol, post: Callable[[Message], object]) -> None:
        self._screen = screen
        self._post = post

    def asked_by(self, backend: Backend) -> Backend:
        """``backend``, whose tasks ask here."""
        return backend._replace(ask_code=self._ask)

    def _ask(self, serial: str, cancel: CancelToken) -> str:
        """Wait for the user in the thread of a task. Raises Canceled."""
        answers: SimpleQueue[str | None] = SimpleQueue()
        self._post(TaskFinished(partial(self._open, serial, answers)))
        while not cancel.is_set():
            try:
                code = answers.get(timeout=_LOOK_AGAIN)
            except Empty:
                continue
            if code:
                return code
            break
        raise Canceled

    def _open(self, serial: str, answers: SimpleQueue[str | None]) -> None:
        from ssotui.tui.dialogs.mfa_code import MfaCode  # rarely needed

        def closed(code: str | None) -> None:
            if not code:
                self._screen.say("")
            answers.put(code)

        self._screen.open_dialog(MfaCode(serial), closed)
