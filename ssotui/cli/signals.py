"""Handles signals that end a command: it cleans up as after Ctrl+C, so that no incomplete file is left."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ssotui import ctrl_z
from ssotui.errors import SsoTuiError

_AGAIN = 1.0  # seconds until the exception is raised again
_REPORT_NOTHING = bool  # for sys.unraisablehook; a function of Python could be interrupted by a signal
_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_ended_by: list[int] = []  # signals


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """In the block, SIGTERM and SIGHUP raise SystemExit with 128 + the signal's number. Ignored signals stay ignored.

    SIGTSTP stops the process once it holds no lock.

    After one of them, or Ctrl+C, errors of destructors aren't reported: the destructor of an object whose construction
    was interrupted fails (``http.client.HTTPResponse``, found with Python 3.13). Neither is an error that Python raises
    instead, where classes are being created: RuntimeError for what is raised in ``__set_name__``, as of Textual's
    classes, TypeError while the enumerations of ``ssl`` are made (both found with Python 3.11).
    """
    before = {number: signal.getsignal(number) for number in _ENDING}
    handled = [number for number in _ENDING if before[number] == signal.SIG_DFL]
    for number in handled:
        signal.signal(number, _leave)
    try:
        with ctrl_z.can_be_delayed():
            yield
    except (KeyboardInterrupt, SystemExit):
        sys.unraisablehook = _REPORT_NOTHING
        raise
    except Exception as error:
        ending = None if isinstance(error, SsoTuiError) else _ending_behind(error)
        if ending is None:
            raise
        sys.unraisablehook = _REPORT_NOTHING
        raise ending from None
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number in handled:
            signal.signal(number, before[number])


@contextmanager
def restored() -> Iterator[None]:
    """After the block, each signal has the handler that it had before. asyncio and Textual set others."""
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None and signal.getsignal(number) != handler:
                signal.signal(number, handler)


def _ending_behind(error: BaseException | None) -> BaseException | None:
    """The signal's exception that led to an error; None if none did."""
    while error is not None:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            return error
        error = error.__cause__ or error.__context__
    return SystemExit(128 + _ended_by[0]) if _ended_by else None


def _leave(number: int, _: FrameType | None) -> None:
    """Raise SystemExit, and again while the process runs, because an exception in a destructor is lost.

    A tick of the held terminal may be pending: an exception for it would interrupt the clean-up.
    """
    begun = time.monotonic()
    _ended_by.append(number)

    def leave_again(*_: object) -> None:
        if time.monotonic() >= begun + _AGAIN:
            raise SystemExit(128 + number)

    sys.unraisablehook = _REPORT_NOTHING
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, leave_again)
        signal.setitimer(signal.ITIMER_REAL, _AGAIN, _AGAIN)
    raise SystemExit(128 + number)
