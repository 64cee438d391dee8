"""Delays a stop (SIGTSTP, Ctrl+Z) while a lock is held during a request: a stopped process would keep the lock.

A request has a deadline, so the delay is short.
"""

from __future__ import annotations

import os
import signal
import time
from _thread import get_ident
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_LONGEST = 15.0  # seconds that a stop is delayed at most: longer than a request may take
_PAUSE = 0.02
_holders: list[int] = []  # the threads that hold a lock
_pending: list[int] = []  # a stop that comes when the main thread has released its lock


def can_suspend() -> bool:
    """Whether the process is a job of its own, so that a shell can continue it after Ctrl+Z.

    In $(…), or as the child of another program, the terminal would hang.
    """
    return os.getpgrp() == os.getpid() != os.getsid(0)


@contextmanager
def delayed() -> Iterator[Callable[[], None]]:
    """Gives a function to call once the lock is held: from then on, a stop waits until the block has ended.

    The block must release the lock.
    """
    thread = get_ident()
    held = []

    def hold() -> None:
        held.append(thread)
        _holders.append(thread)

    try:
        yield hold
    finally:
        for one in held:
            _holders.remove(one)
        if _pending and not _holders:
            _pending.clear()
            os.kill(os.getpid(), signal.SIGTSTP)


@contextmanager
def can_be_delayed() -> Iterator[None]:
    """In the block, SIGTSTP stops the process as it does by default, but only when no thread holds a lock."""
    number = getattr(signal, "SIGTSTP", None)  # Windows has none
    if number is None or signal.getsignal(number) != signal.SIG_DFL:
        yield
        return
    signal.signal(number, _stop)
    try:
        yield
    finally:
        signal.signal(number, signal.SIG_DFL)


def wait() -> None:
    """Wait until no other thread holds a lock."""
    end = time.monotonic() + _LONGEST
    while _holders and time.monotonic() < end:
        time.sleep(_PAUSE)


def _stop(number: int, _: FrameType | None) -> None:
    if get_ident() in _holders:  # a signal handler runs in the main thread, which could not go on
        _pending[:] = [number]
        return
    wait()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    signal.signal(number, _stop)  # continued
