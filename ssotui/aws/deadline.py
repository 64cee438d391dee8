"""A deadline for a whole request: a socket's time-out only limits each wait, so a slow response could take forever.

``http.client`` accepts any number of "100 Continue", and 65,536 bytes for each of 100 header lines. So the socket that
the request waits for is shut down at the deadline, whatever has been received.
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
    """The deadline for a request of this thread, and whether it has passed."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()

    def watch(self, line: socket.socket) -> None:
        """Shut the socket ``line`` down at the deadline."""
        with self._lock:
            self._sockets.append(line)
        if self.is_over:
            self.expire()

    def expire(self) -> None:
        """End the wait for a response: reading then gives the end of the connection."""
        self.is_over = True
        with self._lock:
            for line in self._sockets:
                with suppress(OSError):
                    socket.socket.shutdown(
                        line, socket.SHUT_RDWR
                    )  # not SSLSocket's shutdown, which first drops the TLS session

    def finish(self) -> None:
        """Stop watching after the response or an error: the socket may be reused."""
        with self._lock:
            self._sockets.clear()


@contextmanager
def within(seconds: float) -> Iterator[Deadline]:
    """Limit the request that this thread makes in the block to ``seconds``."""
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
    """Make the session's connections obey ``within``."""
    pools: dict[str, type] = vars(session)["_pool_classes_by_scheme"]  # botocore has no public API for it
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
        _watch(self)  # http.client also accepts any number of headers from a proxy
        super()._tunnel()

    def getresponse(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  botocore's own
        _watch(self)
        return super().getresponse(*args, **kwargs)


class _Pool(AWSHTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(AWSHTTPSConnectionPool):
    ConnectionCls = _TlsConnection
