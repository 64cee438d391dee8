"""A list of entries of one line to choose from. Only draws what is in view, so that it can change at each key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ssotui.tui.rendering.styled_text import StyledText

_BAR, _BLANK = "▌ ", "  "


class Entry(NamedTuple):
    """A line, with the widget's component classes as styles, and the action when it is chosen."""

    label: StyledText
    chosen: Callable[[], None]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.label)


class EntryList(Widget, can_focus=False):
    """Entries, and a cursor on one of them that is always in view."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"entries--{name}" for name in ("bar", "cursor", "dim", "id", "key", "match", "production", "words")
    }

    @dataclass
    class Clicked(Message):
        """The user clicked an entry."""

        entry: Entry

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()
        self._cursor = 0
        self._top = 0
        self._styles_by_name: dict[str, Style] = {}

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor; None without entries."""
        return self.entries[self._cursor] if self.entries else None

    def show(self, entries: Sequence[Entry]) -> None:
        """Replace the entries, with the cursor on the first one."""
        self.entries = entries
        self._cursor = self._top = 0
        self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor; it stops at the ends."""
        self._cursor = max(min(self._cursor + by, len(self.entries) - 1), 0)
        self._top = max(min(self._top, self._cursor), self._cursor - max(self.size.height, 1) + 1)
        self.refresh()

    def page(self, by: int) -> None:
        self.move(by * max(self.size.height - 1, 1))

    def on_click(self, event: events.Click) -> None:
        place = self._top + event.y
        if place < len(self.entries):
            self.post_message(self.Clicked(self.entries[place]))

    def on_mouse_scroll_down(self) -> None:
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        self.move(-1)

    def notify_style_update(self) -> None:
        self._styles_by_name.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        width, place = self.size.width, self._top + y
        if place >= len(self.entries):
            return Strip.blank(width, self._style(""))
        has_cursor = place == self._cursor
        segments = [Segment(_BAR if has_cursor else _BLANK, self._style("bar", has_cursor=has_cursor))]
        for text, name in self.entries[place].label:
            segments.append(Segment(text, self._style(name, has_cursor=has_cursor)))
        return shortened_strip(Strip(segments), width, self._style("dim", has_cursor=has_cursor))

    def _style(self, names: str, *, has_cursor: bool = False) -> Style:
        """The style of component classes, the later ones override; under the cursor with its background."""
        key = f"{names} cursor" if has_cursor else names
        known = self._styles_by_name.get(key)
        if known is None:
            known = self.rich_style
            for name in names.split():
                known += self.get_component_rich_style(f"entries--{name}")
            if has_cursor:
                ground = self.get_component_rich_style("entries--cursor")
                known += Style(bgcolor=ground.bgcolor, reverse=ground.reverse)
            self._styles_by_name[key] = known
        return known


def shortened_strip(strip: Strip, width: int, style: Style) -> Strip:
    """The strip truncated to ``width`` columns, with an ellipsis."""
    if strip.cell_length > width:
        strip = Strip([*strip.crop(0, width - 1), Segment("…", style)])
    return strip.adjust_cell_length(width, style)
