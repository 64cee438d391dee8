"""The private file that the wrapper made, where it passes that as an open file: it is for us alone.

Imports next to nothing, for every command looks at it.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # what mypy takes for typing's own; importing that costs as much as Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNEL = "SSOTUI_CHANNEL"  # the variable that names the file; empty or absent if the wrapper could make none
_LONG = 9  # digits: no system numbers descriptors with more


def keep_from_programs(env: Mapping[str, str]) -> None:
    """No program that we start inherits the wrapper's open file: what is written there, the shell takes over."""
    number = open_file(env.get(CHANNEL, ""))
    if number is None:
        return
    try:
        os.set_inheritable(number, False)
    except OSError:
        return  # it isn't open: that is told when something is to be handed over


def open_file(path: str) -> int | None:
    """The descriptor that the path names, if it names one."""
    number = path.removeprefix("/dev/fd/")
    return int(number) if number != path and number.isdecimal() and len(number) < _LONG else None
