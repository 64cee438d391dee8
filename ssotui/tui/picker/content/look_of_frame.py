"""Takes the look of a frame that Textual has drawn: places, colors, borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import textual
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from ssotui.tui.rendering.look import BLANK, Look, Region, drawn_for
from ssotui.tui.rendering.tree_lines import GROUNDS

if TYPE_CHECKING:
    from ssotui.tui.widgets.access_tree import AccessTree
    from ssotui.tui.widgets.details import Details
    from ssotui.tui.widgets.filter_line import FilterLine
    from ssotui.tui.widgets.status_bar import HintLine, MessageLine

    _Styled = AccessTree | Details | FilterLine | HintLine | MessageLine
    from ssotui.tui.picker.content.display import Widgets

_RESET = "\x1b[0m"


def look_of_frame(widgets: Widgets) -> Look:
    """The look of the frame that is on the screen."""
    shown = {name: widget for name, widget in widgets._asdict().items() if widget.display}
    access, details = widgets.access, widgets.details
    strips = access.screen._compositor.render_strips()  # noqa: SLF001  Textual has no other way to its frame
    regions = {name: _region(widget) for name, widget in shown.items()}
    scrolling = {name for name, widget in shown.items() if widget.show_vertical_scrollbar}
    covered = [(x, y, width - (name in scrolling), height) for name, (x, y, width, height) in regions.items()]
    frame = [list(_around(covered, y, strip, access)) for y, strip in enumerate(strips)]
    lines = len(details.lines) if details.display else 0
    titles = (access.title, details.title if details.display else "")
    return Look(
        regions,
        {name: dict(_styles(name, widget)) for name, widget in shown.items()},
        frame,
        drawn_for((len(access.outline), access.size.height, access.top), (lines, details.size.height, 0), titles),
    )


def made_by() -> list[str]:
    """The files that a frame depends on."""
    return [str(textual.__file__), str(Path(__file__).parents[1] / "app.tcss")]


def _region(widget: Widget) -> Region:
    x, y, width, height = widget.content_region
    return x, y, width, height


def _styles(name: str, widget: _Styled) -> Iterator[tuple[str, str]]:
    """(names, escape sequences) of the styles of a part."""
    ground = widget.style_of("")
    yield "", _escapes(widget, ground)
    yield BLANK, _escapes(widget, Style(bgcolor=ground.bgcolor))
    in_tree = name == "access"
    for component in sorted(widget.COMPONENT_CLASSES):
        own = component.partition("--")[2]
        for found, behind in product(("", "match") if in_tree else ("",), GROUNDS if in_tree else ("",)):
            names = " ".join(filter(None, (own, found, behind)))
            yield names, _escapes(widget, widget.style_of(names))


def _escapes(widget: Widget, style: Style) -> str:
    strip = Strip([Segment("x", style)])
    for line_filter in widget.get_line_filters():
        strip = strip.apply_filter(line_filter, widget.background_colors[1])
    return _before("x", strip, widget)


def _around(regions: Iterable[Region], y: int, strip: Strip, widget: Widget) -> Iterator[tuple[int, str, str]]:
    """(column, text, escape sequences) of what is in a line outside the regions."""
    parts = sorted((x, x + width) for x, top, width, height in regions if top <= y < top + height)
    starts, ends = [0, *(end for _, end in parts)], [*(start for start, _ in parts), strip.cell_length]
    for start, end in zip(starts, ends, strict=True):
        column = start
        for segment in strip.crop(start, end):
            if segment.text:
                yield column, segment.text, _before(segment.text, Strip([segment]), widget)
                column += segment.cell_length


def _before(text: str, strip: Strip, widget: Widget) -> str:
    return strip.render(widget.app.console).removesuffix(_RESET)[: -len(text)]
