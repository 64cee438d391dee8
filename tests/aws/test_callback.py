"""The loopback listener: reached from this machine alone, by nobody but the sign-in it waits for."""

from __future__ import annotations

import contextlib
import http.client
import resource
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssotui.aws.callback import LoopbackCallback
from ssotui.errors import Canceled, SsoTuiError
from ssotui.worker_pool import WorkerPool

STATE = "the-state-of-this-sign-in"
Visit = Callable[..., tuple[int, str]]


@pytest.fixture
def callback() -> Iterator[LoopbackCallback]:
    made = LoopbackCallback()
    yield made
    made.close()


@pytest.fixture
def port(callback: LoopbackCallback) -> int:
    return int(callback.redirect_uri.split(":")[2].split("/")[0])


@pytest.fixture
def visit(callback: LoopbackCallback, port: int) -> Visit:
    """``visit("/path", method="GET", host="…")``: status and page, while the listener waits; and what it took."""

    def ask(path: str, method: str = "GET", host: str = "") -> tuple[int, str]:
        answers: list[tuple[int, str]] = []
        over = threading.Event()

        def go(_: threading.Event) -> None:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            line.request(method, path, headers={"Host": host} if host else {})
            answer = line.getresponse()
            answers.append((answer.status, answer.read().decode()))
            line.close()
            over.set()

        pool = WorkerPool(go)
        try:
            took.append(callback.wait(STATE, over, 20))
        except Canceled:
            took.append(None)
        pool.wait()
        return answers[0]

    took: list[str | None] = []
    ask.taken = took  # type: ignore[attr-defined]  # for the tests that ask what was taken
    return ask


def taken(visit: Visit) -> list[str | None]:
    found: list[str | None] = visit.taken  # type: ignore[attr-defined]  # see the fixture
    return found


def test_only_this_machine_is_listened_to(port: int, callback: LoopbackCallback) -> None:
    assert callback.redirect_uri == f"http://127.0.0.1:{port}/oauth/callback"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), 1)


def test_the_code_that_comes_with_the_state_is_taken_and_a_page_shown(visit: Visit) -> None:
    status, page = visit(f"/oauth/callback?code=abc&state={STATE}")
    assert (status, taken(visit)) == (200, ["abc"])
    assert "You are signed in" in page
    assert "abc" not in page


def test_a_no_is_taken_and_a_page_shown(visit: Visit) -> None:
    status, page = visit(f"/oauth/callback?error=access_denied&state={STATE}")
    assert (status, taken(visit)) == (200, [""])
    assert "denied" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/favicon.ico", 404),
        (f"/?code=abc&state={STATE}", 404),
        (f"/oauth/callback/?code=abc&state={STATE}", 404),
        (f"//oauth/callback?code=abc&state={STATE}", 404),
        ("/oauth/callback?code=abc", 400),
        ("/oauth/callback?code=abc&state=another", 400),
        (f"/oauth/callback?code=abc&state={STATE}&state={STATE}", 400),
        ("/oauth/callback?error=access_denied&state=another", 400),
        (f"/oauth/callback?state={STATE}", 404),
        (f"/oauth/callback?code=&state={STATE}", 404),
        ("//[", 404),
        ("/oauth/callback?%ff%00=%&state=%e9", 400),
        ("/oauth/callback?" + "&".join(f"x{number}=" for number in range(1_000)), 400),
    ],
)
def test_everything_else_is_answered_and_ignored(visit: Visit, path: str, status: int) -> None:
    assert visit(path)[0] == status
    assert taken(visit) == [None]


def test_a_page_elsewhere_cannot_send_it(visit: Visit) -> None:
    """DNS rebinding: the host is another's name for this address."""
    assert visit(f"/oauth/callback?code=abc&state={STATE}", host="evil.example:80")[0] == 404
    assert taken(visit) == [None]


def test_what_came_once_does_not_come_again(callback: LoopbackCallback, port: int, visit: Visit) -> None:
    """A second tab, a page that is loaded again, somebody who has seen the address."""
    assert visit(f"/oauth/callback?code=abc&state={STATE}")[0] == 200
    callback.close()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)


def test_the_state_of_an_earlier_sign_in_is_refused(visit: Visit) -> None:
    assert visit(f"/oauth/callback?code=abc&state={STATE[:-1]}")[0] == 400
    assert visit(f"/oauth/callback?code=def&state={STATE}")[0] == 200
    assert taken(visit) == [None, "def"]


def test_only_get_counts(visit: Visit) -> None:
    assert visit(f"/oauth/callback?code=abc&state={STATE}", method="POST")[0] == 404
    assert taken(visit) == [None]


def test_a_connection_that_says_nothing_keeps_nobody_waiting(visit: Visit, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)):
        assert visit(f"/oauth/callback?code=abc&state={STATE}")[0] == 200


def test_noise_is_sent_away(visit: Visit, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as noise:
        noise.sendall(b"\x16\x03\x01" + b"x" * 70_000)
        assert visit(f"/oauth/callback?code=abc&state={STATE}")[0] == 200


def test_a_crowd_of_silent_connections_keeps_nobody_waiting(callback: LoopbackCallback, port: int) -> None:
    """More than are held at once, each with a byte sent: who is sent away for another one is not listened to again."""

    def arrive(_: threading.Event) -> None:
        with contextlib.ExitStack() as crowd:
            for _number in range(300):
                crowd.enter_context(socket.create_connection(("127.0.0.1", port), 20)).sendall(b"G")
            browser = crowd.enter_context(socket.create_connection(("127.0.0.1", port), 20))
            browser.sendall(_request(port))
            browser.recv(1)

    pool = WorkerPool(arrive)
    assert callback.wait(STATE, threading.Event(), 20) == "abc"
    pool.wait()


def _request(port: int, cookies: str = "") -> bytes:
    line = f"GET /oauth/callback?code=abc&state={STATE} HTTP/1.1"
    return f"{line}\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n\r\n".encode()


def test_without_a_file_left_the_oldest_connection_makes_room(callback: LoopbackCallback, port: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.ExitStack() as crowd:
        for _ in range(20):
            crowd.enter_context(socket.create_connection(("127.0.0.1", port)))
        browser = crowd.enter_context(socket.create_connection(("127.0.0.1", port)))
        browser.sendall(_request(port))
        resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/dev/fd").iterdir())) + 3, hard))
        crowd.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        assert callback.wait(STATE, threading.Event(), 20) == "abc"


def test_a_browser_brings_all_the_cookies_of_this_address(callback: LoopbackCallback, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as browser:
        cookies = "; ".join(f"server{number}={'x' * 40}" for number in range(1_000))
        pool = WorkerPool(lambda _: browser.sendall(_request(port, cookies)))
        assert callback.wait(STATE, threading.Event(), 20) == "abc"
        pool.wait()


def test_cancelling_ends_the_waiting(callback: LoopbackCallback) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Canceled):
        callback.wait(STATE, cancel, 600)


def test_it_waits_no_longer_than_told(callback: LoopbackCallback) -> None:
    assert callback.wait(STATE, threading.Event(), 0) is None


def test_a_port_that_is_taken_is_named(port: int) -> None:
    with pytest.raises(SsoTuiError, match=rf"^Port {port} of 127\.0\.0\.1 is in use or blocked\.$"):
        LoopbackCallback(port)
