"""The bottom lines: progress and messages, the question that is open, and the key hints."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from ssotui.core.text import plain


class MessageLine(Widget):
    """One sentence: a question, else a message, else what can be done with the marked rows and how the listing goes."""

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

    def _take_room(self) -> None:
        """What has to be read whole gets a second line if it needs one."""
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
        return Text(plain(words), self.get_component_rich_style(name))

    def _line(self, words: str, name: str) -> Text:
        return Text(plain(words), self.get_component_rich_style(name), no_wrap=True, overflow="ellipsis")


class HintLine(Widget):
    """The keys that matter; as many as fit."""

    COMPONENT_CLASSES = {"hint--key", "hint--words"}

    def __init__(self, hints: list[tuple[str, str]]) -> None:
        super().__init__()
        self._hints = hints

    def render(self) -> Text:
        text = Text(no_wrap=True)
        key, words = (self.get_component_rich_style(f"hint--{name}") for name in ("key", "words"))
        for name, meaning in self._hints:
            if text.cell_len + cell_len(name) + cell_len(meaning) + 1 > self.size.width:
                break
            text.append(name, key).append(f" {meaning}   ", words)
        return text
