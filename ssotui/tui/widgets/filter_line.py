"""The top line: the query, the number of matches, and the shell's current profile."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from ssotui.core.printable import printable
from ssotui.core.session_status import Tone

_PROMPT = "❯ "
_STYLES: dict[Tone, str] = {"warning": "filter--warning", "error": "filter--error"}


class FilterLine(Widget):
    """Only shows the query. The screen handles typing, so that it works wherever the focus is."""

    COMPONENT_CLASSES = {
        "filter--prompt", "filter--placeholder", "filter--caret", "filter--count", "filter--profile", "filter--query",
        "filter--warning", "filter--production", "filter--error",
    }  # fmt: skip

    query_text: reactive[str] = reactive("")
    counted: reactive[str] = reactive("")
    shell_profile: reactive[str] = reactive("")
    tone: reactive[Tone] = reactive("ok")
    is_production: reactive[bool] = reactive(False)
    warning: reactive[str] = reactive("")

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self._placeholder = placeholder

    def render(self) -> Text:
        """The query on the left; number of matches and current profile on the right, if there is space."""
        style = self.get_component_rich_style
        left = Text(no_wrap=True, end="").append(_PROMPT, style("filter--prompt"))
        shown = printable(f"_{self.query_text}_")[1:-1] if self.query_text else ""
        room = max(self.size.width - cell_len(_PROMPT) - 2, 8)
        if cell_len(shown) > room:  # show the end of the query
            shown = "…" + shown[-(room - 1) :]
        left.append(shown, style("filter--query"))
        left.append(" ", style("filter--caret"))
        if not shown:
            left.append(self._placeholder, style("filter--placeholder"))
        right = self._right(self.size.width - left.cell_len - 1)
        gap = max(self.size.width - left.cell_len - right.cell_len, 0)
        return Text.assemble(left, " " * gap, right, no_wrap=True, end="")

    def _right(self, room: int) -> Text:
        """The right side, with the most important parts if not all fit."""
        style = self.get_component_rich_style
        right = Text(no_wrap=True, end="")
        profile = "filter--production" if self.is_production else _STYLES.get(self.tone, "filter--profile")
        shown = (self.counted, "filter--count"), (self.warning, "filter--warning"), (self.shell_profile, profile)
        for words, name in shown:
            blanks = "  " if right and words else ""
            if right.cell_len + len(blanks) + cell_len(words) <= room:
                right.append(blanks).append(words, style(name))
        return right
