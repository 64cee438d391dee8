"""The loopback listener to which the browser is redirected after a sign-in (RFC 8252, section 7.3).

It listens on 127.0.0.1 only. One thread serves all connections at once, because browsers open some that they never use.
Every user of the machine can connect, so only a request with the ``state`` of this sign-in ends the wait.
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import parse_qs

from ssotui.aws import callback_page
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.ports.sign_in_services import Callback
from ssotui.errors import Canceled, SsoTuiError

PATH = "/oauth/callback"
_HOST = "127.0.0.1"
_LOOK = 0.05  # seconds between two checks for cancellation
_LONGEST = 65_536  # bytes of a request's head, which has the cookies of every server ever run on 127.0.0.1
_PATIENCE = 10.0  # seconds to wait for a complete request
_NO_MORE_FILES = (errno.EMFILE, errno.ENFILE)
_MOST = 128  # connections at once: half of the files that a process may open on macOS


@dataclass(slots=True)
class _Connection:
    """One connection, and the bytes received on it."""

    sock: socket.socket
    deadline: float  # monotonic seconds
    head: bytes = field(default=b"", repr=False)


class LoopbackCallback(Callback):
    """Listens from its creation until ``close``. Not thread-safe."""

    def __init__(self, port: int = 0) -> None:
        """``port`` 0 takes any free port. Raises SsoTuiError if the port can't be opened."""
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._listener.bind((_HOST, port))
            self._listener.listen()
        except (OSError, OverflowError) as error:
            self._listener.close()
            what = f"Port {port} of {_HOST} is in use or blocked" if port else f"Can't listen on any port of {_HOST}"
            raise SsoTuiError(f"{what}.", hint="Sign in with a code instead.") from error
        self._listener.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._connections: dict[object, _Connection] = {}

    @property
    def redirect_uri(self) -> str:
        return f"http://{_HOST}:{self._listener.getsockname()[1]}{PATH}"

    def wait(self, state: str, cancel: CancelToken, seconds: float) -> str | None:
        """The authorization code that came with ``state``; "" if the user denied access, None after ``seconds``.

        Any other request gets a page, and the wait goes on. Raises Canceled.
        """
        end = time.monotonic() + seconds
        while not cancel.is_set():
            now = time.monotonic()
            if now >= end:
                return None
            ready = [key.fileobj for key, _ in self._selector.select(min(_LOOK, end - now))]
            for sock in ready:
                connection = self._connections.get(sock)  # None for the listening socket
                code = self._receive(connection, state) if connection else None
                if code is not None:
                    return code
            if self._listener in ready:  # last, because accepting a connection may close another one
                self._accept(now)
            self._close_connections(
                [connection for connection in self._connections.values() if connection.deadline < now]
            )
        raise Canceled

    def close(self) -> None:
        self._close_connections(list(self._connections.values()))
        self._selector.close()
        self._listener.close()

    def _receive(self, connection: _Connection, state: str) -> str | None:
        try:
            received = connection.sock.recv(_LONGEST)
        except OSError:
            received = b""
        connection.head += received
        whole = b"\r\n\r\n" in connection.head
        if not whole and received and len(connection.head) < _LONGEST:
            return None
        code, page = respond_to(connection.head if whole else b"", state, self._listener.getsockname()[1])
        _answer(connection.sock, page)
        self._close_connections([connection])
        return code

    def _accept(self, now: float) -> None:
        if len(self._connections) >= _MOST:
            self._close_oldest()
        try:
            sock, _ = self._listener.accept()
        except OSError as error:
            if error.errno in _NO_MORE_FILES:
                self._close_oldest()
            return  # or the client has closed the connection
        sock.setblocking(False)
        self._connections[sock] = _Connection(sock, now + _PATIENCE)
        self._selector.register(sock, selectors.EVENT_READ)

    def _close_oldest(self) -> None:
        if self._connections:
            self._close_connections([min(self._connections.values(), key=lambda connection: connection.deadline)])

    def _close_connections(self, connections: list[_Connection]) -> None:
        for connection in connections:
            self._selector.unregister(connection.sock)
            del self._connections[connection.sock]
            connection.sock.close()


def respond_to(head: bytes, state: str, port: int) -> tuple[str | None, bytes]:
    """The result of ``wait``, None to go on waiting; and the page to respond with."""
    method, target, host = _request(head)
    path, _, asked = target.partition("?")
    if method != "GET" or path != PATH or host != f"{_HOST}:{port}":
        return None, callback_page.NOT_HERE
    query = {name: values[0] for name, values in parse_qs(asked).items() if len(values) == 1}
    if not compare_digest(query.get("state", "").encode(), state.encode()):
        return None, callback_page.NOT_OURS
    if "error" in query:
        return "", callback_page.DENIED
    code = query.get("code", "")
    return (code, callback_page.DONE) if code else (None, callback_page.NOT_HERE)


def _request(head: bytes) -> tuple[str, str, str]:
    """Method, target and host of a request; three "" for anything else."""
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    hosts = [line.partition(":")[2].strip() for line in lines[1:] if line.lower().startswith("host:")]
    if len(words) != 3 or len(hosts) != 1 or not words[1].startswith("/"):  # noqa: PLR2004  method, target, version
        return "", "", ""
    return words[0], words[1], hosts[0]


def _answer(sock: socket.socket, page: bytes) -> None:
    """Send the page without waiting. It fits into every socket's buffer."""
    try:
        sock.sendall(page)
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        return
