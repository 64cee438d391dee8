"""Changes to single lines of a config file's text, each made in place; every other byte stays.

ConfigUpdater writes new sections. Existing lines are changed here, because ConfigUpdater would rewrite ``region=x`` as
``region = x``, lose the indentation of a value with several lines, and insert a new key after the comment that belongs
to the next section (each tried with ConfigUpdater 4.1.1).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping

from ssotui.files.ini import IniSection, laid_out

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_ENDS_OF_LINE = ("\r\n", "\n", "\r")
_TO_VALUE = re.compile(r"\s*[^=:]*?\s*[=:][^\S\r\n]*")


class ConfigText:
    """A text that botocore can parse, and changes to it. ``result`` applies all of them in one pass."""

    def __init__(self, text: str, path: str) -> None:
        """Raises FileError, naming ``path``, if botocore can't parse the text."""
        layout = laid_out(text, path)
        self.sections = layout.sections
        self._text = text
        self._lines = _LINE.findall(text)
        self._headers = layout.headers
        self._newline = newline_of(text)
        self._changed: dict[int, str] = {}  # by the line's index
        self._after: dict[int, str] = {}
        self._new: list[str] = []

    def add(self, header: str, values: Mapping[str, str]) -> None:
        """Append a section after a blank line."""
        self._new.append(_composed(header, values).replace("\n", self._newline))

    def rename(self, section: IniSection, header: str) -> None:
        """Replace the text between the brackets. Anything before and after them stays."""
        index = section.line - 1
        before, _, rest = self._lines[index].partition(f"[{section.header}]")
        self._changed[index] = f"{before}[{header}]{rest}"

    def put(self, section: IniSection, values: Mapping[str, str]) -> None:
        """Set keys of a section: existing ones in their lines, new ones after the section's last line."""
        own = self._own_lines(section)
        for key in values.keys() & own.keys():
            if section.values[key] != values[key]:
                self._set(section, own[key], values[key])
        fresh = {key: value for key, value in values.items() if key not in own}
        if fresh:
            indent = _indent(self._lines[max(own.values()) - 1]) if own else ""
            lines = _composed("x", fresh).split("\n")[1:-1]
            self._after[self._last_line(section) - 1] = "".join(f"{indent}{line}{self._newline}" for line in lines)

    def drop(self, section: IniSection, keys: Iterable[str]) -> None:
        """Remove keys of a section, with all lines of their values."""
        own = self._own_lines(section)
        for key in keys:
            if key in own:
                for index in self._value_lines(section, own[key]):
                    self._changed[index] = ""

    def remove(self, section: IniSection) -> None:
        """Remove a section. Comments directly above the next one belong to that and stay."""
        for index in range(section.line - 1, self._end(section)):
            self._changed[index] = ""

    def result(self) -> str:
        """The text with all changes applied."""
        lines = self._lines.copy()
        for index, line in self._changed.items():
            lines[index] = line
        for index, added in self._after.items():
            is_cut_off = index == len(lines) - 1 and not _ending(self._lines[index])
            lines[index] += (self._newline if is_cut_off else "") + added
        text = "".join(lines)
        return text + _gap(text, self._newline) + self._newline.join(self._new) if self._new else text

    def _own_lines(self, section: IniSection) -> dict[str, int]:
        """The lines of a section's keys, without those that ``[DEFAULT]`` adds."""
        end = self._next_header(section)
        return {key: line for key, line in section.lines.items() if section.line < line < end}

    def _next_header(self, section: IniSection) -> int:
        """The line number of the next header; after the last section, the one after the last line."""
        place = bisect_right(self._headers, section.line)
        return self._headers[place] if place < len(self._headers) else len(self._lines) + 1

    def _end(self, section: IniSection) -> int:
        """The index of the line after a section and its trailing blank lines.

        Comments directly below its last key belong to the section, unless they are directly above the next header.
        """
        following, last = self._next_header(section) - 1, self._last_line(section)
        end = last
        while end < following and _is_comment(self._lines[end]):
            end += 1
        if end == following < len(self._lines):
            end = last
        while end < following and not self._lines[end].strip():
            end += 1
        return end

    def _last_line(self, section: IniSection) -> int:
        """The number of the section's last line that isn't a comment or blank."""
        own = self._own_lines(section)
        return self._value_lines(section, max(own.values()))[-1] + 1 if own else section.line

    def _value_lines(self, section: IniSection, number: int) -> list[int]:
        """Indexes of a key's line and its continuation lines, without comments and blank lines in between."""
        lines, end = self._lines, self._next_header(section) - 1
        indent, found = len(_indent(lines[number - 1])), [number - 1]
        for index in range(number, end):
            line = lines[index]
            if not line.strip() or _is_comment(line):
                continue
            if len(_indent(line)) <= indent:
                break
            found.append(index)
        return found

    def _set(self, section: IniSection, number: int, value: str) -> None:
        first, *others = self._value_lines(section, number)
        line = self._lines[first]
        found = _TO_VALUE.match(line)
        assert found is not None  # the scanner found a key there
        blank = " " if re.search(r"\s[=:]$", found[0]) else ""
        self._changed[first] = f"{found[0]}{blank}{value}{_ending(line)}"
        for index in others:
            self._changed[index] = ""


def newline_of(text: str) -> str:
    """The last line end in the text."""
    ends = [end for end in _ENDS_OF_LINE if end in text]
    return max(ends, key=lambda end: text.rfind(end) + len(end), default="\n")


def _composed(header: str, values: Mapping[str, str]) -> str:
    from configupdater import ConfigUpdater  # takes 40 ms, and is only needed for writing

    updater = ConfigUpdater()
    updater.add_section(header)
    for key, value in values.items():
        updater.set(header, key, value)
    return str(updater)


def _gap(text: str, newline: str) -> str:
    """The line ends to append so that the last line is ended and a blank line follows."""
    end = _ending(text)
    body = text.removesuffix(end)
    last_line = body[max(body.rfind("\n"), body.rfind("\r")) + 1 :]
    return (newline if text and not end else "") + (newline if last_line.strip() else "")


def _ending(line: str) -> str:
    return next((end for end in _ENDS_OF_LINE if line.endswith(end)), "")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _is_comment(line: str) -> bool:
    return line.lstrip()[:1] in ("#", ";")
