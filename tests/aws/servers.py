"""Servers that do with each request what a test says."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TLS_HOST = "127.0.0.2"
"""An address of this machine that doesn't count as such: no http is spoken with it."""

Does = Callable[[socketserver.StreamRequestHandler], object]


def with_tls(door: socket.socket, certificate: tuple[Path, Path]) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context.wrap_socket(door, server_side=True)


class Server(socketserver.ThreadingTCPServer):
    """Hears requests and does with each what ``does`` says."""

    allow_reuse_address = True
    daemon_threads = True
    heard: list[str]

    @property
    def place(self) -> str:
        """Where it is heard, without the scheme."""
        return "{}:{}".format(*self.server_address[:2])


@contextmanager
def listening(does: Does, host: str = "127.0.0.1", certificate: tuple[Path, Path] | None = None) -> Iterator[Server]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            first = self.rfile.readline().decode()
            length = 0
            while line := self.rfile.readline().strip().lower():
                length = int(line.partition(b":")[2]) if line.startswith(b"content-length:") else length
            self.rfile.read(length)  # a connection that is closed before it has been read is reset
            server.heard.append(first)
            does(self)

    with Server((host, 0), Handler) as server:
        server.heard = []
        if certificate:
            server.socket = with_tls(server.socket, certificate)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(60)
