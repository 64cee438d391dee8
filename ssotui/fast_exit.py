"""Ends the process without Python's clean-up, which takes 100 ms and more once the picker's modules are loaded."""

from __future__ import annotations

import atexit
import os
import sys

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn, TextIO

_LEFT = 130
_last: list[tuple[Callable[[], None], TextIO, TextIO]] = []


def allow(last: Callable[[], None]) -> None:
    """Allow the user to leave at any moment. ``last`` is called before, with stdout and stderr as they are now."""
    _last[:] = [(last, sys.stdout, sys.stderr)]


def is_allowed() -> bool:
    """Whether ``leave`` may be called. It isn't where the commands run within another program."""
    return bool(_last)


def leave() -> NoReturn:
    """End the process as left by the user; in any thread. The terminal must be restored already."""
    for last, sys.stdout, sys.stderr in _last:  # Textual has replaced them
        last()
    end(_LEFT)


def end(code: int) -> NoReturn:
    """End the process. stdout and stderr must be flushed already."""
    atexit._run_exitfuncs()  # noqa: SLF001  the only part of the clean-up that matters: all threads are daemons
    os._exit(code)
