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
from textual.widget import Widget
from textual.widgets import Static

from ssotui import worker_pool
from ssotui.core.printable import printable, shortened
from ssotui.errors import Canceled, SsoTuiError
from ssotui.settings import AccountStyle
from ssotui.tui.breakpoints import add_breakpoint_classes

T = TypeVar("T")
W = TypeVar("W", bound=Widget)

COMMON_CSS = "dialog.tcss"
"""The style sheet that each dialog has besides its own."""
_USUAL, _WIDE = 72, 100  # columns of the frames, as the style sheet has them
_AROUND_TITLE = 6  # columns: corners, lines and blanks


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
    """A modal screen that handles keys which come while it is being opened or closed (Ctrl+S Esc Esc, a paste).

    Its only child is a frame, with a title above and its keys below.
    """

    _title = _keys = _badge = ""
    _width = 0  # columns of the frame at most

    def mark(self, style: AccountStyle) -> None:
        """Show that the dialog is about an account with this style: its badge in the title, a warning as the frame."""
        self._badge = style.label
        self.set_class(style.is_sensitive, "-production")

    def framed(self, frame: W, title: str, keys: str, *, is_wide: bool = False) -> W:
        """``frame`` with what all frames of dialogs have; ``keys`` are hints as for key_hints."""
        frame.add_class("frame").set_class(is_wide, "-wide")
        self._title, self._keys, self._width = title, keys, _WIDE if is_wide else _USUAL
        self._draw_title(frame)
        frame.border_subtitle = key_hints(keys)
        return frame

    def _draw_title(self, frame: Widget) -> None:
        """Draw as much of the title as fits, and all of the badge."""
        badge = f" {self._badge}" if self._badge else ""
        room = min(self._width, self.app.size.width) - _AROUND_TITLE - len(badge)
        frame.border_title = Content(f"{shortened(printable(self._title), room)}{badge}")

    def on_resize(self) -> None:
        for frame in self.query(".frame"):
            self._draw_title(frame)

    def show_keys(self, keys: str) -> None:
        """Show other keys below the frame."""
        self._keys = keys
        self._draw_keys()

    def _draw_keys(self) -> None:
        """Draw the keys, or none while another dialog is above and takes them."""
        for frame in self.query(".frame"):
            frame.border_subtitle = key_hints(self._keys if self.is_active else "")

    def on_screen_suspend(self) -> None:
        self._draw_keys()

    def on_screen_resume(self) -> None:
        self._draw_keys()

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
        """Show a sentence in the Static with the ID ``place``, "" for none."""
        line = self.query_one(f"#{place}", Static)
        line.set_class(is_error, "-refused").set_class(not words, "empty")
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
