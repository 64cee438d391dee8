"""Parses a config file line by line and goes on after faults, where botocore stops at the first one."""

from __future__ import annotations

from collections.abc import Sequence

from ssotui.named_tuples import NamedTuple

BOM = "\ufeff"
_SHORTEST_HEADER = 2  # the index of the closing bracket in "[x]"


class Option(NamedTuple):
    """One ``key = value``: ``key`` in lower case, ``value`` with all its lines, from ``line`` to ``last`` (from 1)."""

    key: str
    value: str
    line: int
    last: int


class Section(NamedTuple):
    """One section; ``last`` is the line of its last option, or of its header."""

    header: str
    line: int
    last: int
    options: tuple[Option, ...]

    def first(self, key: str) -> Option | None:
        """The first option with this key; None if there is none."""
        return next((option for option in self.options if option.key == key), None)

    @property
    def values(self) -> dict[str, str]:
        return {option.key: option.value for option in reversed(self.options)}


class ConfigLines(NamedTuple):
    """The file's sections, and the numbers of other lines.

    ``before_sections`` are lines before the first section, ``unreadable`` those that are no header or option.
    """

    path: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    before_sections: tuple[int, ...]
    unreadable: tuple[int, ...]


class _Reading:
    """The state of the parser."""

    def __init__(self) -> None:
        self.sections: list[tuple[str, int, list[Option]]] = []
        self.before_sections: list[int] = []
        self.unreadable: list[int] = []
        self.indent = 0
        self.is_open = False  # whether the next line, if it is indented deeper, continues the last option

    def take(self, number: int, depth: int, value: str) -> None:
        if self.is_open and depth > self.indent:
            options = self.sections[-1][2]
            options[-1] = options[-1]._replace(value=f"{options[-1].value}\n{value}", last=number)
            return
        self.indent, self.is_open = depth, False
        end = value.rfind("]")
        if value[0] == "[" and end >= _SHORTEST_HEADER:
            self.sections.append((value[1:end], number, []))
        elif not self.sections:
            self.before_sections.append(number)
        else:
            self._take_option(number, value)

    def _take_option(self, number: int, value: str) -> None:
        key, rest = option_parts(value)
        if not key or value[0] == "[":
            self.unreadable.append(number)
            return
        self.sections[-1][2].append(Option(key.lower(), rest, number, number))
        self.is_open = True


def read_lines(lines: Sequence[str], path: str) -> ConfigLines:
    """What each line is by the rules of botocore (configloader.py); faulty lines are kept as such."""
    reading = _Reading()
    for number, line in enumerate(lines, 1):
        value = line.removeprefix(BOM).strip() if number == 1 else line.strip()
        if value and value[0] not in "#;":
            reading.take(number, line.index(value[0]), value)
    sections = tuple(
        Section(header, line, options[-1].last if options else line, tuple(options))
        for header, line, options in reading.sections
    )
    return ConfigLines(path, tuple(lines), sections, tuple(reading.before_sections), tuple(reading.unreadable))


def option_parts(text: str) -> tuple[str, str]:
    """Key and value of a line; the key is "" if it is no option."""
    places = [place for place in (text.find("="), text.find(":")) if place >= 0]
    return (text[: min(places)].strip(), text[min(places) + 1 :].strip()) if places else ("", "")
