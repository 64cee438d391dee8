"""Sends GET requests over connections of Python's own, which load in a third of the time of botocore's.

Trust, time-outs and errors are botocore's (httpsession.py). A request that a proxy should get is left to botocore.
"""

from __future__ import annotations

import http.client
import os
import selectors
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit
from weakref import finalize

from ssotui.aws.deadline import Deadline, timed, watch
from ssotui.aws.http import LARGEST, announced_length, ca_bundle, check_key_log, log
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.sign_in.start_url_faults import LOOPBACK
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse

_PIECE = 65_536


class Answer(NamedTuple):
    """A complete response."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def for_botocore(self) -> AWSResponse:
        """The response as a botocore client expects it."""
        from botocore.awsrequest import AWSResponse

        from ssotui.aws.http import ReadBody

        return AWSResponse(self.url, self.status, self.headers, ReadBody(self.body))  # type: ignore[arg-type]  # as botocore's own


def is_direct(url: str) -> bool:
    """Whether no proxy should get the request, by the process's ``*_PROXY`` variables and the platform's settings.

    The same as botocore/utils.py, ``get_environ_proxies``, but for this machine, whose requests bypass every proxy.
    """
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK or not _may_have_proxies():
        return True
    from urllib.request import getproxies

    return _is_bypassed(parts.netloc) or not getproxies().get(parts.scheme)


def _may_have_proxies() -> bool:
    """Whether urllib could find a proxy: in a variable, or in the settings of Windows or macOS."""
    return sys.platform in ("win32", "darwin") or any(name.lower().endswith("_proxy") for name in os.environ)


def _is_bypassed(host: str) -> bool:
    """Whether NO_PROXY or the platform excepts the host; not if that fails, as in botocore."""
    from urllib.request import proxy_bypass

    try:
        return bool(proxy_bypass(host))
    except (TypeError, socket.gaierror):  # pragma: no cover - on macOS and Windows
        return False


def _close_all(idle: dict[tuple[str, str], list[http.client.HTTPConnection]]) -> None:
    while idle:
        for connection in idle.popitem()[1]:
            connection.close()


class DirectHttp:
    """Sends requests with one environment's CA bundle, and keeps connections. Thread-safe."""

    def __init__(self, env: Mapping[str, str], timeouts: Timeouts = USUAL, connections: int = 10) -> None:
        self._env = env
        self._timeouts = timeouts
        self._connections = connections
        self._lock = threading.Lock()
        self._idle: dict[tuple[str, str], list[http.client.HTTPConnection]] = {}
        self._context: ssl.SSLContext | None = None
        # As urllib3's pools do. A destructor would come after that of the sockets where a reference cycle is collected.
        finalize(self, _close_all, self._idle)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The complete response. Raises one of errors.FAULTS; FileError for a missing CA bundle."""
        begun = time.monotonic()
        ca_bundle(self._env)
        check_key_log()
        try:
            answer = timed(partial(self._exchange, url, headers), self._timeouts.whole, url)
        except Exception as error:
            log("GET", url, type(error).__name__, begun)
            raise
        log("GET", url, answer.status, begun)
        return answer

    def close(self) -> None:
        """Close idle connections. A later request opens new ones."""
        with self._lock:
            _close_all(self._idle)

    def _exchange(self, url: str, headers: Mapping[str, str], deadline: Deadline) -> Answer:
        parts = urlsplit(url)
        connection = self._reusable(parts)
        try:
            if connection is None:
                connection = self._opened(parts, url)
            return self._ask(connection, parts, headers)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if deadline.is_over:  # it has closed the connection
                from botocore.exceptions import ReadTimeoutError

                raise ReadTimeoutError(endpoint_url=url, error=error) from error
            raise

    def _ask(self, connection: http.client.HTTPConnection, parts: SplitResult, headers: Mapping[str, str]) -> Answer:
        url = parts.geturl()
        watch(connection.sock)
        with _errors_of(url):
            connection.request("GET", f"{parts.path or '/'}?{parts.query}", headers=dict(headers))
            response = connection.getresponse()
            try:
                body = _read(response)
            finally:
                response.close()
        if connection.sock is not None:  # http.client closes it if the server will
            self._keep(parts, connection)
        return Answer(url, response.status, dict(response.headers.items()), body)

    def _reusable(self, parts: SplitResult) -> http.client.HTTPConnection | None:
        """An idle connection that the server hasn't closed."""
        while True:
            with self._lock:
                idle = self._idle.get((parts.scheme, parts.netloc))
                connection = idle.pop() if idle else None
            if connection is None or not _is_readable(connection.sock):
                return connection
            connection.close()

    def _keep(self, parts: SplitResult, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            idle = self._idle.setdefault((parts.scheme, parts.netloc), [])
            if len(idle) < self._connections:
                idle.append(connection)
                return
        connection.close()

    def _opened(self, parts: SplitResult, url: str) -> http.client.HTTPConnection:
        if parts.scheme != "https":
            connection = http.client.HTTPConnection(parts.netloc)
            connection.sock = self._dialed(parts, url)
            return connection
        context = self._tls(url)
        connection = http.client.HTTPSConnection(parts.netloc, context=context)
        sock = self._dialed(parts, url)
        try:
            with _errors_of(url):
                connection.sock = context.wrap_socket(sock, server_hostname=_host(parts).rstrip(b"."))
        except BaseException:
            sock.close()
            raise
        return connection

    def _dialed(self, parts: SplitResult, url: str) -> socket.socket:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            address: Any = (_host(parts), port)  # the stubs don't have bytes for a host, which getaddrinfo takes
            sock = socket.create_connection(address, self._timeouts.connect)
        except (OSError, UnicodeError) as error:
            from botocore import exceptions

            if isinstance(error, TimeoutError):
                raise exceptions.ConnectTimeoutError(endpoint_url=url, error=error) from error
            raise exceptions.EndpointConnectionError(endpoint_url=url, error=error) from error
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(self._timeouts.read)
        watch(sock)
        return sock

    def _tls(self, url: str) -> ssl.SSLContext:
        with self._lock:
            if self._context is None:
                try:
                    self._context = tls_context(ca_bundle(self._env) or default_ca_bundle())
                except OSError as error:
                    from botocore.exceptions import SSLError

                    raise SSLError(endpoint_url=url, error=error) from error
            return self._context


def _host(parts: SplitResult) -> bytes:
    """The host as it goes over the network: Python would load its IDNA codec for any ``str``. Raises UnicodeError."""
    host = parts.hostname or ""
    return host.encode("ascii" if host.isascii() else "idna")


def tls_context(bundle: str) -> ssl.SSLContext:
    """As in botocore/httpsession.py, ``create_urllib3_context``. Raises OSError for a damaged bundle."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_TICKET
    context.hostname_checks_common_name = False
    context.set_alpn_protocols(["http/1.1"])
    if os.environ.get("SSLKEYLOGFILE"):
        context.keylog_filename = os.environ["SSLKEYLOGFILE"]
    context.load_verify_locations(bundle)
    return context


def default_ca_bundle() -> str:
    """botocore's choice (httpsession.py, ``where``): certifi's CA certificates if it is installed, else its own."""
    from importlib import import_module

    if find_spec("certifi"):
        return str(import_module("certifi").where())
    botocore = find_spec("botocore")
    assert botocore is not None
    assert botocore.origin is not None
    return os.path.join(os.path.dirname(botocore.origin), "cacert.pem")  # noqa: PTH118, PTH120  pathlib isn't loaded yet


@contextmanager
def _errors_of(url: str) -> Iterator[None]:
    """Raise botocore's errors for Python's, as botocore/httpsession.py does for urllib3's."""
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        from botocore import exceptions

        if isinstance(error, TimeoutError):
            raise exceptions.ReadTimeoutError(endpoint_url=url, error=error) from error
        if isinstance(error, ssl.SSLError):
            raise exceptions.SSLError(endpoint_url=url, error=error) from error
        raise exceptions.ConnectionClosedError(endpoint_url=url, error=error) from error


def _read(response: http.client.HTTPResponse) -> bytes:
    body = bytearray()
    while piece := response.read1(_PIECE):
        body += piece
        if len(body) > LARGEST:
            raise _parser_error("The response is too large.")
    if len(body) < announced_length(dict(response.headers.items())):
        raise _parser_error("The response was cut off.")
    return bytes(body)


def _parser_error(sentence: str) -> Exception:
    from botocore.parsers import ResponseParserError

    return ResponseParserError(sentence)


def _is_readable(sock: socket.socket) -> bool:
    """Whether an idle connection has something to read, which is its end."""
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return bool(selector.select(0))
