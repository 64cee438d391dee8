"""Asks for confirmation before an account is used whose style says so (settings, sections accounts and safety)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ssotui.core.printable import shortened
from ssotui.tui.picker.screen_protocol import Question

if TYPE_CHECKING:
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState

_LEAST_OF_TITLE = 8
_ANSWERS = " ?   Yes   No "  # and the blank before the title


class UseGuard:
    """``width`` is the width of the message line in columns."""

    def __init__(self, state: PickerState, screen: ScreenProtocol, width: Callable[[], int]) -> None:
        self._state = state
        self._screen = screen
        self._width = width

    def confirm(self, row: Row, action: str, then: Callable[[], None]) -> None:
        """Call ``then``, if necessary only after a confirmation. ``action`` is the question before the name."""
        view = self._state.view()
        style = view.row_style(row)
        if style.confirm:
            marker = f" {style.label}" if style.badge else ""
            room = max(self._width() - len(action) - len(marker) - len(_ANSWERS), _LEAST_OF_TITLE)
            *with_role, account = view.titles(row)
            shortest = with_role[-1] if with_role else account
            title = next(
                (title for title in with_role if len(title) <= room), shortened(shortest, room + self._width())
            )
            self._screen.ask(Question(f"{action} {title}{marker}?", then, is_warning=True))
        else:
            then()
