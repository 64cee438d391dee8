"""Sends every request to AWS, with limits on the time and the size of the response.

Redirects are not followed, because the token or the credentials in a request are for one host only.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.network_settings import origin
from ssotui.core.sign_in.start_url_faults import LOOPBACK
from ssotui.errors import FileError

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
    from botocore.httpsession import URLLib3Session

    from ssotui.aws.deadline import Deadline

_PIECE = 65_536
LARGEST = 32_000_000  # bytes of a response: AWS's largest, 100 accounts, has 30,000
_CONNECTIONS = 10


class Http:
    """Sends requests with one environment's CA bundle and the process's proxies, and keeps connections. Thread-safe."""

    def __init__(self, env: Mapping[str, str], timeouts: Timeouts = USUAL, connections: int = _CONNECTIONS) -> None:
        self._env = env
        self._timeouts = timeouts
        self._connections = connections
        self._lock = threading.Lock()
        self._sessions: dict[str, URLLib3Session] = {}
        self._here = threading.local()

    @contextmanager
    def answering(self, answer: AWSResponse) -> Iterator[None]:
        """In the block, this thread's next request isn't sent: ``answer`` is the response to it."""
        self._here.answer = answer
        try:
            yield
        finally:
            self._here.answer = None

    def ask(self, request: AWSRequest) -> AWSResponse:
        """As ``send``, for a request that isn't prepared by a client."""
        return self.send(request.prepare())

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        """The complete response. Raises one of errors.FAULTS; FileError for a missing CA bundle."""
        from botocore.awsrequest import AWSResponse

        known: AWSResponse | None = getattr(self._here, "answer", None)
        if known is not None:
            return known
        from ssotui.aws.deadline import timed

        begun = time.monotonic()
        request.stream_output = True  # the body is read below, with a limit on its size
        try:
            answer, body = timed(partial(self._exchange, request), self._timeouts.whole, request.url)
        except Exception as error:
            log(request.method, request.url, type(error).__name__, begun)
            raise
        log(request.method, request.url, answer.status_code, begun)
        headers: Any = answer.headers  # the stubs have another type
        return AWSResponse(answer.url, answer.status_code, headers, ReadBody(body))

    def _exchange(self, request: AWSPreparedRequest, deadline: Deadline) -> tuple[AWSResponse, bytes]:
        from botocore.exceptions import HTTPClientError, ReadTimeoutError

        try:
            answer = self._session(request.url).send(request)
            return answer, self._body(request, answer)
        except HTTPClientError as error:
            if deadline.is_over:  # the deadline has closed the connection
                raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
            raise

    def close(self) -> None:
        """Close open connections. A later request opens new ones."""
        with self._lock:
            sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            session.close()

    def _session(self, url: str) -> URLLib3Session:
        parts = urlsplit(url)
        server = f"{parts.scheme}://{parts.netloc}"
        made = self._sessions.get(server)
        if made is not None:
            return made
        with self._lock:
            if server not in self._sessions:  # pragma: no branch - another thread was faster
                self._sessions[server] = self._make(url)
            return self._sessions[server]

    def _make(self, url: str) -> URLLib3Session:
        from botocore.httpsession import URLLib3Session
        from botocore.utils import get_environ_proxies

        from ssotui.aws.limited_connections import limit

        check_key_log()
        session = URLLib3Session(
            verify=ca_bundle(self._env) or True,  # type: ignore[arg-type]  # a path is fine: botocore's client gives one
            # Requests to this machine bypass the proxy, which could read the token in an http request.
            proxies={} if urlsplit(url).hostname in LOOPBACK else get_environ_proxies(url),
            timeout=self._timeouts[:2],  # type: ignore[arg-type]  # botocore's client gives a pair as well
            max_pool_connections=self._connections,
        )
        return limit(session)

    def _body(self, request: AWSPreparedRequest, answer: AWSResponse) -> bytes:
        from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
        from botocore.parsers import ResponseParserError
        from urllib3 import exceptions

        body = bytearray()
        if request.method == "HEAD":
            answer.raw.drain_conn()  # there is no body, but without being read the connection isn't kept
            return b""
        try:
            for piece in _pieces(answer.raw):
                body += piece
                if len(body) > LARGEST:
                    answer.raw.close()
                    raise ResponseParserError("The response is too large.")
        except exceptions.ReadTimeoutError as error:
            raise ReadTimeoutError(endpoint_url=request.url, error=error) from error
        except (exceptions.HTTPError, OSError) as error:
            raise ConnectionClosedError(endpoint_url=request.url, request=request, error=error) from error
        # botocore turns off urllib3's check of Content-Length, so it would accept an incomplete body.
        if len(body) < announced_length(answer.headers):
            raise ResponseParserError("The response was cut off.")
        return bytes(body)


def log(method: str, url: str, outcome: object, begun: float) -> None:
    """Log a request without query, headers and body, which contain tokens and credentials."""
    logging = sys.modules.get("logging")  # imported by --debug, and by botocore
    if logging is None:
        return
    parts = urlsplit(url)
    place = f"{parts.scheme}://{parts.netloc}{parts.path}"
    logging.getLogger("ssotui").debug("%s %s %s %.3f s", method, place, outcome, time.monotonic() - begun)


class ReadBody:
    """A body that has been read, with the interface that AWSResponse needs."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self._body


def _pieces(raw: Any) -> Iterator[bytes]:  # noqa: ANN401  botocore doesn't type it
    """The body in pieces as they are received. urllib3 1 can only ``read``, which waits for a full piece."""
    read = getattr(raw, "read1", raw.read)
    while piece := read(_PIECE):
        yield piece
    raw.release_conn()


def announced_length(headers: Mapping[str, str]) -> int:
    """The length in bytes that a response's headers announce for its body; 0 if they announce none."""
    length = headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and "Transfer-Encoding" not in headers else 0


def ca_bundle(env: Mapping[str, str]) -> str | None:
    """The path of the CA bundle that ``env`` names; None if it names none. Raises FileError."""
    for name in ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        path = env.get(name)
        if path:
            fault = _bundle_fault(path)
            if fault:
                raise FileError(
                    path,
                    f"{fault}, but {origin(env, name)} is set to it",
                    hint=f"Correct {origin(env, name)}, or remove it to use the default CA certificates.",
                )
            return path
    return None


def _bundle_fault(path: str) -> str:
    """Why ``path`` isn't a CA bundle, "" if it is. A pipe is refused, because reading it would block."""
    if not os.path.exists(path):  # noqa: PTH110  pathlib raises if the folder can't be searched
        return "doesn't exist"
    return "" if os.path.isfile(path) else "is not a file"  # noqa: PTH113  as above


def check_key_log() -> None:
    """Raises FileError if the file in SSLKEYLOGFILE can't be written: Python's ssl opens it for every connection."""
    path = os.environ.get("SSLKEYLOGFILE")
    if not path:
        return
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0), 0o600))
    except OSError as error:
        what = f"can't be written ({error.strerror}), but SSLKEYLOGFILE is set to it"
        raise FileError(path, what, hint="Correct SSLKEYLOGFILE, or unset it.") from error
