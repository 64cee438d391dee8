"""The Protocol of the screen for the parts of the picker: show messages, draw, run tasks, open dialogs."""

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
    """A question, the character (or "enter") for yes, and the action then. Any other key is no."""

    words: str
    key: str
    then: Callable[[], None]


class ScreenProtocol(Protocol):
    """The methods of the screen that parts of the picker use."""

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None without rows."""

    def say(self, words: str, *, is_error: bool = False) -> None:
        """Show a sentence on the message line until something is typed."""

    def ask(self, question: Question) -> None:
        """Show a question on the message line."""

    def redraw(self, *, on: Row | None = None) -> None:
        """Rebuild the rows from the state. The cursor stays on its row, or moves to the row ``on``."""

    def repaint(self) -> None:
        """Draw the same rows with the newest data."""

    def refresh_details(self) -> None:
        """Update the details, including what isn't in the view: which credentials are cached."""

    def run(self, action: Callable[[CancelToken], T], then: Callable[[T], None], *, unasked: bool = False) -> None:
        """Run ``action`` in a thread, then ``then(outcome)`` in the screen; see Tasks.run."""

    def open_dialog(self, dialog: Dialog[T], closed: Callable[[T | None], None]) -> None:
        """Open the dialog. ``closed`` is called with its result."""


class Precautions(NamedTuple):
    """Checks before a role or profile is used. ``then`` is called if they succeed.

    ``confirm(row, deed, then)`` asks for confirmation for production; ``sign_in(target, then)`` signs in if necessary.
    """

    confirm: Callable[[Row, str, Callable[[], None]], None]
    sign_in: Callable[[RoleRef | Profile, Callable[[], None]], None]
