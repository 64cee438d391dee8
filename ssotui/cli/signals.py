"""Signals that end a command: it unwinds as after Ctrl+C, so that nothing half-written stays behind."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 1.0  # seconds
_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Within it SIGTERM and SIGHUP raise SystemExit, with 128 + the signal's number; what is ignored stays so.

    After one of them, or Ctrl+C, the interpreter reports no destructor that fails: an object whose construction was
    interrupted (``http.client.HTTPResponse``, seen with Python 3.13) can't close what it doesn't have yet.
    """
    before = {number: signal.getsignal(number) for number in _ENDING}
    wanted = [number for number in _ENDING if before[number] == signal.SIG_DFL]
    for number in wanted:
        signal.signal(number, _leave)
    try:
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
    """What is raised while a destructor runs is lost: so it is raised again, as long as we are still here."""

    def leave(*_: object) -> None:
        raise SystemExit(128 + number)

    sys.unraisablehook = _ignore
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, leave)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
    leave()
