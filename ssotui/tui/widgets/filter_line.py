"""The top line: what was typed, how much fits it, and the profile that the shell stands on."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from ssotui.core.text import plain

_PROMPT = "❯ "
_PLACEHOLDER = "type to find an account or role"


class FilterLine(Widget):
    """Shows; typing is the screen's business, so that it works wherever the focus is."""

    COMPONENT_CLASSES = {
        "filter--prompt", "filter--placeholder", "filter--caret", "filter--count", "filter--profile", "filter--query",
        "filter--warning",
    }  # fmt: skip

    query_text: reactive[str] = reactive("")
    counted: reactive[str] = reactive("")
    standing: reactive[str] = reactive("")
    warning: reactive[str] = reactive("")

    def render(self) -> Text:
        """The query on the left; count and current profile on the right, as far as there is room."""
        style = self.get_component_rich_style
        left = Text(_PROMPT, style("filter--prompt"), no_wrap=True, end="")
        shown = plain(f"_{self.query_text}_")[1:-1] if self.query_text else ""
        room = max(self.size.width - cell_len(_PROMPT) - 2, 8)
        if cell_len(shown) > room:  # the end of what is typed matters
            shown = "…" + shown[-(room - 1) :]
        left.append(shown, style("filter--query"))
        left.append(" ", style("filter--caret"))
        if not shown:
            left.append(_PLACEHOLDER, style("filter--placeholder"))
        right = Text(no_wrap=True, end="")
        told = (self.counted, "filter--count"), (self.warning, "filter--warning"), (self.standing, "filter--profile")
        for words, name in told:
            if words:
                right.append("  " if right else "").append(words, style(name))
        gap = self.size.width - left.cell_len - right.cell_len
        if gap >= 1:
            return Text.assemble(left, " " * gap, right, no_wrap=True, end="")
        short = Text(
            set_cell_size(self.counted, min(cell_len(self.counted), max(self.size.width - left.cell_len - 1, 0)))
        )
        return Text.assemble(left, " " * max(self.size.width - left.cell_len - short.cell_len, 0), short, end="")
