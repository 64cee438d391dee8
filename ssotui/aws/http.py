"""The one line to AWS: every request goes out here, and every answer comes within limits of time and size.

Redirects are not followed: what a request carries is for the host that it was made for.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ssotui.core.network_settings import origin
from ssotui.core.sign_in.start_url_faults import LOOPBACK
from ssotui.errors import FileError

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
    from botocore.httpsession import URLLib3Session

    from ssotui.aws.deadline import Deadline

_PIECE = 65_536
_LARGEST = 32_000_000  # bytes: the longest that AWS gives, 100 accounts, are 30,000
_LINES = 10  # connections, unless it is said how many


class Patience(NamedTuple):
    """Seconds until a host counts as unreachable, a silence as final, and a whole request as lost."""

    connect: float = 3
    read: float = 10
    whole: float = 10


USUAL = Patience()


class Http:
    """The line for one environment: its CA bundle, and the process's proxies. Thread-safe, connections are kept."""

    def __init__(self, env: Mapping[str, str], patience: Patience = USUAL, connections: int = _LINES) -> None:
        self._env = env
        self._patience = patience
        self._connections = connections
        self._lock = threading.Lock()
        self._sessions: dict[str, URLLib3Session] = {}
        self._here = threading.local()

    @contextmanager
    def answering(self, answer: AWSResponse) -> Iterator[None]:
        """Within it no request of this thread is sent: it has been, and this is what came."""
        self._here.answer = answer
        try:
            yield
        finally:
            self._here.answer = None

    def ask(self, request: AWSRequest) -> AWSResponse:
        """The same as ``send``, for a request that no client has made."""
        return self.send(request.prepare())

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        """The whole answer. Raises one of faults.FAULTS; FileError for a CA bundle that isn't there."""
        from botocore.awsrequest import AWSResponse

        known: AWSResponse | None = getattr(self._here, "answer", None)
        if known is not None:
            return known
        from ssotui.aws.deadline import within

        begun = time.monotonic()
        request.stream_output = True  # the body is read below, where it can be cut short
        try:
            with within(self._patience.whole) as deadline:
                answer, body = self._exchange(request, deadline)
        except Exception as error:
            _log(request, type(error).__name__, begun)
            raise
        _log(request, answer.status_code, begun)
        headers: Any = answer.headers  # what it was made from, for the stubs
        return AWSResponse(answer.url, answer.status_code, headers, _Read(body))

    def _exchange(self, request: AWSPreparedRequest, deadline: Deadline) -> tuple[AWSResponse, bytes]:
        from botocore.exceptions import HTTPClientError, ReadTimeoutError

        try:
            answer = self._session(request.url).send(request)
            return answer, b"" if request.method == "HEAD" else self._body(request, answer)
        except HTTPClientError as error:
            if deadline.is_over:  # the connection was cut by us
                raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
            raise

    def close(self) -> None:
        """Close the connections that are kept; a later request opens its own."""
        with self._lock:
            sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            session.close()

    def _session(self, url: str) -> URLLib3Session:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        made = self._sessions.get(place)
        if made is not None:
            return made
        with self._lock:
            if place not in self._sessions:
                self._sessions[place] = self._make(url)
            return self._sessions[place]

    def _make(self, url: str) -> URLLib3Session:
        from botocore.httpsession import URLLib3Session
        from botocore.utils import get_environ_proxies

        from ssotui.aws.deadline import limit

        check_key_log()
        session = URLLib3Session(
            verify=ca_bundle(self._env) or True,  # type: ignore[arg-type]  # a path is fine: botocore's client gives one
            # No proxy gets what is for this machine: it would read a token that goes there by http.
            proxies={} if urlsplit(url).hostname in LOOPBACK else get_environ_proxies(url),
            timeout=self._patience[:2],  # type: ignore[arg-type]  # botocore's client gives a pair as well
            max_pool_connections=self._connections,
        )
        return limit(session)

    def _body(self, request: AWSPreparedRequest, answer: AWSResponse) -> bytes:
        from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
        from botocore.parsers import ResponseParserError
        from urllib3 import exceptions

        body = bytearray()
        try:
            for piece in _pieces(answer.raw):
                body += piece
                if len(body) > _LARGEST:
                    answer.raw.close()
                    raise ResponseParserError("The response is too large.")
        except exceptions.ReadTimeoutError as error:
            raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
        except (exceptions.HTTPError, OSError) as error:
            raise ConnectionClosedError(endpoint_url=request.url, request=request, error=error) from error
        # botocore takes half of an answer for the whole: urllib3 is told not to count.
        if len(body) < _promised(answer):
            raise ResponseParserError("The response was cut off.")
        return bytes(body)


def _log(request: AWSPreparedRequest, outcome: object, begun: float) -> None:
    """Without query, headers and body: these have tokens and keys."""
    import logging  # loaded with botocore

    parts = urlsplit(request.url)
    place = f"{parts.scheme}://{parts.netloc}{parts.path}"
    logging.getLogger("ssotui").debug("%s %s %s %.3f s", request.method, place, outcome, time.monotonic() - begun)


class _Read:
    """What AWSResponse reads a body from, read already."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self._body


def _pieces(raw: Any) -> Iterator[bytes]:  # noqa: ANN401  botocore doesn't type it
    """As they come: ``read`` waits until a piece is full, however slowly; urllib3 1 has nothing else."""
    read = getattr(raw, "read1", raw.read)
    while piece := read(_PIECE):
        yield piece
    raw.release_conn()


def _promised(answer: AWSResponse) -> int:
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and "Transfer-Encoding" not in answer.headers else 0


def ca_bundle(env: Mapping[str, str]) -> str | None:
    """The file of trusted certificates that ``env`` names, if it names one. Raises FileError."""
    for name in ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        path = env.get(name)
        if path:
            fault = _fault_of(path)
            if fault:
                raise FileError(
                    path,
                    f"{fault}, but {origin(env, name)} is set to it",
                    hint=f"Correct {origin(env, name)}, or remove it to use the default CA certificates.",
                )
            return path
    return None


def _fault_of(path: str) -> str:
    """Why it is no file of certificates; a pipe would hold us until somebody writes to it."""
    if not os.path.exists(path):  # noqa: PTH110  pathlib raises where the folder may not be read
        return "doesn't exist"
    return "" if os.path.isfile(path) else "is not a file"  # noqa: PTH113  as above


def check_key_log() -> None:
    """Python's ssl opens the file that SSLKEYLOGFILE names, whoever makes a connection. Raises FileError."""
    path = os.environ.get("SSLKEYLOGFILE")
    if not path:
        return
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0), 0o600))
    except OSError as error:
        what = f"can't be written ({error.strerror}), but SSLKEYLOGFILE is set to it"
        raise FileError(path, what, hint="Correct SSLKEYLOGFILE, or unset it.") from error
