"""From a key to the last byte of its frame on a pseudo-terminal, as a user sees it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.homes import SSOTUI, Home, Homes
from tests.benchmarks.measures import Row, median, p95
from tests.benchmarks.terminals import painting

_QUERIES = ("prod adm", "read net 1", "secdev", "'billing !prod")
_BACKSPACE, _CLEAR, _DOWN, _PAGE_DOWN, _PAGE_UP = "\x7f", "\x15", "\x1b[B", "\x1b[6~", "\x1b[5~"
_MOVES = 30
_SYNCHRONIZED = "\x1b[?2026;2$y"  # a terminal's answer: it draws a frame at once (DECRPM of mode 2026)
_SETTLED = 2.0  # seconds after the first frame


def rows(homes: Homes) -> Iterator[Row]:
    few, many = _taken(homes.cached(500)), _taken(homes.cached(5_000))
    floor = (
        "typing, erasing, moving and paging; Textual's frame of 40 lines, and the filter; the terminal takes no time"
    )
    yield Row("key to the last byte of its frame, 500 accounts: median", 12, median(few), "ms", floor)
    yield Row("… the slowest twentieth", 20, p95(few), "ms (p95)", floor)
    yield Row("… over 25,000 roles", 24, p95(many), "ms (p95)", floor)


def _taken(home: Home) -> list[float]:
    with painting(SSOTUI, home.env) as program:
        program.until("type to find")
        program.press(_SYNCHRONIZED)
        program.watch(_SETTLED)
        taken = [program.repaint(key) for key in _keys()]
    return [seconds * 1000 for seconds in taken if seconds is not None]


def _keys() -> Iterator[str]:
    for query in _QUERIES:
        yield from (*query, *[_BACKSPACE] * len(query), *query, _CLEAR)
    yield from (*[_DOWN] * _MOVES, *[_PAGE_DOWN, _PAGE_UP] * (_MOVES // 3))
