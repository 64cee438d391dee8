"""The question on the message line, without a screen: which keys answer it, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ssotui.core.tree.rows import Row
from ssotui.tui.picker.question import OpenQuestion
from ssotui.tui.picker.screen_protocol import Question

HERE, THERE = Row("session", 0, "acme"), Row("session", 0, "globex")


class Asked:
    """A question about HERE, which y says yes to, at a time that the test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.shown, self.agreed = 100.0, "", 0
        self.painted: Callable[[], None] = lambda: None
        monkeypatch.setattr("ssotui.tui.picker.question.time.monotonic", lambda: self.now)
        self.open = OpenQuestion(self._show, self._after_paint)
        self.open.open(Question("Sure?", "y", self._agree), HERE)

    def _show(self, words: str) -> None:
        self.shown = words

    def _after_paint(self, painted: Callable[[], None]) -> None:
        self.painted = painted

    def _agree(self) -> None:
        self.agreed += 1


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


def test_a_key_from_before_it_could_be_read_is_no_answer(asked: Asked) -> None:
    assert asked.open.answer("y")
    asked.painted()
    assert asked.open.answer("y")
    assert (asked.shown, asked.agreed) == ("Sure?", 0)
    asked.now += 1
    assert asked.open.answer("y")
    assert (asked.shown, asked.agreed) == ("", 1)


def test_any_other_key_says_no(asked: Asked) -> None:
    asked.painted()
    asked.now += 1
    assert asked.open.answer("x")
    assert (asked.shown, asked.agreed) == ("", 0)
    assert not asked.open.answer("y"), "it is no longer asked"


def test_it_is_asked_as_long_as_the_cursor_stays(asked: Asked) -> None:
    asked.open.close_unless_on(HERE)
    assert asked.shown == "Sure?"
    asked.open.close_unless_on(THERE)
    assert asked.shown == ""
    assert not asked.open.close(), "there is none to close"
