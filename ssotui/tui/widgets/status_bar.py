"""The bottom lines: progress, messages, the open question, and the key hints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from ssotui.core.printable import printable
from ssotui.tui.view import KeyHint

_WIDE_GAP, _GAP = 3, 2


class MessageLine(Widget):
    """Shows the open question, else a message, else the hint for marked rows and the progress of listings."""

    COMPONENT_CLASSES = {
        "message--question", "message--error", "message--words", "message--offer", "message--progress"
    }  # fmt: skip

    question: reactive[str] = reactive("")
    words: reactive[str] = reactive("")
    is_error: reactive[bool] = reactive(False)
    offer: reactive[str] = reactive("")
    progress: reactive[str] = reactive("")

    def watch_question(self) -> None:
        self._take_room()

    def watch_words(self) -> None:
        self._take_room()

    def on_resize(self) -> None:
        self._take_room()

    def _take_room(self) -> None:
        """Use a second line for questions and errors that don't fit on one."""
        self.set_class(bool(self.size.width) and cell_len(self.question or self.words) > self.size.width, "-long")

    def render(self) -> Text:
        if self.question:
            return self._whole(self.question, "message--question")
        if self.words:
            return self._whole(self.words, "message--error" if self.is_error else "message--words")
        progress = self._line(self.progress, "message--progress")
        if not self.offer:
            return progress
        return Text.assemble(
            self._line(self.offer, "message--offer"), "   ", progress, no_wrap=True, overflow="ellipsis"
        )

    def _whole(self, words: str, name: str) -> Text:
        return Text(printable(words), self.get_component_rich_style(name))

    def _line(self, words: str, name: str) -> Text:
        return Text(printable(words), self.get_component_rich_style(name), no_wrap=True, overflow="ellipsis")


class HintLine(Widget):
    """The hints for the row under the cursor, as many as fit. A click runs the command."""

    COMPONENT_CLASSES = {"hint--key", "hint--words"}

    hints: reactive[tuple[KeyHint, ...]] = reactive(())

    @dataclass
    class Clicked(Message):
        """The user clicked a hint."""

        id: str

    def render(self) -> Text:
        text = Text(no_wrap=True)
        key, words = (self.get_component_rich_style(f"hint--{name}") for name in ("key", "words"))
        for start, hint in self._placed():
            text.append(" " * (start - text.cell_len))
            text.append(hint.key, key).append(f" {hint.label}", words)
        return text

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        for start, hint in self._placed():
            if at and start <= at.x < start + _width(hint):
                self.post_message(self.Clicked(hint.id))

    def _placed(self) -> Iterator[tuple[int, KeyHint]]:
        """(column, hint) of each hint that fits; with less space between them if more fit then."""
        wide = sum(map(_width, self.hints)) + _WIDE_GAP * (len(self.hints) - 1) <= self.size.width
        column = 0
        for hint in self.hints:
            if column + _width(hint) > self.size.width:
                return
            yield column, hint
            column += _width(hint) + (_WIDE_GAP if wide else _GAP)


def _width(hint: KeyHint) -> int:
    return cell_len(hint.key) + 1 + cell_len(hint.label)
