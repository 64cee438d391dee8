"""Keeps columns where they are behind characters that terminals disagree about.

Terminals differ in the width of emoji, flags, marks, scripts with conjuncts, new characters, and of what East Asian
terminals draw wide (UAX #11, "Ambiguous"). A name with such characters is drawn last into the blanks of its column.
"""

from __future__ import annotations

import re

from ssotui.tui.rendering.cells import cell_len

_MOVE = re.compile("(\x1b\\[[0-9]+;[0-9]+H)")
# What is drawn in most lines. If a terminal draws it wide, all lines are alike.
_USUAL = "│›▸▾"
_ESCAPE = "(?:\x1b\\[[0-9;:?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\))"
_ESCAPES = f"{_ESCAPE}+"
_LINES = "\u2500-\u259f"  # lines and blocks
# All but what is as wide in every terminal: ASCII, kana, Chinese characters, Korean syllables.
_UNSURE = f"[^\x00-\x7f{_LINES}{_USUAL}\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]"
_COLUMN_END = f"{_ESCAPE}+ (?!›)|  |(?:{_ESCAPE}| )*(?:[{_LINES}]|\\Z)"
_NAME = (  # compiled when it is needed: that takes 1.4 ms
    f"{_ESCAPE}|(?P<name>[^\x00- {_LINES}]?{_UNSURE}(?:(?!{_COLUMN_END})(?:{_ESCAPE}|[^\x1b]))*)"
    f"(?P<blanks>(?:{_ESCAPE}| )*)"
)


def with_fixed_columns(output: str) -> str:
    """The output of a frame, in which each line starts with a move of the cursor to its line and column."""
    if output.isascii():
        return output
    start, *lines = _MOVE.split(output)
    for at in range(1, len(lines), 2):
        unusual = lines[at]
        for character in _USUAL:
            unusual = unusual.replace(character, "")  # faster than a search
        if not unusual.isascii():
            lines[at] = _fixed(lines[at], int(lines[at - 1][:-1].rpartition(";")[2]))
    return "".join((start, *lines))


def _fixed(line: str, column: int) -> str:
    """The line from ``column``, counted from 1 as terminals do."""

    def drawn(found: re.Match[str]) -> str:
        before, name, blanks = line[: found.start()], found["name"], found["blanks"]
        if not name:
            return found[0]
        start, width = column + _width(before), _width(name)
        if not cell_len(name[0]):  # a mark, which must follow its character
            return f"{name}\x1b[{start + width}G{blanks}"
        style = _last_style(before)
        end = f"\x1b[{start + width + _width(blanks)}G{_last_style(name + blanks) or style}"
        return f"{' ' * width}{blanks}\x1b[{start}G{style}{name}{end}"

    return re.sub(_NAME, drawn, line)


def _width(text: str) -> int:
    return cell_len(re.sub(_ESCAPES, "", text))


def _last_style(text: str) -> str:
    """The last escape sequences of the text; they set the whole style."""
    return next(reversed(re.findall(_ESCAPES, text)), "")
