"""What the parts of the picker ask of its screen: to say something, to draw, to run a task, to open a dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from ssotui.core.model import Profile, RoleRef
    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.core.tree.rows import Row
    from ssotui.tui.dialogs.dialog import Dialog

T = TypeVar("T")


class Question(NamedTuple):
    """What is asked, the character (or "enter") that says yes, and what follows then; any other key says no."""

    words: str
    key: str
    then: Callable[[], None]


class ScreenProtocol(Protocol):
    """A part of the picker knows no more of the screen than this."""

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None where there are no rows."""

    def say(self, words: str, *, is_error: bool = False) -> None:
        """Show a sentence on the message line until something is typed."""

    def ask(self, question: Question) -> None:
        """Show a question on the message line."""

    def redraw(self, *, on: Row | None = None) -> None:
        """Lay the rows out anew from the state; the cursor stays on its row, or goes to row ``on``."""

    def repaint(self) -> None:
        """Draw the same rows with the newest facts about them."""

    def refresh_details(self) -> None:
        """Look again at what the view does not hold: which credentials are cached."""

    def run(self, action: Callable[[CancelToken], T], then: Callable[[T], None], *, unasked: bool = False) -> None:
        """Carry ``action`` out in a thread, then ``then(outcome)`` here; see Tasks.run."""

    def open_dialog(self, dialog: Dialog[T], closed: Callable[[T | None], None]) -> None:
        """Show the dialog; ``closed`` gets what it was dismissed with."""


class Precautions(NamedTuple):
    """What comes before a role or profile is used; ``then`` follows where nothing is against it.

    ``confirm(row, deed, then)`` asks where the row leads to production; ``sign_in(target, then)`` signs in first.
    """

    confirm: Callable[[Row, str, Callable[[], None]], None]
    sign_in: Callable[[RoleRef | Profile, Callable[[], None]], None]
