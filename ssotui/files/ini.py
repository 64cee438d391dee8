"""The INI grammar of botocore (configloader.py: Python's strict RawConfigParser), with line numbers.

configparser isn't used, because it takes five times as long for 10,000 profiles and gives no line numbers. Messages
never quote a value: a faulty line of a credentials file may contain a secret.
"""

from __future__ import annotations

from ssotui.errors import FileError

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import NoReturn

_LEAKING = "DEFAULT"
_FATAL = "every aws command fails"
_SHORTEST_HEADER = 2  # the index of the closing bracket in "[x]"


class IniSection:
    """One section. ``header`` is the text between the brackets; lines are numbered from 1.

    ``values`` and ``lines`` are by key in lower case, and include those of ``[DEFAULT]``. The lines of a longer value
    are joined with newlines; an indented block (see ``nested``) starts with a newline.
    """

    __slots__ = ("header", "line", "lines", "values")

    def __init__(self, header: str, line: int, values: dict[str, str], lines: dict[str, int]) -> None:
        self.header = header
        self.line = line
        self.values = values
        self.lines = lines


_Continued = tuple[IniSection, str, list[str]]


def decoded(content: bytes, path: str) -> str:
    """The text of a file. Raises FileError with the line number for invalid UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"the byte 0x{content[error.start]:02X} is not UTF-8 text: {_FATAL}"
        raise FileError(path, what, line=line, hint="Save the file as UTF-8.") from error


def scan(text: str, path: str) -> tuple[IniSection, ...]:
    """Every section of ``text`` in order. Raises FileError, naming ``path``, where botocore can't parse the file."""
    return laid_out(text, path).sections


class Layout:
    """The sections of a text, and the line number of every header, ``[DEFAULT]`` included."""

    __slots__ = ("headers", "sections")

    def __init__(self, sections: tuple[IniSection, ...], headers: tuple[int, ...]) -> None:
        self.sections = sections
        self.headers = headers


def laid_out(text: str, path: str) -> Layout:
    """The sections, and the lines at which they begin. Raises FileError as ``scan`` does."""
    headers: list[int] = []
    everywhere = IniSection(_LEAKING, 0, {}, {})
    by_header = {_LEAKING: everywhere}
    continued: list[_Continued] = []
    section: IniSection | None = None
    option, indent = "", 0
    for number, depth, blanks, value in _significant(text, path):
        if option and depth > indent and section is not None:
            _continue(continued, (section, option), blanks, value)
            continue
        indent = depth
        if value[0] == "[" and (end := value.rfind("]")) >= _SHORTEST_HEADER:
            section, option = _opened(by_header, value[1:end], number, path), ""
            headers.append(number)
            continue
        name, equals, rest = value.partition("=")
        if not equals or ":" in name:
            name, equals, rest = value.partition(":")
        option = name.rstrip().lower()
        if section is None or not equals or not option or option in section.values:
            _refuse(section, option if equals else None, number, path)
        section.values[option] = rest.lstrip()
        section.lines[option] = number
    sections = tuple(by_header.values())[1:]
    _join(continued, everywhere, sections, path)
    if everywhere.values:
        sections = tuple(_with_defaults(section, everywhere) for section in sections)
    return Layout(sections, tuple(headers))


def text_value(values: Mapping[str, str], key: str) -> str:
    """A value; "" if it is missing, or an indented block."""
    value = values.get(key, "")
    return "" if value.startswith("\n") else value


def nested(value: str) -> dict[str, str]:
    """The ``key = value`` lines of an indented block, one level deep. Raises ValueError for a line without ``=``."""
    found = {}
    for line in value.splitlines():
        if line.strip():
            key, equals, rest = line.partition("=")
            if not equals:
                raise ValueError(value)
            found[key.strip()] = rest.strip()
    return found


def _significant(text: str, path: str) -> Iterator[tuple[int, int, int, str]]:
    """(number, indentation, blank lines before it, stripped text) of each line that isn't blank or a comment."""
    if text.startswith("\ufeff"):
        what = f"the file starts with a byte-order mark: {_FATAL}"
        raise FileError(path, what, line=1, hint="Save it as UTF-8 without BOM.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    blanks = 0
    for number, line in enumerate(text.split("\n"), 1):
        value = line.strip()
        if not value:
            blanks += 1
        elif value[0] not in "#;":
            yield number, 0 if line[0] == value[0] else line.index(value[0]), blanks, value
            blanks = 0


def _opened(by_header: dict[str, IniSection], header: str, number: int, path: str) -> IniSection:
    before = by_header.get(header)
    if before is None:
        before = by_header[header] = IniSection(header, number, {}, {})
    elif header != _LEAKING:
        what = f"the section [{header}] occurs twice (first in line {before.line}): {_FATAL}"
        raise FileError(path, what, line=number, hint="Rename or remove one of the two.")
    return before


def _continue(continued: list[_Continued], of: tuple[IniSection, str], blanks: int, value: str) -> None:
    """Add an indented line, and the blank lines before it, to the value above."""
    section, option = of
    if not continued or continued[-1][0] is not section or continued[-1][1] != option:
        continued.append((section, option, [section.values[option]]))
    continued[-1][2].extend([""] * blanks)
    continued[-1][2].append(value)


def _join(continued: list[_Continued], everywhere: IniSection, sections: tuple[IniSection, ...], path: str) -> None:
    for section, option, parts in continued:
        value = section.values[option] = "\n".join(parts).rstrip()
        unseen = section is everywhere and all(option in other.values for other in sections)
        if value.startswith("\n") and not unseen and not _is_nested(value):
            what = f"the indented lines under {option} in [{section.header}] must be key = value: {_FATAL}"
            raise FileError(path, what, line=section.lines[option], hint="Correct or remove the block.")


def _is_nested(value: str) -> bool:
    return all("=" in line for line in value.splitlines() if line.strip())


def _with_defaults(section: IniSection, everywhere: IniSection) -> IniSection:
    values = {**section.values, **{key: value for key, value in everywhere.values.items() if key not in section.values}}
    return IniSection(section.header, section.line, values, {**everywhere.lines, **section.lines})


def _refuse(section: IniSection | None, option: str | None, number: int, path: str) -> NoReturn:
    """Raise the FileError for a faulty line; ``option`` is None if the line has neither ``=`` nor ``:``."""
    if section is None:
        what, hint = "there is text before the first [section]", "Move it into a section, or remove it."
    elif option is None:
        what, hint = "this line is not a [section], a setting (key = value) or a comment", "Correct or remove the line."
    elif not option:
        what, hint = "the key before the = is missing", "Correct or remove the line."
    else:
        what = f"{option} is set twice in [{section.header}] (first in line {section.lines[option]})"
        hint = "Remove one of the two lines."
    raise FileError(path, f"{what}: {_FATAL}", line=number, hint=hint)
