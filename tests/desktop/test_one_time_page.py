"""A secret address is handed to the browser once, and to nobody else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.desktop import one_time_page

TARGET = "https://signin.aws.amazon.com/federation?Action=login&SigninToken=secret"
NOBODY = 65534
# Prints the status and the place it is sent to, or what kept it.
_ASK = """
import http.client, sys, urllib.parse
parts = urllib.parse.urlsplit(sys.argv[1])
line = http.client.HTTPConnection(parts.netloc, timeout=20)
try:
    line.request(sys.argv[2], parts.path, headers={"Host": sys.argv[3] or parts.netloc})
    answer = line.getresponse()
    print(answer.status, answer.headers.get("Location", "-"))
except (OSError, http.client.HTTPException) as error:
    print(type(error).__name__)
"""


# Asks with the ports of a connection that has been closed: the kernel shows that as root's (TIME_WAIT).
_BORROW = """
import os, socket, sys
os.setgroups([]), os.setgid(int(sys.argv[3])), os.setuid(int(sys.argv[3]))
port, path = int(sys.argv[1]), sys.argv[2]
door = socket.create_server(("127.0.0.5", port))
for _ in range(40):
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    line.bind(("127.0.0.6", 0))
    place = line.getsockname()
    line.connect(("127.0.0.5", port))
    other = door.accept()[0]
    line.close()
    other.recv(1)
    other.close()
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    line.bind(place)
    try:
        line.connect(("127.0.0.1", port))
        line.sendall(f"GET {path} HTTP/1.1\\r\\nHost: 127.0.0.1:{port}\\r\\n\\r\\n".encode())
        print(line.recv(1000).decode(), end="")
    except OSError:
        pass
    line.close()
"""


@pytest.fixture
def page() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-I", "-S", str(Path(one_time_page.__file__).resolve())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.fixture
def address(page: subprocess.Popen[str]) -> str:
    assert page.stdin is not None
    assert page.stdout is not None
    page.stdin.write(TARGET)
    page.stdin.close()
    return page.stdout.readline().strip()


def ask(address: str, method: str = "GET", host: str = "") -> str:
    command = [sys.executable, "-I", "-S", "-c", _ASK, address, method, host]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_the_first_to_ask_is_redirected_and_the_page_is_gone(page: subprocess.Popen[str], address: str) -> None:
    assert ask(address) == f"302 {TARGET}"
    assert page.wait(20) == 0
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(address, timeout=20)


@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="needs IPv6, and Linux")
def test_a_browser_that_asks_by_ipv6_is_redirected_too(address: str) -> None:
    server, path = address.removeprefix("http://").split("/")
    with socket.socket(socket.AF_INET6) as line:
        line.connect((f"::ffff:{one_time_page._HOST}", int(server.split(":")[1])))  # noqa: SLF001
        line.sendall(f"GET /{path} HTTP/1.1\r\nHost: {server}\r\n\r\n".encode())
        assert f"Location: {TARGET}" in line.recv(1000).decode()


def test_the_command_line_has_no_secret(page: subprocess.Popen[str], address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    assert (
        "secret"
        not in subprocess.run(
            ["ps", "-o", "args=", "-p", str(page.pid)], capture_output=True, text=True, check=True
        ).stdout
    )


@pytest.mark.parametrize(
    ("path", "method", "host", "answer"),
    [
        ("/", "GET", "", "404 -"),
        ("/x", "GET", "", "404 -"),
        (None, "POST", "", "501 -"),
        (None, "GET", "evil.example", "404 -"),
    ],
)
def test_anything_else_is_refused_and_uses_nothing_up(
    address: str, path: str | None, method: str, host: str, answer: str
) -> None:
    elsewhere = address if path is None else "/".join(address.split("/")[:3]) + path
    assert ask(elsewhere, method, host) == answer
    assert ask(address) == f"302 {TARGET}"


@pytest.mark.skipif(
    not Path("/proc/net/tcp").exists() or os.geteuid() != 0, reason="needs Linux, and root to be another user"
)
def test_another_user_gets_nothing_and_uses_nothing_up(address: str) -> None:
    server, path = address.removeprefix("http://").split("/")
    port = server.split(":")[1]
    script = (
        f"exec 3<>/dev/tcp/127.0.0.1/{port}; printf 'GET /{path} HTTP/1.1\\r\\nHost: {server}\\r\\n\\r\\n' >&3; cat <&3"
    )
    heard = subprocess.run(["bash", "-c", script], user=NOBODY, cwd="/", capture_output=True, text=True, check=False)
    assert heard.stdout == ""
    assert ask(address) == f"302 {TARGET}"


@pytest.mark.skipif(
    not Path("/proc/net/tcp").exists() or os.geteuid() != 0, reason="needs Linux, and root to be another user"
)
def test_another_user_gets_nothing_by_ports_that_root_seems_to_have(address: str) -> None:
    server, path = address.removeprefix("http://").split("/")
    command = [sys.executable, "-I", "-S", "-c", _BORROW, server.split(":")[1], f"/{path}", str(NOBODY)]
    heard = subprocess.run(command, capture_output=True, text=True, check=True)
    assert heard.stdout == ""
    assert ask(address) == f"302 {TARGET}"


def test_nobody_else_may_listen_on_its_port_where_reuse_would_allow_that() -> None:
    """As Windows' SO_REUSEADDR does."""
    with one_time_page._Server(TARGET) as server:  # noqa: SLF001  the program has no other door
        assert server.socket.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) == 0
