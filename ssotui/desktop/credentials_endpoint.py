"""Serves credentials to the AWS SDKs over HTTP on 127.0.0.1, as a container's credentials endpoint does.

AWS SDKs and Tools Reference Guide, "Container credential provider". Every user of the machine can connect, and a
container with the host's network has users of its own. So the only check is that of path and token, which are random
and in the environment of the command alone.
"""

from __future__ import annotations

import http.server
import json
import secrets
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hmac import compare_digest
from typing import Any

from ssotui.core.model import Credentials
from ssotui.core.timestamps import timestamp
from ssotui.errors import AccessDenied, ExitCode, SsoTuiError
from ssotui.worker_pool import WorkerPool

_HOST = "127.0.0.1"
_PATIENCE = 10.0  # seconds to wait for a complete request
_FORBIDDEN, _UNAUTHORIZED, _NOT_NOW = 403, 401, 424


class Endpoint:
    """Listens on a free port until ``close``. ``credentials`` is called for each request; its errors are responses."""

    def __init__(self, credentials: Callable[[], Credentials], account_id: str = "") -> None:
        """Raises SsoTuiError if no port can be opened."""
        try:
            self._server = _Server(credentials, account_id)
        except OSError as error:
            raise SsoTuiError(
                f"Can't listen on any port of {_HOST}: {error.strerror}.", hint="Run it without --server."
            ) from error
        self._pool = WorkerPool(self._serve)

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment variables by which the SDKs find it. Secret."""
        return {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://{_HOST}:{self._server.server_address[1]}{self._server.path}",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": self._server.token,
        }

    def close(self) -> None:
        """Stop listening."""
        self._pool.cancel.set()
        with suppress(OSError), socket.create_connection((_HOST, self._server.server_address[1]), _PATIENCE):
            self._pool.wait(_PATIENCE)
        self._server.server_close()

    def _serve(self, cancel: threading.Event) -> None:
        while not cancel.is_set():
            self._server.handle_request()


@contextmanager
def serving(credentials: Callable[[], Credentials], account_id: str = "") -> Iterator[Mapping[str, str]]:
    """Serve in the block. Gives the variables of Endpoint."""
    endpoint = Endpoint(credentials, account_id)
    try:
        yield endpoint.variables
    finally:
        endpoint.close()


class _Server(socketserver.ThreadingTCPServer):
    """A thread for each connection, so that a slow one delays no other."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False  # on Windows it would let others listen on the same port (SO_REUSEADDR there)
    request_queue_size = 128

    def __init__(self, credentials: Callable[[], Credentials], account_id: str) -> None:
        super().__init__((_HOST, 0), _Handler)
        self.credentials = credentials
        self.account_id = account_id
        self.path = f"/{secrets.token_urlsafe(24)}"
        self.token = secrets.token_urlsafe(32)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver's own
        """Ignore closed connections."""


class _Handler(http.server.BaseHTTPRequestHandler):
    timeout = _PATIENCE
    server: _Server

    def do_GET(self) -> None:
        is_path = compare_digest(self.path.encode(), self.server.path.encode())
        is_token = compare_digest(self.headers.get("Authorization", "").encode(), self.server.token.encode())
        if not (is_path and is_token):
            self._refuse(
                _FORBIDDEN, "Forbidden", "The path or the Authorization header is wrong. Both change with each run."
            )
            return
        try:
            found = self.server.credentials()
        except SsoTuiError as error:
            self._refuse(_status(error), type(error).__name__, error.in_one_line)
            return
        assert found.expires_at is not None
        members = {
            "AccessKeyId": found.access_key_id,
            "SecretAccessKey": found.secret_access_key,
            "Token": found.session_token,
            "Expiration": timestamp(found.expires_at),
        }
        if self.server.account_id:
            members["AccountId"] = self.server.account_id
        self._answer(http.HTTPStatus.OK, members)

    def _refuse(self, status: int, code: str, message: str) -> None:
        # The AWS SDK for JavaScript reads the first two, that for Java the others; that for Go reads either.
        self._answer(status, {"Code": code, "Message": message, "code": code, "message": message})

    def _answer(self, status: int, members: Mapping[str, str]) -> None:
        body = json.dumps(members).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        """The Server header, without Python's version."""
        return "ssotui"

    def log_message(self, *_: object) -> None:
        """Log nothing: the path is secret."""


def _status(error: SsoTuiError) -> int:
    """The status of a response without credentials. SDKs pass the message of a 4xx on."""
    if isinstance(error, AccessDenied):
        return _FORBIDDEN
    return _UNAUTHORIZED if error.exit_code == ExitCode.SIGN_IN_NEEDED else _NOT_NOW
