"""The question that is open on the message line, and its answer: yes or no, one of which is highlighted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.screen_protocol import Question

_TYPE_AHEAD = 0.3  # seconds after a question is painted in which keys aren't taken as its answer
_MOVES = ("left", "right", "tab", "shift+tab")


class OpenQuestion:
    """At most one question is open. It is closed by its answer, by moving to another row, and by another question."""

    def __init__(
        self, show: Callable[[Question | None, bool], None], after_paint: Callable[[Callable[[], None]], object]
    ) -> None:
        """``show`` shows the question, None for none, and whether yes is highlighted.

        ``after_paint`` calls a function once they are on the screen.
        """
        self._show = show
        self._after_paint = after_paint
        self._question: Question | None = None
        self._row: Row | None = None
        self._is_yes = False
        self._painted_at = 0.0

    @property
    def is_open(self) -> bool:
        return self._question is not None

    def open(self, question: Question, row: Row | None) -> None:
        """Ask, with the cursor on ``row``. Keys only count as an answer after the user could read the question."""
        self._question, self._painted_at, self._row = question, float("inf"), row
        self._is_yes = question.is_harmless
        self._show(question, self._is_yes)
        self._after_paint(self._is_painted)

    def close(self) -> bool:
        """Close the open question as denied; False if there is none."""
        had = self._question is not None
        self._question = None
        if had:
            self._show(None, False)
        return had

    def answer(self, key: str) -> None:
        """Take a key: y, n, a move between the answers, Enter or Esc. Any other key does nothing."""
        question = self._question
        if question is None:
            return
        is_early = time.monotonic() - self._painted_at < _TYPE_AHEAD
        if is_early and key != "escape" and not (key == "enter" and question.is_harmless):
            return
        if key in _MOVES:
            self._is_yes = not self._is_yes
            self._show(question, self._is_yes)
        elif key in ("y", "Y") or (key == "enter" and self._is_yes):
            self.close()
            question.then()
        elif key in ("n", "N", "enter", "escape"):
            self.close()

    def close_unless_on(self, row: Row | None) -> None:
        """Close a question about another row than ``row``, the row of the cursor, which the mouse may have moved."""
        if row is None or self._row is None or row.key != self._row.key:
            self.close()

    def _is_painted(self) -> None:
        self._painted_at = time.monotonic()
