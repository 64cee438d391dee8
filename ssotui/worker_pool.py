"""The only threads: daemons, so that leaving the program never waits for the network."""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable


class CancelToken(threading.Event):
    """Set when an answer is no longer wanted; who works waits on it instead of sleeping."""


class WorkerPool:
    """``size`` threads, started at once, that all run ``work(cancel)`` until it returns."""

    def __init__(
        self,
        work: Callable[[CancelToken], object],
        size: int = 1,
        *,
        crashed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """``crashed`` hears, in its thread, of the first bug that a thread dies of; ``wait`` raises it as well."""
        self.cancel = CancelToken()
        self._work = work
        self._crashed = crashed
        self._crash: BaseException | None = None
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(size)]
        for thread in self._threads:
            thread.start()

    @property
    def is_finished(self) -> bool:
        """Nobody works any more."""
        return not any(thread.is_alive() for thread in self._threads)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for ``timeout`` seconds at most (None: to the end); True if all have finished.

        Raises what a thread died of.
        """
        end = None if timeout is None else time.monotonic() + timeout
        for thread in self._threads:
            thread.join(None if end is None else max(end - time.monotonic(), 0))
        if self._crash is not None:
            raise self._crash
        return self.is_finished

    def _run(self) -> None:
        try:
            self._work(self.cancel)
        except BaseException as error:  # noqa: BLE001  raised again by wait(): a thread could only print it
            self.cancel.set()
            if self._crash is None:
                self._crash = error
                if self._crashed is not None:
                    self._crashed(error)


class Alarm:
    """Calls functions when their time has come, in one thread of its own. Thread-safe."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: list[_Due] = []
        self._pool: WorkerPool | None = None

    def set(self, seconds: float, ring: Callable[[], object]) -> Callable[[], None]:
        """Have ``ring`` called in ``seconds``, unless what this returns is called before. ``ring`` must be short."""
        due = _Due(time.monotonic() + seconds, ring)
        with self._changed:
            is_next = not self._due or due < self._due[0]
            heapq.heappush(self._due, due)
            if self._pool is None:
                self._pool = WorkerPool(self._run)
            elif is_next:
                self._changed.notify()
        return due.cancel

    def _run(self, _: CancelToken) -> None:
        while True:
            self._next().ring()

    def _next(self) -> _Due:
        """The first whose time has come."""
        with self._changed:
            while not self._due or self._due[0].moment > time.monotonic():
                self._changed.wait(self._due[0].moment - time.monotonic() if self._due else None)
            return heapq.heappop(self._due)


class _Due:
    """A call, and when it is due."""

    def __init__(self, moment: float, ring: Callable[[], object]) -> None:
        self.moment = moment
        self.ring = ring

    def __lt__(self, other: _Due) -> bool:
        return self.moment < other.moment

    def cancel(self) -> None:
        """Have nothing called when the time comes."""
        self.ring = _nothing


def _nothing() -> None:
    """What is called instead of a call that is cancelled."""
