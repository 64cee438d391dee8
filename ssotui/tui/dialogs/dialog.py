"""The base class of all dialogs, which closes them once, and only after they are mounted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen, ScreenResultType

from ssotui import worker_pool


@dataclass
class Crashed(Message):
    """An unexpected exception in a thread of the dialog. It ends the program, as one in the dialog does."""

    error: BaseException


class Dialog(ModalScreen[ScreenResultType]):
    """A modal screen that handles keys which come while it is being opened or closed (Ctrl+S Esc Esc, a paste)."""

    @property
    def is_whole(self) -> bool:
        """Whether its widgets exist. If the app ends while the dialog opens, they are removed before it is mounted."""
        return bool(self.children) and all(child.is_mounted for child in self.children)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close the dialog. A second call does nothing; before it is mounted, closing is postponed."""
        if self.is_active and self.is_mounted:
            return super().dismiss(result)
        if self.is_active:
            self.call_later(self._dismiss_later, result)
        return AwaitComplete()

    def _dismiss_later(self, result: ScreenResultType | None) -> None:
        """Without a return value, which Textual would await: a screen can't await its own end."""
        self.dismiss(result)

    def start(self, work: Callable[[worker_pool.CancelToken], object]) -> worker_pool.WorkerPool:
        """Run ``work`` in a thread, which posts its results as messages."""
        return worker_pool.WorkerPool(work, crashed=self._post_crash)

    def _post_crash(self, error: BaseException) -> None:
        self.post_message(Crashed(error))

    @on(Crashed)
    def _crash(self, message: Crashed) -> None:
        raise message.error


FORM_KEYS: tuple[BindingType, ...] = (
    Binding("escape,ctrl+c", "give_up", priority=True),
    # With priority, so that keys which follow at once (typed fast, or sent together) go to the next field.
    Binding("tab,down", "app.focus_next", show=False, priority=True),
    Binding("shift+tab,up", "app.focus_previous", show=False, priority=True),
)
"""The keys of a dialog with input fields, which has ``action_give_up``."""
