"""Clipboards to copy to: an X server without a screen, a tmux server of one's own, a terminal that listens."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_PATIENCE = 30.0  # seconds: a slow machine fails nothing

Eventually = Callable[[Callable[[], bool]], bool]


@pytest.fixture
def eventually() -> Eventually:
    """Whether a claim comes true before patience ends."""

    def comes_true(claim: Callable[[], bool]) -> bool:
        end = time.monotonic() + _PATIENCE
        while not claim():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    return comes_true


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name of a display that nobody sees."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "64x64x8", "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        told = b""
        while b"\n" not in told and select.select([reader], [], [], _PATIENCE)[0]:  # it tells it in two pieces
            told += os.read(reader, 16)
        os.close(reader)
        number = told.decode().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
        server.terminate()


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a shell inside tmux."""
    socket = tmp_path / "tmux"
    command = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    env = {**os.environ, "TERM": "xterm-256color"}
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        env.pop(name, None)
    subprocess.run([*command, "new-session", "-d", "cat"], check=True, env=env)
    yield {**env, "TMUX": f"{socket},0,0"}
    subprocess.run([*command, "kill-server"], check=False, capture_output=True)
