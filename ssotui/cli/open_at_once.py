"""Holds the terminal before anything slow is imported for the picker; opens the picker for ``ssotui`` alone."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from ssotui.cli import streams

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WITHOUT_CURSOR = ("", "dumb")  # terminals in which the picker can't open


def open_picker(env: Mapping[str, str], *, debug: bool) -> int:
    """As ``pick.open_picker`` without a query."""
    with holding(env):
        from ssotui.cli import pick

        return pick.open_picker("", env, debug=debug)


@contextmanager
def holding(env: Mapping[str, str]) -> Iterator[None]:
    """In the block the terminal is held, if the picker can open."""
    if sys.platform == "win32" or streams.input_is_closed() or env.get("TERM", "") in _WITHOUT_CURSOR:
        yield
        return
    from ssotui.cli.signals import ending_cleanly
    from ssotui.tui.held_terminal import HeldTerminal

    with ending_cleanly(), HeldTerminal():
        yield
