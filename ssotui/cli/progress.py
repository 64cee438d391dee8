"""A progress bar a session on stderr, redrawn in place and gone at the end."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from ssotui.core.text import plain, shortened

if TYPE_CHECKING:
    from ssotui.actions.ledger import Progress

_CELLS = 10
_NAME = 24


class Bars:
    """Draws on ``stream`` if that is a terminal that can go back up a line, and else does nothing."""

    def __init__(self, stream: TextIO, env: Mapping[str, str]) -> None:
        self._stream = stream
        self._draws = stream.isatty() and env.get("TERM", "") not in ("", "dumb")
        self._lines = 0

    def draw(self, listings: Mapping[str, Progress]) -> None:
        """Replace what was drawn before by the progress of these sessions."""
        if not self._draws:
            return
        width = os.get_terminal_size(self._stream.fileno()).columns - 1
        self.clear()
        for name, progress in listings.items():
            self._stream.write(f"{shortened(bar(name, progress), width)}\n")
        self._lines = len(listings)
        self._stream.flush()

    def clear(self) -> None:
        """Leave nothing behind."""
        if self._lines:
            self._stream.write(f"\x1b[{self._lines}A\r\x1b[J")
            self._lines = 0
            self._stream.flush()


def bar(name: str, progress: Progress) -> str:
    """``acme  ███████░░░  1,204 of 2,000 accounts · 5,980 roles · paced at 18/s``."""
    full = _CELLS * progress.listed // progress.accounts if progress.accounts else 0
    more = "" if progress.knows_all_accounts else "+"
    parts = [
        f"{progress.listed:,} of {progress.accounts:,}{more} accounts",
        f"{progress.roles:,} roles",
        *([f"{progress.failed:,} failed"] if progress.failed else []),
        *([f"paced at {progress.rate:.0f}/s"] if progress.rate else []),
    ]
    return f"{shortened(plain(name), _NAME)}  {'█' * full}{'░' * (_CELLS - full)}  {' · '.join(parts)}"
