"""A view of many lines that only draws those in view, and of these only what has changed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Self

from rich.cells import cell_len as rich_cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.styled_text import StyledText, changed_columns


class _Frame(NamedTuple):
    """What Textual draws left and right of each line of a widget of this ``size``; ``top`` is the first line."""

    size: Size
    top: int
    left: list[Segment]
    right: list[Segment]
    background: Color
    filters: Sequence[LineFilter]

    @property
    def inner_width(self) -> int:
        return self.size.width - sum(segment.cell_length for segment in (*self.left, *self.right))


class LinesView(ScrollView, can_focus=False):
    """Changes its length without a new layout of the screen."""

    title = ""  # of the frame

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[int, StyledText] = {}  # what each line of the view showed when it was drawn last
        self._ready: tuple[Size, dict[int, StyledText]] = (Size(), {})  # lines that are drawn next
        self._frame: _Frame | None = None  # None: Textual has drawn none yet
        self._strips: dict[int, Strip] = {}  # by line of the whole widget
        self._styles_by_name: dict[str, Style] = {}
        self.drawn = 0  # the number of lines drawn, for tests

    @abstractmethod
    def styled_line(self, y: int, size: Size) -> StyledText:
        """Line ``y`` of the view, whose ``size`` is that without a scrollbar."""

    @abstractmethod
    def named_style(self, names: str) -> Style:
        """The style of component classes, "" for the background."""

    def fit(self, lines: int) -> None:
        """Set the number of lines. The screen is laid out again only if the scrollbar appears or disappears."""
        size, height = Size(0, lines), self.size.height  # lines are truncated, so the width doesn't matter
        if height and (lines > height) == (self.virtual_size.height > height):
            self.set_reactive(LinesView.virtual_size, size)
            if lines > height:
                self.vertical_scrollbar.window_virtual_size = lines
        else:
            self.virtual_size = size

    # Drawing

    def refresh_changed(self, *, by_columns: bool = False) -> None:
        """Draw the lines in view that have changed; with ``by_columns`` only their columns that have."""
        size = self.scrollable_content_region.size
        lines = {y: self.styled_line(y, size) for y in range(size.height)}
        regions = list(self._changed(lines, size.width, by_columns=by_columns))
        if regions:
            self.refresh(*regions)
        self._ready = (size, lines)

    def _changed(self, lines: dict[int, StyledText], width: int, *, by_columns: bool) -> Iterator[Region]:
        for y, line in lines.items():
            before = self._drawn.get(y)
            if before == line:
                continue
            if before is None or not by_columns or any(cell_len(text) != rich_cell_len(text) for text, _ in line):
                yield Region(0, y, width, 1)  # Textual would look for the columns elsewhere
            else:
                column, columns = changed_columns(before, line)
                yield Region(column, y, min(columns, width - column), 1)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        self._ready = (Size(), {})
        if regions and self._frame:
            for region in regions:
                for y in region.line_range:
                    self._strips.pop(y + self._frame.top, None)
        else:
            self._frame = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the whole widget. Textual would look up borders, padding and filters anew for each of them."""
        outer, size = self.region.size, self.scrollable_content_region.size
        if not size or self.styles.gutter.width + size.width > outer.width:
            return super().render_lines(crop)
        if self._frame is None or self._frame.size != outer:
            self._frame = self._take_frame(outer)
            self._strips.clear()
        frame, strips = self._frame, self._strips
        for y in crop.line_range:
            if y not in strips:
                inside = 0 <= y - frame.top < size.height
                strips[y] = (
                    self._framed(y - frame.top, size, frame) if inside else self._line_by_textual(y, outer.width)
                )
        lines = [strips[y] for y in crop.line_range]
        return lines if crop.column_span == (0, outer.width) else [line.crop(*crop.column_span) for line in lines]

    def _take_frame(self, outer: Size) -> _Frame:
        top, right, _, left = self.styles.gutter
        line = self._line_by_textual(top, outer.width)
        around = list(line.crop(0, left)), list(line.crop(outer.width - right, outer.width))
        return _Frame(outer, top, *around, self.background_colors[1], self.get_line_filters())

    def _line_by_textual(self, y: int, width: int) -> Strip:
        return super().render_lines(Region(0, y, width, 1))[0]

    def _framed(self, y: int, size: Size, frame: _Frame) -> Strip:
        """Line ``y`` of the view, with what is left and right of it."""
        inside, missing = self._segments(y, size), frame.inner_width - size.width
        below_scrollbar = [Segment(" " * missing, self.style_of(""))] if missing else []
        segments = [*frame.left, *inside, *below_scrollbar, *frame.right]
        for line_filter in frame.filters:
            segments = line_filter.apply(segments, frame.background)
        return Strip(segments, frame.size.width)

    def render_line(self, y: int) -> Strip:
        return Strip(self._segments(y, self.scrollable_content_region.size))

    def _segments(self, y: int, size: Size) -> list[Segment]:
        """Pieces of the same style become one, because each costs time wherever it passes."""
        ready_for, ready = self._ready
        line = ready[y] if y in ready and ready_for == size else self.styled_line(y, size)
        self._drawn[y] = line
        self.drawn += 1
        segments: list[Segment] = []
        text, style = "", None
        for piece, names in line:
            own = self.style_of(names)
            if own is not style and text:
                segments.append(Segment(text, style))
                text = ""
            text, style = text + piece, own
        return [*segments, Segment(text, style)]

    def style_of(self, names: str) -> Style:
        """The style of component classes, "" for the background. Cached because the look-up is slow."""
        known = self._styles_by_name.get(names)
        if known is None:
            style = self.named_style(names)
            known = next((one for one in self._styles_by_name.values() if one == style), style)
            self._styles_by_name[names] = known
        return known

    def notify_style_update(self) -> None:
        self._styles_by_name.clear()
        self._frame = None
        super().notify_style_update()

    # The frame

    def name_frame(self, title: str) -> None:
        """Set the title in the frame. Without sides there is none: a title would touch the line above."""
        self.title = title
        self._show_title()

    def on_resize(self) -> None:
        self._show_title()

    def _show_title(self) -> None:
        shown = self.title if self.styles.border_left[0] not in ("", "none") else ""
        if shown != (self.border_title or ""):  # setting it draws everything again
            self.border_title = shown
