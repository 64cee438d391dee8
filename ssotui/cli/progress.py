"""Progress bars on stderr, one for each session, redrawn in place and erased at the end."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui.cli import streams
from ssotui.core.printable import printable, shortened

if TYPE_CHECKING:
    from ssotui.core.listing_progress import Progress

_CELLS = 10
_NAME = 24


class Bars:
    """Draws on stderr if it is a terminal that can move the cursor up; otherwise draws nothing."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._draws = sys.stderr.isatty() and env.get("TERM", "") not in ("", "dumb")
        self._lines = 0

    def draw(self, listings: Mapping[str, Progress]) -> None:
        """Redraw the bars with the progress of these sessions."""
        if not self._draws:
            return
        width = streams.terminal_size().columns - 1
        shown = [shortened(line, width) + "\n" for line in bars(listings)]
        back, self._lines = self._back(), len(shown)
        streams.tell(back + "".join(shown))

    def clear(self) -> None:
        """Erase the bars."""
        if self._lines:
            streams.tell(self._back())
            self._lines = 0

    def _back(self) -> str:
        """The escape sequence that erases the lines drawn last."""
        return f"\x1b[{self._lines}A\r\x1b[J" if self._lines else ""


def bars(listings: Mapping[str, Progress]) -> list[str]:
    """A line for each session: ``acme  ██████░░░░  1,204 of 2,000 accounts · 5,980 roles · slowed to 18/s by AWS``."""
    names = [shortened(printable(name), _NAME) for name in listings]
    widest = max(map(len, names), default=0)
    return [f"{name:<{widest}}  {_bar(one)}" for name, one in zip(names, listings.values(), strict=True)]


def _bar(progress: Progress) -> str:
    full = _CELLS * progress.listed // progress.accounts if progress.accounts else 0
    return f"{'█' * full}{'░' * (_CELLS - full)}  {_words(progress)}"


def _words(progress: Progress) -> str:
    if not progress.accounts and not progress.knows_all_accounts:
        return "loading accounts"
    more = "" if progress.knows_all_accounts else "+"
    parts = [f"{progress.listed:,} of {progress.accounts:,}{more} accounts", f"{progress.roles:,} roles"]
    if progress.failed:
        parts.append(f"{progress.failed:,} failed")
    if progress.rate:
        parts.append(progress.pace)
    return " · ".join(parts)
