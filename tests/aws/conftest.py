"""The portal over real HTTP: the embedded organization, and a server that answers whatever a test says."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ssotui.aws.portal import Portal
from ssotui.core.model import Credentials, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import AccountsPage, RolesPage
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.aws.operations import HASTY, Place, led_to
from tests.aws.servers import TLS_HOST


@dataclass
class _Parrot:
    """Answers every request with the same thing, and remembers what was asked."""

    status: int = 200
    body: bytes = b"{}"
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture(scope="session")
def perch() -> Iterator[tuple[str, _Parrot]]:
    """The parrot and the address it is heard at; one for all tests, because making a client takes 50 ms."""
    parrot = _Parrot()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parrot.asked.append((self.path, dict(self.headers.items())))
            self.send_response(parrot.status)
            self.send_header("Content-Length", str(len(parrot.body)))
            self.end_headers()
            self.wfile.write(parrot.body)

        def log_message(self, *arguments: object) -> None:
            """A test's stderr is for the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", parrot
    server.shutdown()
    thread.join(60)
    server.server_close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The files of a certificate for TLS_HOST that nobody vouches for, and of its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=ssotui tests", "-addext", f"subjectAltName=IP:{TLS_HOST}", "-keyout", str(key),
         "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


@pytest.fixture
def url(perch: tuple[str, _Parrot]) -> str:
    return perch[0]


@pytest.fixture
def parrot(perch: tuple[str, _Parrot]) -> _Parrot:
    """A parrot that has heard nothing yet."""
    perch[1].asked.clear()
    return perch[1]


@pytest.fixture
def says(parrot: _Parrot) -> Callable[..., None]:
    """``says(answer, status=200)``: what the server answers from now on."""

    def change(answer: object, status: int = 200) -> None:
        parrot.status = status
        parrot.body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    return change


@pytest.fixture
def asked(parrot: _Parrot) -> list[tuple[str, dict[str, str]]]:
    """Path and headers of each request that the server got."""
    return parrot.asked


@pytest.fixture
def session() -> SsoSession:
    return SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1")


@pytest.fixture
def token() -> Token:
    return Token("aws-token-of-the-test", datetime.now(UTC) + timedelta(hours=8))


@pytest.fixture(scope="session")
def portal(perch: tuple[str, _Parrot]) -> Portal:
    return Portal({"AWS_ENDPOINT_URL_SSO": perch[0]}, 4)


@pytest.fixture
def accounts(portal: Portal, session: SsoSession, token: Token) -> Callable[[], AccountsPage]:
    """Ask for the first page of accounts."""
    return lambda: portal.accounts_page(session, token, None)


@pytest.fixture
def roles(portal: Portal, session: SsoSession, token: Token) -> Callable[[str | None], RolesPage]:
    """Ask for a page of the roles of account 012345678901."""
    return lambda next_token: portal.roles_page(session, token, "012345678901", next_token)


@pytest.fixture
def keys(portal: Portal, session: SsoSession, token: Token) -> Callable[[str], Credentials]:
    """Ask for the keys of a role in account 012345678901."""
    return lambda role: portal.role_credentials(session, token, RoleRef("acme", "012345678901", role))


@pytest.fixture
def organization() -> Iterator[Organization]:
    """250 accounts of 3 roles in one session."""
    with serving(make_world(accounts=250, roles=3, sessions=1)) as serving_now:
        yield serving_now


@pytest.fixture(scope="session")
def small_organization() -> Iterator[Organization]:
    """What is shared by all tests that take ``place``: leave no knob turned."""
    with serving(make_world(sessions=1, accounts=3, roles=2)) as served:
        yield served


@pytest.fixture(scope="session")
def shared_place(small_organization: Organization) -> Place:
    return Place(small_organization, led_to(small_organization.url))


@pytest.fixture
def place(shared_place: Place) -> Iterator[Place]:
    """All that asks, led to a small organization at first."""
    usual = copy(shared_place)
    yield shared_place
    shared_place.ask_as(usual)
    shared_place.session, shared_place.instance = usual.session, usual.instance


@pytest.fixture(scope="session")
def hasty_place(small_organization: Organization) -> Place:
    """Asks the same organization, without patience."""
    return Place(small_organization, led_to(small_organization.url), timeouts=HASTY)
