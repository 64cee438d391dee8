"""The question that is open on the message line, and its answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.screen_protocol import Question

_TYPE_AHEAD = 0.3  # seconds after a question is painted in which keys were meant for something else


class OpenQuestion:
    """At most one question is open. Moving to another row, typing and another question close it."""

    def __init__(self, show: Callable[[str], None], after_paint: Callable[[Callable[[], None]], object]) -> None:
        """``show`` shows the words, "" for none; ``after_paint`` calls a function once they are on the screen."""
        self._show = show
        self._after_paint = after_paint
        self._question: Question | None = None
        self._row: Row | None = None
        self._painted_at = 0.0

    def open(self, question: Question, row: Row | None) -> None:
        """Ask, with the cursor on ``row``; the answer counts only once the question can have been read."""
        self._question, self._painted_at, self._row = question, float("inf"), row
        self._show(question.words)
        self._after_paint(self._is_painted)

    def close(self) -> bool:
        """Take the open question for denied; False if there is none."""
        had = self._question is not None
        self._question = None
        self._show("")
        return had

    def answer(self, key: str) -> bool:
        """Whether the key belongs to an open question; if it says yes, what was asked is done."""
        question = self._question
        if question is None:
            return False
        is_early = time.monotonic() - self._painted_at < _TYPE_AHEAD
        if key == question.key and (question.key == "enter" or not is_early):
            self.close()
            question.then()
        elif not is_early:
            self.close()
        return True

    def close_unless_on(self, row: Row | None) -> None:
        """The cursor is on ``row``, which the mouse may have put there: a question about another row is closed."""
        if row is None or self._row is None or row.key != self._row.key:
            self.close()

    def _is_painted(self) -> None:
        self._painted_at = time.monotonic()
