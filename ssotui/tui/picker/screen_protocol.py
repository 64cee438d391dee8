"""The Protocol of the screen for the parts of the picker: show messages, draw, run tasks, open dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from textual.geometry import Size

    from ssotui.actions.switch import Choice
    from ssotui.core.model import Profile, RoleRef
    from ssotui.core.ports.cancellation import CancelToken
    from ssotui.core.tree.rows import Row
    from ssotui.tui.dialogs.dialog import Dialog
    from ssotui.tui.picker.selector import Selected

T = TypeVar("T")


class Question(NamedTuple):
    """A question, and the action if the answer is yes. If it is harmless, yes is highlighted at first.

    A question about an account that asks before its use is shown as a warning.
    """

    words: str
    then: Callable[[], None]
    is_harmless: bool = False
    is_warning: bool = False


class ScreenProtocol(Protocol):
    """The methods of the screen that parts of the picker use."""

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None without rows."""

    @property
    def size(self) -> Size:
        """The number of columns and lines."""

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

    ``confirm(row, action, then)`` asks for confirmation for production. ``sign_in(target, then)`` signs in if needed.
    """

    confirm: Callable[[Row, str, Callable[[], None]], None]
    sign_in: Callable[[RoleRef | Profile, Callable[[], None]], None]


class EnterSteps(NamedTuple):
    """What Enter leads to: ``leave`` ends the picker with a choice, ``toggle`` expands or collapses a row."""

    before: Precautions
    leave: Callable[[Choice | Selected], None]
    toggle: Callable[[Row], None]
    sign_in_to_row: Callable[[], None]


class PaletteActions(NamedTuple):
    """The picker's functions for a chosen entry: a command's ID, a value's name and the value, or a row."""

    run_command: Callable[[str], None]
    copy_value: Callable[[str, str], None]
    use: Callable[[Row], None]
