"""Renders the progress of listings: beside a session in its row, and of all sessions in the bottom line.

What doesn't fit is left out in this order: half of the bar and the word "accounts", the time left, who slows it, the
speed, the bar, that it is slowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ssotui.core.listing_progress import BY_AWS, Progress, total
from ssotui.core.printable import printable
from ssotui.core.session_status import State
from ssotui.tui.rendering.styled_text import StyledText, width_of

_LONG, _SHORT = 10, 6  # columns of a bar
_LEAST_ACCOUNTS = 2  # a listing of one account ends before a bar is seen
_BETWEEN = "  │  "


def listing_forms(state: State, progress: Progress | None) -> Iterator[StyledText]:
    """The forms of a session's listing beside the number of its accounts, the longest first.

    Under way, with a progress bar.
    """
    if progress is None or progress.accounts < _LEAST_ACCOUNTS or not state.beside_bar:
        for words in state.in_row or (state.words,):
            yield [(printable(f"{state.sign} {words}".strip()), state.tone)]
    else:
        for columns, words in _forms(state.beside_bar, progress):
            yield [*_bar(progress.share, columns), (words, state.tone)]


def progress_line(listings: Mapping[str, Progress], width: int) -> StyledText:
    """All listings in one line: each if there is space, else their total."""
    if not listings:
        return []
    forms = zip(*(list(_forms(one.counted, one)) for one in listings.values()), strict=True)
    lines = [_joined([*listings], form, [*listings.values()]) for form in forms]
    if len(listings) > 1:
        every = total(listings.values())
        lines = lines[:2] + [
            _joined([f"{len(listings)} sessions"], [form], [every]) for form in _forms(every.counted, every)
        ]
    return next((line for line in lines if width_of(line) <= width), lines[-1])


def _joined(names: Sequence[str], forms: Sequence[tuple[int, str]], listings: Sequence[Progress]) -> StyledText:
    line: StyledText = []
    for name, (columns, words), progress in zip(names, forms, listings, strict=True):
        line += [(_BETWEEN, "rest")] if line else []
        bar = _bar(progress.share, columns) if progress.accounts else []
        line += [(f"{printable(name)}  ", "words"), *bar, (words, "words")]
    return line


def _forms(counted: str, progress: Progress) -> Iterator[tuple[int, str]]:
    """(columns of the bar, words), the longest form first."""
    short = counted.replace(" accounts", "").replace(" account", "")
    yield _LONG, _words(counted, progress.pace, progress.time_left)
    yield _SHORT, _words(short, progress.pace, progress.time_left)
    yield _SHORT, _words(short, progress.pace)
    yield _SHORT, _words(short, progress.pace.removesuffix(BY_AWS))
    for slowed in ("slowed" if progress.rate else "", ""):
        yield _SHORT, _words(short, slowed)
        yield 0, _words(short, slowed)


def _words(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _bar(share: float, columns: int) -> StyledText:
    """Heavy and light lines, which differ without color, too."""
    if not columns:
        return []
    full = int(share * columns)
    return [("━" * full, "done"), ("─" * (columns - full) + " ", "rest")]
