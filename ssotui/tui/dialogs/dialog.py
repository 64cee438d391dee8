"""The base class of all dialogs, which closes them once, and only after they are mounted."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from textual import on
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Static

from ssotui import worker_pool
from ssotui.core.printable import printable
from ssotui.errors import Canceled, SsoTuiError
from ssotui.tui.breakpoints import add_breakpoint_classes

T = TypeVar("T")


@dataclass
class Ended(Message):
    """A thread of the dialog has ended, or has got further: the dialog calls ``then`` unless ``cancel`` is set."""

    then: Callable[[], object]
    cancel: threading.Event


@dataclass
class Crashed(Message):
    """An unexpected exception in a thread of the dialog. It ends the program, as one in the dialog does."""

    error: BaseException


class Dialog(ModalScreen[ScreenResultType]):
    """A modal screen that handles keys which come while it is being opened or closed (Ctrl+S Esc Esc, a paste)."""

    def on_compose(self) -> None:
        add_breakpoint_classes(self)

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

    def action_give_up(self) -> None:
        """Close the dialog without a result."""
        self.dismiss(None)

    def say(self, place: str, words: str, *, is_error: bool = False) -> None:
        """Show a sentence in the Static with the ID ``place``."""
        line = self.query_one(f"#{place}", Static)
        line.set_class(is_error, "-refused")
        line.update(printable(words))

    def run(
        self,
        action: Callable[[threading.Event], T],
        then: Callable[[T], object],
        failed: Callable[[SsoTuiError], object],
    ) -> threading.Event:
        """Run ``action`` in a thread, then ``then(outcome)`` or ``failed(error)`` in the dialog.

        Neither is called after the returned event was set.
        """

        def work(cancel: threading.Event) -> None:
            try:
                self.call_unless(cancel, partial(then, action(cancel)))
            except SsoTuiError as error:
                self.call_unless(cancel, partial(failed, error))
            except Canceled:
                return

        return worker_pool.WorkerPool(work, crashed=self._post_crash).cancel

    def _post_crash(self, error: BaseException) -> None:
        self.post_message(Crashed(error))

    def call_unless(self, cancel: threading.Event, then: Callable[[], object]) -> None:
        """For threads: have the dialog call ``then`` unless ``cancel`` is set."""
        self.post_message(Ended(then, cancel))

    @on(Ended)
    def _go_on(self, message: Ended) -> None:
        if not message.cancel.is_set():
            message.then()

    @on(Crashed)
    def _crash(self, message: Crashed) -> None:
        raise message.error


def key_hints(hints: str) -> Content:
    """Hints such as "Enter save   Esc back" with their keys as the footer shows them."""
    styled = [(text, _KEY_STYLE if at % 2 else "") for at, text in enumerate(_KEYS.split(hints))]
    return Content.assemble(*styled)


_KEYS = re.compile(r"((?:^|(?<=   ))(?:(?:Enter|Esc|Tab|PgUp|PgDn|\^[A-Z]|[↑↓→←]|[a-z])(?= ) ?)+(?<! ))")
_KEY_STYLE = "bold $text-accent"

FORM_KEYS: tuple[BindingType, ...] = (
    Binding("escape,ctrl+c", "give_up", priority=True),
    # With priority, so that keys which follow at once (typed fast, or sent together) go to the next field.
    Binding("tab,down", "app.focus_next", show=False, priority=True),
    Binding("shift+tab,up", "app.focus_previous", show=False, priority=True),
)
"""The keys of a dialog with input fields."""
