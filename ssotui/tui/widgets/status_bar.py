"""The bottom lines: progress, messages, the open question, and the key hints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ssotui.core.listing_progress import Progress
from ssotui.core.printable import printable
from ssotui.tui.rendering.hint_line import hint_line, hint_width, placed
from ssotui.tui.rendering.styled_text import folded
from ssotui.tui.view import KeyHint
from ssotui.tui.widgets.component_styles import ComponentStyles

_SHARE = 3  # of the screen: the most that a message takes is one in so many lines
_BESIDE = "   "


class MessageLine(Widget):
    """Shows the open question, else a message, else the hint for marked rows and the progress of listings.

    The position in the list is at the right edge where it fits.
    """

    COMPONENT_CLASSES = {
        "message--question", "message--answer", "message--chosen", "message--error", "message--words",
        "message--offer", "message--position", "message--progress-words", "message--progress-done",
        "message--progress-rest",
    }  # fmt: skip

    question: reactive[str] = reactive("")
    is_yes: reactive[bool] = reactive(False)
    words: reactive[str] = reactive("")
    is_error: reactive[bool] = reactive(False)
    offer: reactive[str] = reactive("")
    position: reactive[str] = reactive("")
    progress: reactive[Mapping[str, Progress]] = reactive({})

    def __init__(self) -> None:
        super().__init__()
        self._styles = ComponentStyles(self, "message")

    def ask(self, question: str, is_yes: bool, is_warning: bool) -> None:
        """Show a question with yes or no highlighted; "" for none."""
        self.set_class(is_warning, "-warning")
        self.question, self.is_yes = question, is_yes

    def watch_question(self) -> None:
        self._take_room()

    def watch_words(self) -> None:
        self._take_room()

    def on_resize(self) -> None:
        self._take_room()

    def _take_room(self) -> None:
        """Use as many lines as the question or message needs."""
        shown = self._asked().plain if self.question else self.words
        lines = len(folded([[(printable(shown), "")]], self.size.width)) if shown and self.size.width else 1
        self.styles.height = min(lines, self.app.size.height // _SHARE) or 1

    def render_line(self, y: int) -> Strip:
        """The position alone, which changes with most keys, without the layout of text."""
        gap = self.size.width - len(self.position)
        if y or gap < 0 or not self.position or self.question or self.words or self.offer or self.progress:
            return super().render_line(y)
        return self._styles.line([(" " * gap, ""), (self.position, "position")])

    def notify_style_update(self) -> None:
        self._styles.forget()
        super().notify_style_update()
        self.refresh()  # a dialog was opened or closed

    def render(self) -> Text:
        if self.question:
            return self._asked()
        line = self._line()
        gap = self.size.width - line.cell_len - len(self.position)
        if self.position and gap >= (len(_BESIDE) if line else 0):
            line.append(" " * gap)
            line.append(self.position, self.get_component_rich_style("message--position"))
        return line

    def _line(self) -> Text:
        offered = self.offer if self.screen.is_active else ""  # the dialog above has the keys
        offer = Text(printable(offered), self.get_component_rich_style("message--offer"))
        if self.words:
            said = self._whole(self.words, "message--error" if self.is_error else "message--words")
            both = said.cell_len + len(_BESIDE) + offer.cell_len
            return Text.assemble(said, _BESIDE, offer) if offer and both <= self.size.width else said
        line = Text(no_wrap=True, overflow="ellipsis")
        if offer:
            line.append(offer).append(_BESIDE)
        if self.progress:
            from ssotui.tui.rendering.progress_rendering import progress_line  # not needed for the first frame

            room = self.size.width - line.cell_len - len(_BESIDE) - len(self.position)
            for text, name in progress_line(self.progress, room):
                line.append(text, self.get_component_rich_style(f"message--progress-{name}"))
        return line

    def _asked(self) -> Text:
        """The question and its answers, with the chosen one highlighted; no line ends within the answers."""
        style = self.get_component_rich_style
        text = Text(f"{printable(self.question)}  ", style("message--question"))
        for word, is_chosen in (("Yes", self.is_yes), ("No", not self.is_yes)):
            shown = f"[{word}]" if is_chosen else f"\N{NO-BREAK SPACE}{word}\N{NO-BREAK SPACE}"
            text.append(shown, style("message--chosen" if is_chosen else "message--answer"))
        return text

    def style_of(self, name: str) -> Style:
        """The style of a component class, "" for the background."""
        return self.get_component_rich_style(f"message--{name}") if name else self.rich_style

    def _whole(self, words: str, name: str) -> Text:
        return Text(printable(words), self.get_component_rich_style(name))


class HintLine(Widget):
    """The hints for the row under the cursor, as many as fit. A click runs the command."""

    COMPONENT_CLASSES = {"hint--key", "hint--words"}

    hints: reactive[tuple[KeyHint, ...]] = reactive(())

    @dataclass
    class Clicked(Message):
        """The user clicked a hint."""

        id: str

    def __init__(self) -> None:
        super().__init__()
        self._styles = ComponentStyles(self, "hint")

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  there is only one
        return self._styles.line(hint_line(self.hints, self.size.width))

    def style_of(self, name: str) -> Style:
        """The style of a component class, "" for the background."""
        return self._styles.of(name)

    def notify_style_update(self) -> None:
        self._styles.forget()
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        for start, hint in placed(self.hints, self.size.width):
            if at and start <= at.x < start + hint_width(hint):
                self.post_message(self.Clicked(hint.id))
