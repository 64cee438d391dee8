"""The question on the message line, without a screen: which keys answer it, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ssotui.core.tree.rows import Row
from ssotui.tui.picker.question import OpenQuestion
from ssotui.tui.picker.screen_protocol import Question

HERE, THERE = Row("session", 0, "acme"), Row("session", 0, "globex")


class Asked:
    """A question about HERE, at a time that the test sets; ``shown`` are its words and whether yes is highlighted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.shown, self.agreed = 100.0, ("", False), 0
        self.painted: Callable[[], None] = lambda: None
        monkeypatch.setattr("ssotui.tui.picker.question.time.monotonic", lambda: self.now)
        self.open = OpenQuestion(self._show, self._after_paint)

    def ask(self, *, is_harmless: bool = False, seen: bool = True) -> Asked:
        self.agreed = 0
        self.open.open(Question("Sure?", self._agree, is_harmless), HERE)
        if seen:
            self.painted()
            self.now += 1
        return self

    def outcome(self, *keys: str) -> tuple[int, bool]:
        """(how often it was agreed, whether it is still open) after these keys."""
        for key in keys:
            self.open.answer(key)
        return self.agreed, self.open.is_open

    def _show(self, question: Question | None, is_yes: bool) -> None:
        self.shown = (question.words if question else "", is_yes)

    def _after_paint(self, painted: Callable[[], None]) -> None:
        self.painted = painted

    def _agree(self) -> None:
        self.agreed += 1


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


def test_a_key_from_before_it_could_be_read_is_no_answer(asked: Asked) -> None:
    asked.ask(seen=False)
    assert asked.outcome("y", "n", "tab", "enter") == (0, True)
    asked.painted()
    assert asked.outcome("y", "enter") == (0, True)
    assert asked.shown == ("Sure?", False)
    asked.now += 1
    assert asked.outcome("y") == (1, False)
    assert asked.shown == ("", False)


def test_enter_typed_ahead_agrees_to_what_is_harmless(asked: Asked) -> None:
    asked.ask(is_harmless=True, seen=False)
    assert asked.shown == ("Sure?", True)
    assert asked.outcome("enter") == (1, False)


@pytest.mark.parametrize("move", ["left", "right", "tab", "shift+tab"])
def test_enter_takes_the_highlighted_answer_which_other_keys_move(asked: Asked, move: str) -> None:
    assert asked.ask().outcome("enter") == (0, False)
    assert asked.ask().outcome(move, "enter") == (1, False)
    assert asked.ask().outcome(move, move, "enter") == (0, False)
    assert asked.ask(is_harmless=True).outcome("enter") == (1, False)
    assert asked.ask(is_harmless=True).outcome(move, "enter") == (0, False)


def test_n_and_escape_say_no_whatever_is_highlighted(asked: Asked) -> None:
    for key in ("n", "N", "escape"):
        assert asked.ask(is_harmless=True).outcome(key) == (0, False)
    assert asked.ask(seen=False).outcome("escape") == (0, False)


def test_no_other_key_does_anything(asked: Asked) -> None:
    assert asked.ask(is_harmless=True).outcome("x", "space", "down", "backspace", "ctrl+y") == (0, True)


def test_it_is_asked_as_long_as_the_cursor_stays(asked: Asked) -> None:
    asked.ask()
    asked.open.close_unless_on(HERE)
    assert asked.shown == ("Sure?", False)
    asked.open.close_unless_on(THERE)
    assert asked.shown == ("", False)
    assert not asked.open.close(), "there is none to close"
