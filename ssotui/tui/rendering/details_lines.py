"""Lays out the content of the details in lines: names and values in two columns, wrapped to the width.

The names of styles are the component classes of the details (widgets/details.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ssotui.core.printable import printable
from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.details_fields import DetailsContent, Field, Section
from ssotui.tui.rendering.styled_text import width_of

_LEAST_ROOM = 16  # columns of values beside their names
_SCROLLBAR = 1  # column
_INDENT = "  "
_SEPARATORS = ("/:@.?&=", "_-")  # of URLs, ARNs and e-mail addresses; of names
_WORD_START = re.compile("(?<=[a-z])[A-Z]")


class Line(NamedTuple):
    """One line: pieces of text with the names of their styles, and the value that a click copies."""

    pieces: tuple[tuple[str, str], ...]
    field: Field | None = None

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def fitted_lines(content: DetailsContent, width: int, height: int) -> list[Line]:
    """The lines for the width that is left beside the scrollbar, if one is needed; with the sections that fit."""
    lines = list(_laid_out(content, width))
    if len(lines) > height:
        return list(_laid_out(content, width - _SCROLLBAR))
    for section in content.sections:
        added = list(_section(section, width)) if section.fields else []
        lines += added if len(lines) + len(added) <= height else []
    return lines


def _laid_out(content: DetailsContent, width: int) -> Iterator[Line]:
    """What Enter does stands before the ARN, which takes several lines."""
    yield from _folded(content.title, [], width, "title")
    yield Line(())
    yield from _columns([field for field in content.fields if not _is_arn(field)], width)
    if content.enter:
        yield Line(())
        yield from _folded(Field("", content.enter), [], width, "name")
        for field in content.variables:
            yield from _indented(field, width)
    for field in filter(_is_arn, content.fields):
        yield Line(())
        yield from _below(field, width)


def _is_arn(field: Field) -> bool:
    return field.name.startswith("ARN")


def _below(field: Field, width: int) -> Iterator[Line]:
    """A value below its name."""
    yield from _folded(Field("", field.name), [], width, field.name_tone)
    yield from _indented(field, width) if field.value else ()


def _indented(field: Field, width: int) -> Iterator[Line]:
    return _folded(field, [(_INDENT, "name")], width, field.tone)


def _section(section: Section, width: int) -> Iterator[Line]:
    yield Line(())
    yield from _folded(Field("", section.title), [], width, "name")
    for line in _columns(section.fields, width - len(_INDENT)):
        yield line._replace(pieces=((_INDENT, "name"), *line.pieces))


def _columns(fields: Sequence[Field], width: int) -> Iterator[Line]:
    """Names and values in two columns; below each other if long names leave no room for the values."""
    names = max((cell_len(field.name) for field in fields), default=0)
    room = width - names - 2
    if room < _LEAST_ROOM and any(cell_len(field.value) > room for field in fields):
        for field in fields:
            yield from _below(field, width)
        return
    for field in fields:
        blanks = " " * (names - cell_len(field.name) + 2 if names else 0)
        yield from _folded(field, [(f"{field.name}{blanks}", field.name_tone)], width, field.tone)


def _folded(field: Field, front: list[tuple[str, str]], width: int, style: str) -> Iterator[Line]:
    """A value wrapped to the width beside its name, all lines aligned with the first one."""
    indent = width_of(front)
    room = max(width - indent, 1)
    for value in folded_lines(printable(field.value), room):
        yield Line((*front, (value, style)), field)
        front = [(" " * indent, "name")]


def folded_lines(value: str, room: int) -> Iterator[str]:
    """The value in lines of at most ``room`` columns, broken at a blank, a separator, or between words."""
    line = ""
    if cell_len(value) <= room:
        yield value.strip()
        return
    for character in value:
        if cell_len(line) + cell_len(character) > room:
            whole, line = (line, "") if character == "@" else _broken(line)
            yield whole
        line += character
    yield line.strip()


def _broken(line: str) -> tuple[str, str]:
    """A full line and the beginning of the next one."""
    whole, blank, word = line.rpartition(" ")
    if blank:
        return whole, word
    ends = [max(map(line.rfind, separators)) + 1 for separators in _SEPARATORS]
    ends += [found.start() for found in _WORD_START.finditer(line)][-1:]
    end = next((end for end in ends if end > len(line) // 2), len(line))
    return line[:end], line[end:]
