"""AWS CLI v2, any version, led to the embedded organization by a proxy that answers as ``*.amazonaws.com``.

Versions before 2.13 (Debian's is 2.9) know no AWS_ENDPOINT_URL_…, so they are given HTTPS_PROXY and AWS_CA_BUNDLE with
a throw-away certificate. Hosts that the organization doesn't stand for are refused.
"""

from __future__ import annotations

import os
import select
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast
from urllib.parse import urlsplit

from ssotui.demo.organization import Organization

_SERVICES = ("oidc", "portal.sso", "sts")


@dataclass(frozen=True)
class AwsV2:
    """``aws_v2("sts", "get-caller-identity", env=home.env)`` runs AWS CLI v2 in a demo home.

    ``env()`` is for a shell in which plain ``aws`` shall be that; ``hosts`` are those that were asked for.
    """

    program: Path
    proxy: str
    certificate: Path
    hosts: list[str]

    def __call__(self, *words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.program), *words], env=self.env(env), capture_output=True, text=True, timeout=120, check=False
        )

    def env(self, env: Mapping[str, str]) -> dict[str, str]:
        """The environment with ``aws`` of version 2 first on PATH, and every way to AWS through the proxy."""
        kept = {name: value for name, value in env.items() if not name.startswith("AWS_ENDPOINT_URL")}
        return kept | {
            "PATH": f"{self.program.parent}:{env['PATH']}",
            "HTTPS_PROXY": self.proxy,
            "AWS_CA_BUNDLE": str(self.certificate),
            "AWS_PAGER": "",
        }


@contextmanager
def aws_v2_for(organization: Organization, folder: Path) -> Iterator[AwsV2]:
    """AWS CLI v2 that meets ``organization``; ``folder`` is an empty one for its files."""
    regions = sorted({instance.sso_region for instance in organization.world.instances})
    names = [f"{service}.{region}.amazonaws.com" for service in _SERVICES for region in regions]
    with _Proxy(organization.url, [*names, "sts.amazonaws.com"], folder) as proxy:
        program = folder / "bin" / "aws"
        program.parent.mkdir()
        program.symlink_to(_find(os.environ["PATH"]))
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield AwsV2(program, f"http://127.0.0.1:{proxy.server_address[1]}", proxy.certificate, proxy.hosts)
        finally:
            proxy.shutdown()
            thread.join(60)


@cache
def _find(folders: str) -> Path:
    """The first AWS CLI v2 in folders as PATH names them."""
    for folder in folders.split(os.pathsep):
        found = shutil.which("aws", path=folder)
        if found:
            told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout
            if told.startswith("aws-cli/2."):
                return Path(found).resolve()
    raise AssertionError("these tests need AWS CLI v2 on PATH (Debian: apt-get install awscli)")


@cache
def _certificate(*names: str) -> tuple[str, str]:
    """A certificate for hosts of these names, and its key."""
    alternatives = ",".join(f"DNS:{name}" for name in names)
    with TemporaryDirectory() as folder:
        files = Path(folder, "certificate.pem"), Path(folder, "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=ssotui tests", "-addext", f"subjectAltName={alternatives}",
             "-out", str(files[0]), "-keyout", str(files[1])],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        return files[0].read_text(), files[1].read_text()


class _Proxy(socketserver.ThreadingTCPServer):
    """An HTTP proxy that only knows CONNECT, and answers itself behind it."""

    daemon_threads = True

    def __init__(self, url: str, names: list[str], folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.upstream = ("127.0.0.1", urlsplit(url).port or 0)
        self.names = names
        self.hosts: list[str] = []
        self.certificate, key = folder / "certificate.pem", folder / "key.pem"
        for path, content in zip((self.certificate, key), _certificate(*names), strict=True):
            path.write_text(content)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(self.certificate, key)


class _Tunnel(socketserver.StreamRequestHandler):
    """One CONNECT: TLS towards the client, plain HTTP towards the organization."""

    def handle(self) -> None:
        proxy = cast("_Proxy", self.server)
        host = self.rfile.readline().split()[1].decode().partition(":")[0]
        while self.rfile.readline().strip():
            continue
        proxy.hosts.append(host)
        if host not in proxy.names:
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        connection: socket.socket = self.connection
        with (
            proxy.tls.wrap_socket(connection, server_side=True) as client,
            socket.create_connection(proxy.upstream) as upstream,
        ):
            _join(client, upstream)


def _join(client: ssl.SSLSocket, upstream: socket.socket) -> None:
    """Carry bytes both ways until one side ends."""
    while True:
        ready = [client] if client.pending() else select.select([client, upstream], [], [])[0]
        for one in ready:
            received = one.recv(65536)
            if not received:
                return
            (upstream if one is client else client).sendall(received)
