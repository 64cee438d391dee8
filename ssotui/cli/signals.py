"""Handles signals that end a command: it cleans up as after Ctrl+C, so that no incomplete file is left."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ssotui import stops

_AGAIN = 1.0  # seconds until the exception is raised again
_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """In the block, SIGTERM and SIGHUP raise SystemExit with 128 + the signal's number. Ignored signals stay ignored.

    SIGTSTP stops the process once it holds no lock.

    After one of them, or Ctrl+C, errors of destructors aren't reported: the destructor of an object whose construction
    was interrupted fails (``http.client.HTTPResponse``, found with Python 3.13).
    """
    before = {number: signal.getsignal(number) for number in _ENDING}
    wanted = [number for number in _ENDING if before[number] == signal.SIG_DFL]
    for number in wanted:
        signal.signal(number, _leave)
    try:
        with stops.can_be_delayed():
            yield
    except (KeyboardInterrupt, SystemExit):
        sys.unraisablehook = _ignore
        raise
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number in wanted:
            signal.signal(number, before[number])


def _ignore(_: object) -> None:
    """Report nothing."""


def _leave(number: int, _: FrameType | None) -> None:
    """Raise SystemExit, and again while the process runs, because an exception in a destructor is lost."""

    def leave(*_: object) -> None:
        raise SystemExit(128 + number)

    sys.unraisablehook = _ignore
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, leave)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
    leave()
