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
from ssotui.errors import Cancelled, SsoTuiError

PATH = "/oauth/callback"
_HOST = "127.0.0.1"
_LOOK = 0.05  # seconds between two checks for cancellation
_LONGEST = 65_536  # bytes of a request's head, which has the cookies of every server ever run on 127.0.0.1
_PATIENCE = 10.0  # seconds to wait for a complete request
_NO_MORE_FILES = (errno.EMFILE, errno.ENFILE)
_MOST = 128  # connections at once: half of the files that a process may open on macOS


@dataclass(slots=True)
class _Guest:
    """One connection, and the bytes received on it."""

    line: socket.socket
    until: float
    head: bytes = field(default=b"", repr=False)


class LoopbackCallback(Callback):
    """Listens from its creation until ``close``. Not thread-safe."""

    def __init__(self, port: int = 0) -> None:
        """``port`` 0 takes any free port. Raises SsoTuiError if the port can't be opened."""
        self._door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._door.bind((_HOST, port))
            self._door.listen()
        except (OSError, OverflowError) as error:
            self._door.close()
            what = f"Port {port} of {_HOST} is in use or blocked" if port else f"Can't listen on any port of {_HOST}"
            raise SsoTuiError(f"{what}.", hint="Sign in with a code instead.") from error
        self._door.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._door, selectors.EVENT_READ)
        self._guests: dict[object, _Guest] = {}

    @property
    def redirect_uri(self) -> str:
        return f"http://{_HOST}:{self._door.getsockname()[1]}{PATH}"

    def wait(self, state: str, cancel: CancelToken, seconds: float) -> str | None:
        """The authorization code that came with ``state``; "" if the user denied access, None after ``seconds``.

        Any other request gets a page, and the wait goes on. Raises Cancelled.
        """
        end = time.monotonic() + seconds
        while not cancel.is_set():
            now = time.monotonic()
            if now >= end:
                return None
            heard = [key.fileobj for key, _ in self._selector.select(min(_LOOK, end - now))]
            for line in heard:
                guest = self._guests.get(line)  # None for the listening socket
                code = self._hear(guest, state) if guest else None
                if code is not None:
                    return code
            if self._door in heard:  # last, because accepting a connection may close another one
                self._let_in(now)
            self._send_away([guest for guest in self._guests.values() if guest.until < now])
        raise Cancelled

    def close(self) -> None:
        self._send_away(list(self._guests.values()))
        self._selector.close()
        self._door.close()

    def _hear(self, guest: _Guest, state: str) -> str | None:
        try:
            received = guest.line.recv(_LONGEST)
        except OSError:
            received = b""
        guest.head += received
        whole = b"\r\n\r\n" in guest.head
        if not whole and received and len(guest.head) < _LONGEST:
            return None
        code, page = judged(guest.head if whole else b"", state, self._door.getsockname()[1])
        _answer(guest.line, page)
        self._send_away([guest])
        return code

    def _let_in(self, now: float) -> None:
        if len(self._guests) >= _MOST:
            self._send_away_oldest()
        try:
            line, _ = self._door.accept()
        except OSError as error:
            if error.errno in _NO_MORE_FILES:
                self._send_away_oldest()
            return  # or the client has closed the connection
        line.setblocking(False)
        self._guests[line] = _Guest(line, now + _PATIENCE)
        self._selector.register(line, selectors.EVENT_READ)

    def _send_away_oldest(self) -> None:
        if self._guests:
            self._send_away([min(self._guests.values(), key=lambda guest: guest.until)])

    def _send_away(self, guests: list[_Guest]) -> None:
        for guest in guests:
            self._selector.unregister(guest.line)
            del self._guests[guest.line]
            guest.line.close()


def judged(head: bytes, state: str, port: int) -> tuple[str | None, bytes]:
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


def _answer(line: socket.socket, page: bytes) -> None:
    """Send the page without waiting. It fits into every socket's buffer."""
    try:
        line.sendall(page)
        line.shutdown(socket.SHUT_WR)
    except OSError:
        return
