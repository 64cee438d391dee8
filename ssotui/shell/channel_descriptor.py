"""Keeps child processes from inheriting the wrapper's file, if the wrapper passes it as an open file.

Imports almost nothing, because every command calls it.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNEL = "SSOTUI_CHANNEL"  # the variable with the file's path; empty or absent if the wrapper couldn't create one
_LONG = 9  # digits: descriptors never have more


def keep_from_programs(env: Mapping[str, str]) -> None:
    """Make the wrapper's file non-inheritable, because the shell sets every variable that is written to it."""
    number = descriptor_in(env.get(CHANNEL, ""))
    if number is None:
        return
    try:
        os.set_inheritable(number, False)
    except OSError:
        return  # it isn't open: the error is reported when variables are passed


def descriptor_in(path: str) -> int | None:
    """The descriptor that the path names (/dev/fd/N); None for any other path."""
    number = path.removeprefix("/dev/fd/")
    return int(number) if number != path and number.isdecimal() and len(number) < _LONG else None
