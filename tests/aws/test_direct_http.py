"""Connections without botocore go where botocore's go, and trust what those trust."""

from __future__ import annotations

import socketserver
import threading
from itertools import product

import pytest
from botocore.httpsession import ProxyConfiguration, create_urllib3_context, get_cert_path
from botocore.utils import get_environ_proxies

from ssotui.aws import direct_http
from ssotui.aws.direct_http import DirectHttp, default_ca_bundle, is_direct
from ssotui.aws.portal import Portal
from ssotui.core.model import RoleRef, SsoSession, Token
from ssotui.errors import Unreachable
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
