"""One deadline for a whole request: time-outs of sockets only limit each silence, and an answer can drip for ever.

``http.client`` takes any number of "100 Continue" and 65,536 bytes for each of 100 header lines. So the socket that a
request waits on is shut down when its time is over, whatever has come by then.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from botocore.awsrequest import AWSHTTPConnection, AWSHTTPConnectionPool, AWSHTTPSConnection, AWSHTTPSConnectionPool
from botocore.httpsession import URLLib3Session

from ssotui.worker_pool import Alarm

_HERE = threading.local()
_ALARM = Alarm()


class Deadline:
    """When a request of this thread must be over, and whether it was not."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()

    def watch(self, line: socket.socket) -> None:
        """Shut ``line`` down when the time is over."""
        with self._lock:
            self._sockets.append(line)
        if self.is_over:
            self.expire()

    def expire(self) -> None:
        """End every wait for an answer: it reads the end of the connection."""
        self.is_over = True
        with self._lock:
            for line in self._sockets:
                with suppress(OSError):
                    socket.socket.shutdown(line, socket.SHUT_RDWR)  # not SSLSocket's, which drops its session first

    def finish(self) -> None:
        """The answer is there, or will never be: its socket may serve others."""
        with self._lock:
            self._sockets.clear()


@contextmanager
def within(seconds: float) -> Iterator[Deadline]:
    """Limit the request that this thread makes in the block."""
    deadline = Deadline(seconds)
    _HERE.deadline = deadline
    cancel = _ALARM.set(seconds, deadline.expire)
    try:
        yield deadline
    finally:
        cancel()
        deadline.finish()
        _HERE.deadline = None


def limit(session: URLLib3Session) -> URLLib3Session:
    """Have the session's connections keep to ``within``."""
    pools: dict[str, type] = vars(session)["_pool_classes_by_scheme"]  # botocore has no public way to say it
    pools.update(http=_Pool, https=_TlsPool)
    return session


def _watch(connection: AWSHTTPConnection | AWSHTTPSConnection) -> None:
    deadline: Deadline | None = getattr(_HERE, "deadline", None)
    line = connection.sock
    if deadline is not None and line is not None:
        deadline.watch(line)


class _Connection(AWSHTTPConnection):
    def getresponse(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  botocore's own
        _watch(self)
        return super().getresponse(*args, **kwargs)


class _TlsConnection(AWSHTTPSConnection):
    def _tunnel(self) -> None:
        _watch(self)  # http.client takes any number of headers from a proxy, too
        super()._tunnel()

    def getresponse(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  botocore's own
        _watch(self)
        return super().getresponse(*args, **kwargs)


class _Pool(AWSHTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(AWSHTTPSConnectionPool):
    ConnectionCls = _TlsConnection
