"""Connections without botocore go where botocore's go, and trust what those trust."""

from __future__ import annotations

import socket
import socketserver
import sys
import threading
from contextlib import ExitStack
from itertools import product
from pathlib import Path

import pytest
from botocore.exceptions import ConnectTimeoutError
from botocore.httpsession import ProxyConfiguration, create_urllib3_context, get_cert_path
from botocore.parsers import ResponseParserError
from botocore.utils import get_environ_proxies

from ssotui.aws import direct_http
from ssotui.aws.direct_http import DirectHttp, default_ca_bundle, is_direct
from ssotui.aws.http import LARGEST
from ssotui.aws.portal import Portal
from ssotui.aws.timeouts import Timeouts
from ssotui.core.model import RoleRef, SsoSession, Token
from ssotui.errors import FileError, Unreachable
from tests.aws.servers import listening

PROXIES = ("", "http://proxy.example.com:3128", "https://somebody:secret@proxy.example.com", "proxy:1")
EXCEPTIONS = (
    "",
    "*",
    "amazonaws.com",
    ".amazonaws.com",
    "portal.sso.eu-west-1.amazonaws.com:443",
    "other.com, x",
    "eu",
)
PLACES = ("https://portal.sso.eu-west-1.amazonaws.com", "https://sso.example.com:8443/x", "http://10.0.0.1:80")


@pytest.mark.parametrize("url", PLACES)
@pytest.mark.parametrize("names", ["lower", "upper"])
def test_a_request_is_direct_if_botocore_sends_it_to_no_proxy(
    url: str, names: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = set()
    for http, https, everything, exceptions in product(PROXIES, PROXIES, PROXIES[:2], EXCEPTIONS):
        values = {"http_proxy": http, "https_proxy": https, "all_proxy": everything, "no_proxy": exceptions}
        for name, value in values.items():
            for spelled in (name, name.upper()):
                monkeypatch.delenv(spelled, raising=False)
            if value:
                monkeypatch.setenv(getattr(name, names)(), value)
        direct = is_direct(url)
        assert direct is not bool(ProxyConfiguration(get_environ_proxies(url)).proxy_url_for(url)), values
        outcomes.add(direct)
    assert outcomes == {True, False}


def test_a_proxy_gets_the_request_from_botocore(
    session: SsoSession, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(lambda at: at.wfile.write(b"HTTP/1.1 502 No\r\nConnection: close\r\n\r\n")) as proxy:
        monkeypatch.setenv("https_proxy", f"http://{proxy.place}")
        monkeypatch.setenv("no_proxy", "")
        with pytest.raises(Unreachable):
            Portal({}, 4).role_credentials(session, token, RoleRef("acme", "0" * 12, "Admin"))
    assert [line.split()[0] for line in proxy.heard] == ["CONNECT"]


def test_the_same_certificates_are_trusted_as_botocore_trusts() -> None:
    assert default_ca_bundle() == get_cert_path(True)


def test_a_connection_is_secured_as_botocore_secures_it() -> None:
    ours, theirs = direct_http.tls_context(default_ca_bundle()), create_urllib3_context()
    assert ours.verify_mode == theirs.verify_mode
    assert ours.minimum_version == theirs.minimum_version
    assert ours.options == theirs.options
    assert ours.get_ciphers() == theirs.get_ciphers()
    assert ours.check_hostname, "urllib3 compares the names itself"


def test_certifis_certificates_are_trusted_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "certifi.py").write_text("def where(): return '/certifi/cacert.pem'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "certifi", raising=False)
    assert default_ca_bundle() == "/certifi/cacert.pem"
    del sys.modules["certifi"]


def test_the_keys_of_a_connection_are_logged_where_botocore_logs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    ours, theirs = direct_http.tls_context(default_ca_bundle()), create_urllib3_context()
    assert ours.keylog_filename == theirs.keylog_filename == str(tmp_path / "keys")


def test_a_key_log_that_cannot_be_written_is_named_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path))
    with pytest.raises(FileError, match="but SSLKEYLOGFILE is set to it"):
        DirectHttp({}).get("http://127.0.0.1:1/", {})


def test_an_answer_that_is_too_large_is_refused() -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {LARGEST + 1}\r\n\r\n".encode()
    with (
        listening(lambda at: at.wfile.write(head + bytes(LARGEST + 1))) as server,
        pytest.raises(ResponseParserError, match="too large"),
    ):
        DirectHttp({}).get(f"http://{server.place}/", {})


def test_a_server_that_accepts_no_connection_is_given_up() -> None:
    with ExitStack() as opened:
        door = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):  # the queue is full, and the kernel answers no more
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(door.getsockname())
        with pytest.raises(ConnectTimeoutError):
            DirectHttp({}, Timeouts(0.2, 5, 10)).get(f"http://127.0.0.1:{door.getsockname()[1]}/", {})


def test_no_more_connections_are_kept_than_may_be() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    ends: list[bytes] = []
    closed = threading.Event()

    def answer_and_listen(at: socketserver.StreamRequestHandler) -> None:
        at.wfile.write(answer)
        ends.append(at.rfile.read(1))
        closed.set()

    with listening(answer_and_listen) as server:
        assert DirectHttp({}, connections=0).get(f"http://{server.place}/", {}).body == b"{}"
        assert closed.wait(10)
    assert ends == [b""]


def test_a_connection_serves_several_requests_and_is_replaced_when_the_server_has_closed_it() -> None:
    connections = []
    hung_up = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def finish(self) -> None:
            super().finish()
            self.request.close()
            hung_up.set()

        def handle(self) -> None:
            connections.append(self.client_address)
            for _ in range(2):
                while self.rfile.readline().strip():
                    pass
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        http = DirectHttp({})
        url = f"http://127.0.0.1:{server.server_address[1]}/x?y"
        bodies = []
        for number in range(4):
            bodies.append(http.get(url, {}).body)
            if number == 1:
                assert hung_up.wait(10)
        http.close()
        server.shutdown()
        thread.join(60)
    assert bodies == [b"{}"] * 4
    assert len(connections) == 2
