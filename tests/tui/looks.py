"""A screen as text that can be compared and read: what is written, then in which styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_letters
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.app import App

# What differs from one run to the next, though nothing is different.
_PASSING = (
    (re.compile(r"127\.0\.0\.1:\d{5}"), "127.0.0.1:00000"),
    (re.compile(r"/tmp/ssotui-\w{8}"), "/tmp/ssotui-00000000"),
)

_PIECES = re.compile(r"\x1b\[([0-9;]*)([mHG])|([^\x1b]+)")

Cells = list[list[tuple[str, str]]]


class TextFile(SingleFileSnapshotExtension):
    """Each snapshot in a file of its own."""

    _file_extension = "txt"
    _write_mode = WriteMode.TEXT


def lines_of(app: App[Any]) -> list[list[Segment]]:
    """The screen, line by line, as it goes to the terminal."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]  # noqa: SLF001  # Textual shows it as SVG only


def text_of(app: App[Any]) -> str:
    """What is written on the screen."""
    text = "\n".join("".join(segment.text for segment in line).rstrip() for line in lines_of(app))
    for pattern, instead in _PASSING:
        text = pattern.sub(instead, text)
    return text


def styles_of(app: App[Any]) -> str:
    """A letter for each style with its meaning, and for each line how many columns have which."""
    letters: dict[str, str] = {}
    rows = []
    for line in lines_of(app):
        runs: list[tuple[str, int]] = []
        for segment in line:
            letter = letters.setdefault(described(segment.style), ascii_letters[len(letters) % len(ascii_letters)])
            before = runs.pop() if runs and runs[-1][0] == letter else (letter, 0)
            runs.append((letter, before[1] + segment.cell_length))
        rows.append(" ".join(f"{letter}{length}" for letter, length in runs))
    return "\n".join([*(f"{letter}: {style}" for style, letter in letters.items()), *rows])


def described(style: Style | None) -> str:
    """Attributes and colors in words, without what can't be seen."""
    if style is None:
        return "plain"
    names = ("bold", "dim", "italic", "underline", "reverse")
    attributes = [name for name in names if getattr(style, name)]
    colors = [f"{word}{color.name}" for word, color in (("", style.color), ("on ", style.bgcolor)) if color]
    return " ".join([*attributes, *colors]) or "plain"


def cells(painted: str, width: int, height: int, width_of: Callable[[str], int] = cell_len) -> Cells:
    """(character, its style) of each cell, as a terminal draws it that gives characters the columns ``width_of``."""
    screen = [[("", "")] * width for _ in range(height)]
    x = y = 0
    style = ""
    for match in _PIECES.finditer(painted):
        codes, command, text = match.groups()
        if command == "H":
            y, x = (int(code) - 1 for code in codes.split(";"))
        elif command == "G":
            x = int(codes) - 1
        elif command == "m":
            style = codes if codes not in ("", "0") else ""
        for character in text or "":
            columns = min(width_of(character), width - x)
            if columns:
                screen[y][x : x + columns] = [(character, style), *[("", style)] * (columns - 1)]
            x += columns
    return screen
