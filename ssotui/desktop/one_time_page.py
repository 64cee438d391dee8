"""Serves one redirect once, to a connection of this user. Runs as a program that outlives ssotui.

Every user of the machine can read a command line (man 5 proc, /proc/pid/cmdline). So a browser doesn't get a URL that
signs in as an argument, but a URL on 127.0.0.1 that redirects to it. Other users can read that, too: on Linux the
connection must come from a process of this user (/proc/net/tcp has the user), elsewhere the first request is answered.

The target is read from standard input; the URL is printed. Imports nothing of ssotui, so that it runs with
``python -I -S`` from any folder.
"""

from __future__ import annotations

import http.server
import os
import secrets
import socket
import socketserver
import sys
import threading
from typing import Any

_LIFE = 120.0  # seconds to wait for the browser, which may have to start first
_PATIENCE = 10.0  # seconds to wait for a complete request
_HOST = "127.0.0.1"
_ROOT = 0  # can read everything anyway; WSL's relay to Windows runs as root


def main() -> None:
    """Read the target, print the URL, serve it once, exit."""
    target = sys.stdin.read()
    with _Server(target) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.close()
        timer = threading.Timer(_LIFE, server.shutdown)
        timer.daemon = True
        timer.start()
        server.serve_forever(poll_interval=0.05)


class _Server(http.server.ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False  # on Windows it would let others listen on the same port (SO_REUSEADDR there)

    def __init__(self, target: str) -> None:
        super().__init__((_HOST, 0), _Handler)
        self.target = target
        self.path = f"/{secrets.token_urlsafe(24)}"
        self.once = threading.Lock()  # acquired by the request that is answered

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self.server_address[1]}{self.path}"

    def server_bind(self) -> None:
        """As TCPServer does: HTTPServer also looks up the host's name, which can take seconds on macOS."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = _HOST, self.server_address[1]

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ARG002, ANN401  socketserver's own
        user = user_of(client_address, (_HOST, self.server_port))
        return user in (None, _ROOT) or user == os.geteuid()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver's own
        """Ignore closed connections."""


class _Handler(http.server.BaseHTTPRequestHandler):
    timeout = _PATIENCE
    server: _Server

    def do_GET(self) -> None:
        is_right = self.path == self.server.path and self.headers.get("Host") == self.server.url.split("/")[2]
        if not is_right or not self.server.once.acquire(blocking=False):
            self.send_error(404)
            return
        self.send_response(302)
        self.send_header("Location", self.server.target)
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_WR)
        threading.Thread(target=self.server.shutdown).start()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def user_of(client: tuple[str, int], server: tuple[str, int]) -> int | None:
    """The user ID of the connection; None if the system doesn't have it; -1 for no such connection.

    The kernel's tables have a line for each end of a connection (man proc_pid_net). The client's line begins with the
    client's address. Addresses and state must match, too: another user can have a connection with the same ports
    between other addresses of 127.0.0.0/8, and once closed it is listed as root's.
    """
    found = None
    for table, to_hexadecimal in _TABLES.items():
        our_line = [to_hexadecimal(client), to_hexadecimal(server), _ESTABLISHED]
        try:
            with open(table, encoding="ascii") as file:  # noqa: PTH123  imports nothing more
                found = -1
                for line in file:
                    words = line.split()
                    if words[1:4] == our_line:
                        return int(words[7])
        except OSError:
            continue
    return found


def _as_in_tcp(end: tuple[str, int]) -> str:
    """The kernel prints the four bytes of an address as one number, in the machine's byte order."""
    return f"{int.from_bytes(socket.inet_aton(end[0]), sys.byteorder):08X}:{end[1]:04X}"


def _as_in_tcp6(end: tuple[str, int]) -> str:
    """A program may connect to an IPv4 address by an IPv6 socket (RFC 4291, section 2.5.5.2)."""
    return f"{0:016X}{int.from_bytes(_MAPPED, sys.byteorder):08X}{_as_in_tcp(end)}"


_TABLES = {"/proc/net/tcp": _as_in_tcp, "/proc/net/tcp6": _as_in_tcp6}
_MAPPED = b"\0\0\xff\xff"
_ESTABLISHED = "01"  # include/net/tcp_states.h

if __name__ == "__main__":
    main()
