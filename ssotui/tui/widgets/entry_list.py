"""A list of entries of one line to choose from. Only draws what is in view, so that it can change at each key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.badges import TINTS
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
        f"entries--{name}"
        for name in (
            "account", "bar", "current", "cursor", "dim", "hover", "id", "key", "match", "ok", "profile", "role",
            "star", "warning", "words", *TINTS,
        )
    }  # fmt: skip

    @dataclass
    class Clicked(Message):
        """The user clicked an entry."""

        entry: Entry

    @dataclass
    class Moved(Message):
        """The cursor is on another entry now, or the entries are others; ``place`` is its index."""

        place: int

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()
        self._cursor = 0
        self._top = 0
        self._hovered = -1  # the line under the mouse
        self._styles_by_name: dict[str, Style] = {}

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor; None without entries."""
        return self.entries[self._cursor] if self.entries else None

    def show(self, entries: Sequence[Entry], *, at: int = 0) -> None:
        """Replace the entries, with the cursor on the one with the index ``at``."""
        self.entries = entries
        self._cursor = self._top = 0
        self.move(at)

    def move(self, by: int) -> None:
        """Move the cursor; it stops at the ends."""
        self._cursor = max(min(self._cursor + by, len(self.entries) - 1), 0)
        self._into_view()
        self.post_message(self.Moved(self._cursor))

    def _into_view(self) -> None:
        self._top = max(min(self._top, self._cursor), self._cursor - max(self.size.height, 1) + 1)
        self.refresh()

    def on_resize(self) -> None:
        self._top = 0  # show as many entries above the cursor as there is room for
        self._into_view()

    def page(self, by: int) -> None:
        self.move(by * max(self.size.height - 1, 1))

    def on_click(self, event: events.Click) -> None:
        place = self._top + event.y
        if place < len(self.entries):
            self.post_message(self.Clicked(self.entries[place]))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(event.y)

    def on_leave(self) -> None:
        self._hover(-1)

    def _hover(self, line: int) -> None:
        if line != self._hovered:
            self._hovered = line
            self.refresh()

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
        ground = "cursor" if place == self._cursor else "hover" if y == self._hovered else ""
        segments = [Segment(_BAR if ground == "cursor" else _BLANK, self._style("bar", ground))]
        for text, name in self.entries[place].label:
            segments.append(Segment(text, self._style(name, ground)))
        return shortened_strip(Strip(segments), width, self._style("dim", ground))

    def _style(self, names: str, ground: str = "") -> Style:
        """The style of component classes, the later ones override; on the background of the row."""
        key = f"{names} {ground}"
        known = self._styles_by_name.get(key)
        if known is None:
            known = self.rich_style
            for name in names.split():
                known += self.get_component_rich_style(f"entries--{name}")
            if ground:
                own = self.get_component_rich_style(f"entries--{ground}")
                known += background(own, has_color=ground == "cursor" and self.app.native_ansi_color)
            self._styles_by_name[key] = known
        return known


def background(ground: Style, *, has_color: bool) -> Style:
    """What the style of a whole row adds to those of its texts: with ``has_color`` also one color for all of them."""
    added = Style(bgcolor=ground.bgcolor, reverse=ground.reverse, underline=ground.underline or None)
    return added + Style(color=ground.color, bold=ground.bold, dim=False) if has_color else added


def shortened_strip(strip: Strip, width: int, style: Style) -> Strip:
    """The strip truncated to ``width`` columns, with an ellipsis."""
    if strip.cell_length > width:
        strip = Strip([*strip.crop(0, width - 1), Segment("…", style)])
    return strip.adjust_cell_length(width, style)
