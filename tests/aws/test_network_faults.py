"""Each operation where the network fails, lies, or leads elsewhere."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.aws.start_urls import Resolver
from ssotui.core.model import SsoSession
from ssotui.errors import BadAnswer, Rejected, SsoTuiError, Unreachable
from tests.aws.operations import EACH_ASKER, HASTY, OPERATIONS, Operation, Place, assert_clear, failure, led_to
from tests.aws.servers import TLS_HOST, Does, Server, listening

ASKERS = [one for one in OPERATIONS if one.method != "server_time"]  # the doctor goes without an answer
every_operation = pytest.mark.parametrize("operation", ASKERS, ids=lambda one: one.ready.__name__.strip("_"))
# Of each partition: an Identity Center's region, and the hosts that tokens and keys may go to.
PARTITIONS = {
    "eu-west-1": {"amazonaws.com", "signin.aws.amazon.com"},
    "us-gov-west-1": {"amazonaws.com", "signin.amazonaws-us-gov.com"},
    "cn-north-1": {"amazonaws.com.cn", "signin.amazonaws.cn"},
    "eusc-de-east-1": {"amazonaws.eu", "signin.amazonaws-eusc.eu"},
}


def expect(kind: type[SsoTuiError], words: str, operation: Operation, place: Place, env: dict[str, str]) -> None:
    ask = operation.ready(place)
    place.lead(env)
    error = failure(ask)
    assert type(error) is kind, error
    assert words in error.message + error.hint
    assert_clear(error, place.secrets)


@every_operation
def test_a_host_that_does_not_exist(operation: Operation, place: Place) -> None:
    expect(Unreachable, "nowhere.invalid can't be reached", operation, place, led_to("https://nowhere.invalid"))


@every_operation
def test_a_host_where_nobody_listens(operation: Operation, place: Place) -> None:
    expect(Unreachable, "127.0.0.1:1 can't be reached", operation, place, led_to("http://127.0.0.1:1"))


@pytest.fixture(scope="module")
def secure(certificate: tuple[Path, Path]) -> Iterator[Server]:
    """A server whose certificate nobody vouches for."""
    with listening(refuse, TLS_HOST, certificate) as server:
        yield server


@pytest.mark.needs("openssl")
@every_operation
def test_a_certificate_that_nobody_vouches_for(operation: Operation, place: Place, secure: Server) -> None:
    expect(Unreachable, "AWS_CA_BUNDLE", operation, place, led_to(f"https://{secure.place}"))
    assert secure.heard == []


@pytest.fixture(scope="module", params=["nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def no_bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundles") / "bundle.pem"
    path.write_text(request.param)
    return path


@pytest.mark.needs("openssl")
@every_operation
def test_a_ca_bundle_that_is_none(operation: Operation, place: Place, secure: Server, no_bundle: Path) -> None:
    env = led_to(f"https://{secure.place}") | {"AWS_CA_BUNDLE": str(no_bundle)}
    expect(Unreachable, "AWS_CA_BUNDLE", operation, place, env)


@pytest.mark.needs("openssl")
def test_a_ca_bundle_vouches_for_every_operation(place: Place, certificate: tuple[Path, Path]) -> None:
    asks = [operation.ready(place) for operation in OPERATIONS]
    with listening(refuse, TLS_HOST, certificate) as server:
        place.lead(led_to(f"https://{server.place}") | {"AWS_CA_BUNDLE": str(certificate[0])})
        for ask in asks:
            failure(ask)
        assert len(server.heard) == len(OPERATIONS)


@pytest.mark.parametrize(
    ("operation", "proxy"),
    [
        pytest.param(one, proxy, id=f"{one.ready.__name__.strip('_')}-{proxy}")
        for one in ASKERS
        for proxy in ("http://somebody:secret@127.0.0.1:1", "nonsense", "http://[")
        if one.method in EACH_ASKER or "secret" in proxy
    ],
)
def test_a_proxy_that_is_down_or_is_none(
    operation: Operation, place: Place, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.secrets.append("somebody:secret")
    ask = operation.ready(place)
    monkeypatch.setenv("https_proxy", proxy)
    monkeypatch.setenv("no_proxy", "")
    place.lead({})
    error = failure(ask)
    assert type(error) is Unreachable
    assert "HTTPS_PROXY" in error.hint
    assert_clear(error, place.secrets)


@every_operation
def test_no_proxy_is_told_what_is_for_this_machine(
    operation: Operation, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = operation.ready(place)
    with listening(refuse) as proxy, listening(refuse) as here:
        monkeypatch.setenv("http_proxy", f"http://{proxy.place}")
        monkeypatch.setenv("no_proxy", "")
        place.lead(led_to(f"http://{here.place}"))
        assert failure(ask)
    assert proxy.heard == [], "it could read the token"
    assert here.heard


def refuse(at: socketserver.StreamRequestHandler) -> None:
    at.wfile.write(b"HTTP/1.1 502 No\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize("region", PARTITIONS)
def test_tokens_and_keys_go_to_the_partition_of_their_session_and_nowhere_else(
    region: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = [operation.ready(place) for operation in OPERATIONS]
    with listening(refuse) as proxy:
        monkeypatch.setenv("https_proxy", f"http://{proxy.place}")
        monkeypatch.setenv("http_proxy", f"http://{proxy.place}")
        monkeypatch.setenv("no_proxy", "")
        place.live_in(region)
        place.lead({})
        for ask in asks:
            failure(ask)
    hosts = {line.split()[1] for line in proxy.heard}
    assert len(proxy.heard) == len(OPERATIONS)
    assert all(line.startswith("CONNECT") for line in proxy.heard)
    names = {f"{service}.{region}" for service in ("portal.sso", "oidc", "sts")}
    regional = {f"{name}.{domain}:443" for name in names for domain in PARTITIONS[region] if "signin" not in domain}
    assert regional <= hosts
    assert {host.partition("signin")[2] for host in hosts - regional} == {
        f"{domain.removeprefix('signin')}:443" for domain in PARTITIONS[region] if "signin" in domain
    }


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_follows_a_redirect(status: int, place: Place) -> None:
    asks = [operation.ready(place) for operation in OPERATIONS]
    with listening(refuse) as elsewhere:
        lines = (f"HTTP/1.1 {status} Moved", f"Location: http://{elsewhere.place}/x", "Connection: close", "", "")
        head = "\r\n".join(lines).encode()
        with listening(lambda at: at.wfile.write(head)) as server:
            place.lead(led_to(f"http://{server.place}"))
            failures = [failure(ask) for ask in asks]
    # urllib3 looks at where it would lead, and trips over the signed headers at a 303.
    assert [error for error in failures[:-1] if not isinstance(error, BadAnswer | Unreachable)] == []
    assert len(server.heard) == len(OPERATIONS)
    assert elsewhere.heard == []


def drip(at: socketserver.StreamRequestHandler) -> None:
    """Too slow to ever end, too quick for a silence."""
    at.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    drip_bytes(at, b" ")


def drip_bytes(at: socketserver.StreamRequestHandler, piece: bytes) -> None:
    try:
        while True:
            at.wfile.write(piece)
            time.sleep(0.05)
    except OSError:
        return


def flood(at: socketserver.StreamRequestHandler) -> None:
    at.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    try:
        while True:
            at.wfile.write(b" " * 1_000_000)
    except OSError:
        return


def drip_a_head(at: socketserver.StreamRequestHandler) -> None:
    at.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    drip_bytes(at, b"x")


def drip_lines(at: socketserver.StreamRequestHandler) -> None:
    at.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drip_bytes(at, b"X: y\r\n")


def go_on_for_ever(at: socketserver.StreamRequestHandler) -> None:
    drip_bytes(at, b"HTTP/1.1 100 Continue\r\n\r\n")


@pytest.mark.parametrize("does", [drip, flood, drip_a_head, go_on_for_ever])
@pytest.mark.parametrize("method", ["accounts_page", "roles_page", "role_credentials", "refresh", "token"])
def test_an_answer_without_end_is_given_up(does: Does, method: str, place: Place) -> None:
    ask = next(one for one in OPERATIONS if one.method == method).ready(place)
    with listening(does) as server:
        place.lead(led_to(f"http://{server.place}"), HASTY._replace(read=3))
        begun = time.monotonic()
        error = failure(ask)
        took = time.monotonic() - begun
    assert isinstance(error, BadAnswer | Unreachable)
    assert_clear(error, place.secrets)
    assert took < 3, "the whole request has one deadline, not each of its silences"


@pytest.mark.parametrize("does", [drip_a_head, drip_lines])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_whose_answer_has_no_end_is_given_up(
    does: Does, scheme: str, place: Place, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = next(one for one in OPERATIONS if one.method == "accounts_page").ready(place)
    with listening(does, TLS_HOST, certificate if scheme == "https" else None) as proxy:
        monkeypatch.setenv("https_proxy", f"{scheme}://somebody:secret@{proxy.place}")
        monkeypatch.setenv("no_proxy", "")
        there = led_to(f"https://beyond-{proxy.server_address[1]}.invalid")
        place.lead(there | {"AWS_CA_BUNDLE": str(certificate[0])}, HASTY._replace(read=3))
        begun = time.monotonic()
        error = failure(ask)
        took = time.monotonic() - begun
    assert [line.split()[0] for line in proxy.heard] == ["CONNECT"]
    assert isinstance(error, Unreachable)
    assert_clear(error, [*place.secrets, "somebody:secret"])
    assert took < 3, "the connection is a part of the request"


def test_a_look_up_that_is_stuck_is_given_up_and_nothing_is_sent_later(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, asking, look_up = threading.Event(), list[threading.Thread](), socket.getaddrinfo

    def stuck(host: str, port: int, family: int, kind: int) -> object:
        asking.append(threading.current_thread())
        go_on.wait(10)
        return look_up(host, port, family, kind)

    ask = next(one for one in OPERATIONS if one.method == "refresh").ready(place)
    monkeypatch.setattr(socket, "getaddrinfo", stuck)
    with listening(refuse) as server:
        place.lead(led_to(f"http://{server.place}"), HASTY)
        begun = time.monotonic()
        error = failure(ask)
        took = time.monotonic() - begun
        go_on.set()
        asking[0].join(10)
        heard = list(server.heard)
    assert isinstance(error, Unreachable)
    assert took < 3, "the look-up is a part of the request"
    assert "".join(heard) == "", "a refresh token would be used up for nothing"


def hang(at: socketserver.StreamRequestHandler) -> None:
    at.rfile.read()


def answer(text: bytes) -> Does:
    return lambda at: at.wfile.write(text)


@pytest.mark.needs("openssl")
@pytest.mark.parametrize(
    "does",
    [
        pytest.param(hang, id="hang"),
        pytest.param(flood, id="endless"),
        pytest.param(lambda at: at.request.close(), id="hung up"),
        pytest.param(answer(b"nonsense\r\n\r\n"), id="no HTTP"),
        *(
            pytest.param(answer(f"HTTP/1.1 {status} x\r\nConnection: close\r\n\r\n".encode()), id=str(status))
            for status in (200, 400, 401, 403, 404, 405, 429, 500, 503)
        ),
        pytest.param(answer(b"HTTP/1.1 302 x\r\nLocation: " + b"x" * 70_000 + b"\r\n\r\n"), id="long header"),
    ],
)
def test_a_companys_own_address_that_fails(does: Does, certificate: tuple[Path, Path]) -> None:
    with listening(does, TLS_HOST, certificate) as server:
        session = SsoSession("acme", f"https://{server.place}/start", "eu-west-1")
        error = failure(
            lambda: Resolver({"AWS_CA_BUNDLE": str(certificate[0])}, HASTY._replace(read=0.5)).resolve(session)
        )
    assert isinstance(error, Rejected | Unreachable | BadAnswer)
    assert_clear(error, [])
