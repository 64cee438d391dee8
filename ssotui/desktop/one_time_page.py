"""Serves one redirect, once, to a connection of this user: run as a program of its own, so that it outlives us.

A command line can be read by every user of the machine (proc(5), /proc/PID/cmdline). So an address that signs somebody
in is not given to a browser as an argument, but an address on 127.0.0.1 that leads to it. Others can read that one,
too: on Linux the connection must come from a process of ours (/proc/net/tcp tells its user), elsewhere the first to ask
gets the redirect.

The target comes over standard input; the address is printed. It imports nothing of ours, so that it runs with
``python -I -S`` wherever this file lies.
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

_LIFE = 120.0  # seconds: a browser that isn't running yet takes its time
_PATIENCE = 10.0  # seconds for a request to come whole
_HOST = "127.0.0.1"
_ROOT = 0  # may read everything anyway, and is who WSL's relay to Windows runs as
_TABLES = ("/proc/net/tcp", "/proc/net/tcp6")


def main() -> None:
    """Read the target, print the address, serve it once, end."""
    target = sys.stdin.read()
    with _Server(target) as server:
        sys.stdout.write(f"{server.address}\n")
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
        self.once = threading.Lock()  # taken by the request that is answered

    @property
    def address(self) -> str:
        return f"http://{_HOST}:{self.server_address[1]}{self.path}"

    def server_bind(self) -> None:
        """Without HTTPServer's look-up of the host's name, which can take seconds on macOS."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = _HOST, self.server_address[1]

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ARG002, ANN401  socketserver's own
        user = user_of(client_address[1], self.server_address[1])
        return user in (None, _ROOT) or user == os.geteuid()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver's own
        """A browser that hangs up half-way is no news."""


class _Handler(http.server.BaseHTTPRequestHandler):
    timeout = _PATIENCE
    server: _Server

    def do_GET(self) -> None:
        is_right = self.path == self.server.path and self.headers.get("Host") == self.server.address.split("/")[2]
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
        """Nobody reads it."""


def user_of(port: int, server_port: int) -> int | None:
    """Whose connection from ``port`` of this machine it is: a user's number, or None where no system tells that.

    The kernel's tables have a line for each end of a connection (proc_pid_net(5)); the client's own is the one whose
    local port is ``port``. -1 where the tables are there, but not the connection.
    """
    wanted, found = (f":{port:04X}", f":{server_port:04X}"), None
    for table in _TABLES:
        try:
            with open(table, encoding="ascii") as file:  # noqa: PTH123  imports nothing more
                found = -1
                for line in file:
                    words = line.split()
                    if words[1].endswith(wanted[0]) and words[2].endswith(wanted[1]):
                        return int(words[7])
        except OSError:
            continue
    return found


if __name__ == "__main__":
    main()
