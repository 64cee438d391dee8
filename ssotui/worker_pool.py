"""The only threads of the program. They are daemons, so that it exits without waiting for the network."""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable

from ssotui.errors import SsoTuiError


class WorkerPool:
    """``size`` threads that run ``work(cancel)`` until it returns. Started at once.

    ``cancel`` is set when the result is no longer wanted: the work waits on it instead of sleeping.
    """

    def __init__(
        self,
        work: Callable[[threading.Event], object],
        size: int = 1,
        *,
        crashed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """``crashed`` is called in its thread with the first unexpected exception; ``wait`` raises it, too.

        Where the system gives fewer threads than ``size``, those do the work. Raises SsoTuiError if it gives none.
        """
        self.cancel = threading.Event()
        self._work = work
        self._crashed = crashed
        self._crash: BaseException | None = None
        threads = [threading.Thread(target=self._run, daemon=True) for _ in range(size)]
        self._threads = [thread for thread in threads if _is_started(thread)]
        if not self._threads:
            raise SsoTuiError(
                "No thread can be started: your processes or your memory have reached a limit.",
                hint="End other programs, or raise the limit: ulimit -a",
            )

    @property
    def is_finished(self) -> bool:
        """Whether all threads have finished."""
        return not any(thread.is_alive() for thread in self._threads)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for at most ``timeout`` seconds (None: without limit); True if all threads have finished.

        Raises the exception that ended a thread.
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
        except BaseException as error:  # noqa: BLE001  wait() raises it again
            self.cancel.set()
            if self._crash is None:
                self._crash = error
                if self._crashed is not None:
                    self._crashed(error)


def _is_started(thread: threading.Thread) -> bool:
    try:
        thread.start()
    except RuntimeError:  # "can't start new thread", of pthread_create's EAGAIN
        return False
    return True


class Alarm:
    """Timers: calls functions at set times in one thread. Thread-safe."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: list[_Due] = []
        self._pool: WorkerPool | None = None

    def set(self, seconds: float, ring: Callable[[], object]) -> Callable[[], None]:
        """Call ``ring`` in ``seconds``; the returned function cancels that. ``ring`` must be short."""
        due = _Due(time.monotonic() + seconds, ring)
        with self._changed:
            is_next = not self._due or due < self._due[0]
            heapq.heappush(self._due, due)
            if self._pool is None:
                self._pool = WorkerPool(self._run)
            elif is_next:
                self._changed.notify()
        return due.cancel

    def _run(self, _: threading.Event) -> None:
        while True:
            self._next().ring()

    def _next(self) -> _Due:
        """Wait for the next call that is due."""
        with self._changed:
            while not self._due or self._due[0].moment > time.monotonic():
                self._changed.wait(self._due[0].moment - time.monotonic() if self._due else None)
            return heapq.heappop(self._due)


class _Due:
    """A call, and the time when it is due."""

    def __init__(self, moment: float, ring: Callable[[], object]) -> None:
        self.moment = moment
        self.ring = ring

    def __lt__(self, other: _Due) -> bool:
        return self.moment < other.moment

    def cancel(self) -> None:
        """Replace the call, so that nothing is called."""
        self.ring = _nothing


def _nothing() -> None:
    """Replaces a canceled call."""
