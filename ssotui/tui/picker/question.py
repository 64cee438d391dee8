"""The question that is open on the message line, and its answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.screen_protocol import Question

_TYPE_AHEAD = 0.3  # seconds after a question is painted in which keys aren't taken as its answer


class OpenQuestion:
    """At most one question is open. It is closed by moving to another row, by typing, and by another question."""

    def __init__(self, show: Callable[[str], None], after_paint: Callable[[Callable[[], None]], object]) -> None:
        """``show`` shows the words, "" for none; ``after_paint`` calls a function once they are on the screen."""
        self._show = show
        self._after_paint = after_paint
        self._question: Question | None = None
        self._row: Row | None = None
        self._painted_at = 0.0

    def open(self, question: Question, row: Row | None) -> None:
        """Ask, with the cursor on ``row``. Keys only count as an answer after the user could read the question."""
        self._question, self._painted_at, self._row = question, float("inf"), row
        self._show(question.words)
        self._after_paint(self._is_painted)

    def close(self) -> bool:
        """Close the open question as denied; False if there is none."""
        had = self._question is not None
        self._question = None
        self._show("")
        return had

    def answer(self, key: str) -> bool:
        """Whether the key is an answer to an open question. If it is yes, run the question's action."""
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
        """Close a question about another row than ``row``, the row of the cursor, which the mouse may have moved."""
        if row is None or self._row is None or row.key != self._row.key:
            self.close()

    def _is_painted(self) -> None:
        self._painted_at = time.monotonic()
