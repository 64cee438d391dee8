"""A company's own address of its access portal: asked once, its redirect read and not followed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ssotui.aws.start_urls import Resolver
from ssotui.core.model import SsoSession
from ssotui.core.sign_in.oidc import Instance
from ssotui.errors import Rejected, Unreachable
from tests.aws.servers import TLS_HOST as HOST
from tests.aws.servers import with_tls

pytestmark = pytest.mark.needs("openssl")


class Portal:
    """What a company's server answers, by method, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str]] = {}
        self.asked: list[str] = []


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
def session(portal: Portal, certificate: tuple[Path, Path]) -> Iterator[SsoSession]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            portal.asked.append(self.command)
            status, location = portal.answers.get(self.command, (405, ""))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = answer  # noqa: N815  http.server looks for these names
        do_GET = answer  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            """A test's stderr is for the test."""

    server = HTTPServer((HOST, 0), Handler)
    server.socket = with_tls(server.socket, certificate)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield SsoSession("acme", f"https://{HOST}:{server.server_port}/start", "us-east-1")
    server.shutdown()
    thread.join(60)
    server.server_close()


@pytest.fixture
def resolve(certificate: tuple[Path, Path], session: SsoSession) -> Callable[[], Instance]:
    resolver = Resolver({"AWS_CA_BUNDLE": str(certificate[0])})
    return lambda: resolver.resolve(session)


def test_it_leads_to_aws_and_is_asked_once(portal: Portal, resolve: Callable[[], Instance]) -> None:
    portal.answers["HEAD"] = (302, "https://ssoins-1.eu-west-1.portal.amazonaws.com/?x=1#/")
    assert resolve() == resolve() == Instance("https://ssoins-1.eu-west-1.portal.amazonaws.com", "eu-west-1")
    assert portal.asked == ["HEAD"]


def test_a_server_that_knows_no_head_is_asked_by_get(portal: Portal, resolve: Callable[[], Instance]) -> None:
    portal.answers["GET"] = (301, "https://acme.awsapps.com/start/")
    assert resolve() == Instance("https://acme.awsapps.com/start", "us-east-1")
    assert portal.asked == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "location"),
    [
        (200, ""),
        (404, ""),
        (302, ""),
        (302, "https://evil.example/start"),
        (302, "http://acme.awsapps.com/start"),
        (302, "/start"),
        (302, "http://127.0.0.1/start"),
        (302, "https://acme.awsapps.com@evil.example/start"),
        (302, "https://evil.example\\@acme.awsapps.com/start"),
        (302, "javascript:alert(1)"),
    ],
)
def test_what_does_not_lead_to_aws_is_refused(
    portal: Portal, resolve: Callable[[], Instance], status: int, location: str
) -> None:
    portal.answers["HEAD"] = (status, location)
    with pytest.raises(Rejected, match=r" is not the URL of an AWS access portal\.$"):
        resolve()


@pytest.mark.parametrize("location", ["http://[", "https://acme.awsapps.com:x/start", "https://[::1", "https://"])
def test_what_is_no_address_leads_nowhere(portal: Portal, resolve: Callable[[], Instance], location: str) -> None:
    portal.answers["HEAD"] = (302, location)
    with pytest.raises(Rejected):
        resolve()


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(session: SsoSession, portal: Portal) -> None:
    with pytest.raises(Unreachable, match="Can't establish a secure connection to 127"):
        Resolver({}).resolve(session)
    assert portal.asked == []
