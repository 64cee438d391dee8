"""The picture of the picker before Textual is imported, by the renderers that the widgets use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ssotui.core.printable import is_obeyed
from ssotui.named_tuples import NamedTuple
from ssotui.tui.picker.commands import table as commands
from ssotui.tui.picker.commands.context import command_context
from ssotui.tui.picker.content import content_around, guidance
from ssotui.tui.picker.content.details_sources import details_sources
from ssotui.tui.picker.first_row import make_room
from ssotui.tui.picker.session_in_use import ending_soon
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.details_content import details_of
from ssotui.tui.rendering.details_lines import Line, fitted_lines
from ssotui.tui.rendering.filter_line import filter_line, prompt_after
from ssotui.tui.rendering.fixed_columns import with_fixed_columns
from ssotui.tui.rendering.fixed_rows import fixed_rows, top_for
from ssotui.tui.rendering.hint_line import hint_line
from ssotui.tui.rendering.look import BLANK, Look, drawn_for
from ssotui.tui.rendering.row_rendering import needed_by, render_row
from ssotui.tui.rendering.styled_text import StyledText, shortened
from ssotui.tui.rendering.tree_lines import GUTTER, row_line, text_line

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.state import PickerState

_RESET = "\x1b[m"


class FirstPicture(NamedTuple):
    """Escape sequences that paint the picker; "" if something can't be drawn for sure.

    If it isn't complete, borders and scrollbars are missing.
    """

    painted: str = ""
    is_complete: bool = False


def first_picture(state: PickerState, backend: Backend, request: PickerRequest, look: Look) -> FirstPicture:
    """Draw the picture in the places and colors of ``look``."""
    try:
        has_message = bool(state.snapshot.configuration.errors or request.command_meant)
        if has_message or ending_soon(state.view(), request.current):
            return FirstPicture()
        picture = _Picture(state, backend, request, look)
        return FirstPicture(with_fixed_columns("".join(picture.painted())), picture.is_same)
    except Exception:  # noqa: BLE001  a style or a part that the kept frame didn't have; whatever: Textual paints soon
        return FirstPicture()


class _TooLarge(Exception):
    """A line is longer than its place, so Textual shortens it; or a place isn't on the screen: the terminal is tiny."""


class _Picture:
    """The parts of the picture, computed once."""

    def __init__(self, state: PickerState, backend: Backend, request: PickerRequest, look: Look) -> None:
        self._state, self._request, self._look = state, request, look
        self._keymap = request.settings.keys
        cursor = make_room(state, len(look.frame))
        self._view, self._outline = state.view(), state.outline()
        self._cursor = max(min(cursor, len(self._outline) - 1), 0)
        self._height = look.regions["access"][3]
        self._docks = not state.shown_openness.filtering
        self._top = self._first_row()
        self._row = self._outline.row(self._cursor) if len(self._outline) else None
        self._details, self._title = self._described(backend)
        titles = (content_around.listed(state, {}), self._title)
        rows = len(self._outline), self._height, self._top
        details = len(self._details), look.regions["details"][3] if "details" in look.regions else 0, 0
        self.is_same = drawn_for(rows, details, titles) == look.drawn_for

    def painted(self) -> Iterator[str]:
        for y, runs in enumerate(self._look.frame):
            for column, text, escapes in runs:
                yield _colored(y, column, [(text if self.is_same else " " * cell_len(text), escapes)])
        for part, lines in self._parts().items():
            x, y, width, _ = self._look.regions[part]
            styles = self._look.styles[part]
            longest = max((cell_len("".join(text for text, _ in pieces)) for pieces in lines), default=0)
            if longest > width or y + len(lines) > len(self._look.frame):
                raise _TooLarge
            for line, pieces in enumerate(lines, y):
                yield _colored(line, x, [(text, styles[" ".join(names.split())]) for text, names in pieces])

    def _parts(self) -> dict[str, list[StyledText]]:
        regions, state = self._look.regions, self._state
        hints = commands.key_hints(command_context(state, self._row), self._keymap)
        parts = {
            "filter_line": [self._filter_line()],
            "access": self._rows(),
            "hint_line": [shortened(hint_line(hints, regions["hint_line"][2]), regions["hint_line"][2], BLANK)],
            "message_line": [self._position()],
        }
        if "details" in regions:
            parts["details"] = self._details_lines()
        return parts

    def _filter_line(self) -> StyledText:
        state, request = self._state, self._request
        right = content_around.right_side(state, self._view, request.current, self._keymap, request.region)
        counted = content_around.counted(state, is_fetching=True, is_listing=False)
        width = self._look.regions["filter_line"][2]
        return filter_line(state.query, right._replace(counted=counted), width, prompt=prompt_after(request.title))

    def _position(self) -> StyledText:
        shown, width = content_around.position(self._cursor, len(self._outline)), self._look.regions["message_line"][2]
        if not shown or cell_len(shown) > width:
            return [(" " * width, BLANK)]
        return [(" " * (width - cell_len(shown)), ""), (shown, "position")]

    def _first_row(self) -> int:
        if not len(self._outline):
            return 0
        return top_for(self._outline, self._cursor, 0, self._height, docks=self._docks)

    def _rows(self) -> list[StyledText]:
        """The lines of the tree, without the column of its scrollbar."""
        _, _, full, height = self._look.regions["access"]
        outline, openness, top = self._outline, self._state.shown_openness, self._top
        width = full - (len(outline) > height)
        fixed = fixed_rows(outline, top, height, docks=self._docks)
        has_rows, needed = bool(len(outline)), needed_by(outline, self._view)
        below = guidance.paragraphs_below(self._state, self._keymap, has_rows=has_rows, is_fetching=True)
        lines = []
        for line in range(height):
            index = fixed.index_at(line, top, height)
            if not 0 <= index < len(outline):
                lines.append(text_line(below, index - len(outline), width))
                continue
            row = outline.row(index)
            opened = row.branch is not None and openness.is_open(row.branch)
            label = render_row(row, self._view, width - GUTTER, opened=opened, needed=needed)
            lines.append(row_line(label, row.kind, width, has_cursor=index == self._cursor))
        return lines if self.is_same else [shortened(line, full, "") for line in lines]

    def _described(self, backend: Backend) -> tuple[list[Line], str]:
        """The lines of the details, and the title of their frame."""
        if self._row is None or "details" not in self._look.regions:
            return [], ""
        _, _, width, height = self._look.regions["details"]
        content = details_of(self._row, self._view, details_sources(self._state, backend, self._request))
        return fitted_lines(content, width, height), content.title.name

    def _details_lines(self) -> list[StyledText]:
        _, _, width, height = self._look.regions["details"]
        width -= self.is_same and len(self._details) > height
        lines = [list(line.pieces) for line in self._details[:height]]
        return [shortened(line, width, "") for line in [*lines, *[[]] * (height - len(lines))]]


def _colored(y: int, x: int, pieces: Iterable[tuple[str, str]]) -> str:
    """Escape sequences for pieces of text in a line from column ``x``."""
    painted, before = [f"\x1b[{y + 1};{x + 1}H"], ""
    for text, escapes in pieces:
        shown = text if text.isprintable() else "".join(one for one in text if not is_obeyed(one))
        painted.append(shown if escapes == before else f"{_RESET}{escapes}{shown}")
        before = escapes
    return "".join([*painted, _RESET])
