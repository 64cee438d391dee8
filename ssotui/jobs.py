"""The only threads: daemons, so that leaving the program never waits for the network."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class CancelToken(threading.Event):
    """Set when an answer is no longer wanted; who works waits on it instead of sleeping."""


class Crew:
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
