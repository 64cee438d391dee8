"""Asks for confirmation before a command on production (settings, section safety)."""

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


class ProductionGuard:
    """``asks`` is the setting safety.confirm; ``width`` is the width of the message line in columns."""

    def __init__(self, state: PickerState, screen: ScreenProtocol, width: Callable[[], int], *, asks: bool) -> None:
        self._state = state
        self._screen = screen
        self._width = width
        self._asks = asks

    def confirm(self, row: Row, deed: str, then: Callable[[], None]) -> None:
        """Call ``then``, for production only after a confirmation. ``deed`` describes what y does."""
        title = self._state.view().production_title(row)
        if title and self._asks:
            rest = f" is production: y {deed}, other keys: no"
            room = max(self._width() - len(rest), _LEAST_OF_TITLE)
            self._screen.ask(Question(shortened(title, room) + rest, "y", then))
        else:
            then()
