"""A deadline for a whole request: a socket's time-out only limits each wait, so a slow response could take forever.

``http.client`` accepts any number of "100 Continue", and 65,536 bytes for each of 100 header lines. So the socket that
the request waits for is shut down at the deadline, whatever has been received.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from ssotui.worker_pool import Alarm, WorkerPool

_HERE = threading.local()
_ALARM = Alarm()
_GRACE = 0.5  # seconds that a request gets to notice that its time is over
T = TypeVar("T")


class Deadline:
    """The deadline for a request of this thread, and whether it has passed."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()

    def watch(self, connection: socket.socket) -> None:
        """Shut the socket ``connection`` down at the deadline."""
        with self._lock:
            self._sockets.append(connection)
        if self.is_over:
            self.expire()

    def expire(self) -> None:
        """End the wait for a response: reading then gives the end of the connection."""
        self.is_over = True
        with self._lock:
            for connection in self._sockets:
                with suppress(OSError):
                    # Not SSLSocket's shutdown, which first drops the TLS session.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def finish(self) -> None:
        """Stop watching after the response or an error: the socket may be reused."""
        with self._lock:
            self._sockets.clear()


def timed(exchange: Callable[[Deadline], T], seconds: float, url: str) -> T:
    """Send one request to ``url`` and read its response, in ``seconds``. Raises what ``exchange`` raises.

    While the system looks up a host, neither a signal nor a deadline gets through. So the main thread, which has to
    handle signals, waits for another thread, and gives up a request that is stuck. That one then sends nothing more.
    """
    deadline = Deadline(seconds)
    if threading.current_thread() is not threading.main_thread():
        return _timed(exchange, deadline, seconds)
    found: list[T] = []
    pool = WorkerPool(lambda _: found.append(_timed(exchange, deadline, seconds)))
    try:
        if pool.wait(seconds + _GRACE):
            return found[0]
    finally:
        deadline.expire()
    from botocore.exceptions import ConnectTimeoutError

    raise ConnectTimeoutError(endpoint_url=url)


def _timed(exchange: Callable[[Deadline], T], deadline: Deadline, seconds: float) -> T:
    _HERE.deadline = deadline
    cancel = _ALARM.set(seconds, deadline.expire)
    try:
        return exchange(deadline)
    finally:
        cancel()
        deadline.finish()
        _HERE.deadline = None


def watch(connection: socket.socket | None) -> None:
    """Shut ``connection`` down at the deadline of this thread's request, if there is one."""
    deadline: Deadline | None = getattr(_HERE, "deadline", None)
    if deadline is not None and connection is not None:
        deadline.watch(connection)
