"""The top line: the query, the number of matches, and the shell's current profile."""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ssotui.core.session_status import Tone
from ssotui.tui.rendering.badges import TINTS
from ssotui.tui.rendering.filter_line import PLACEHOLDER, RightSide, filter_line, prompt_after
from ssotui.tui.rendering.styled_text import StyledText, changed_columns
from ssotui.tui.widgets.component_styles import ComponentStyles


class FilterLine(Widget):
    """Only shows the query. The screen handles typing, so that it works wherever the focus is.

    ``title`` stands before the query: what the picker chooses for, "" for nothing.
    """

    COMPONENT_CLASSES = {
        "filter--prompt", "filter--placeholder", "filter--caret", "filter--count", "filter--profile", "filter--query",
        "filter--warning", "filter--error", *(f"filter--{name}" for name in TINTS),
    }  # fmt: skip

    query_text: reactive[str] = reactive("")
    counted: reactive[str] = reactive("")
    shell_profile: reactive[str] = reactive("", repaint=False)
    tone: reactive[Tone] = reactive("ok", repaint=False)
    tint: reactive[str] = reactive("", repaint=False)
    warning: reactive[str] = reactive("", repaint=False)
    credentials: reactive[str] = reactive("", repaint=False)
    shell_region: reactive[str] = reactive("", repaint=False)

    def __init__(self, placeholder: str = PLACEHOLDER, title: str = "") -> None:
        super().__init__()
        self._styles = ComponentStyles(self, "filter")
        self._placeholder = placeholder
        self._prompt = prompt_after(title)

    def show(self, right: RightSide) -> None:
        """Set the right side. Only columns that have changed are drawn: times change every minute."""
        before = self._line()
        (
            self.counted, self.warning, self.shell_profile, self.tone, self.tint, self.credentials, self.shell_region
        ) = right  # fmt: skip
        if before != self._line():
            column, width = changed_columns(before, self._line())
            self.refresh(Region(column, 0, width, 1))

    def _line(self) -> StyledText:
        profile, beside = (self.shell_profile, self.tone, self.tint), (self.credentials, self.shell_region)
        right = RightSide(self.counted, self.warning, *profile, *beside)
        return filter_line(self.query_text, right, self.size.width, self._placeholder, self._prompt)

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  there is only one
        return self._styles.line(self._line())

    def style_of(self, name: str) -> Style:
        """The style of a component class, "" for the background."""
        return self._styles.of(name)

    def notify_style_update(self) -> None:
        self._styles.forget()
        super().notify_style_update()
