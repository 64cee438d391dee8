"""A home with three small sessions, and ``ssotui`` as a person and as a script call it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organisation import Organisation
from ssotui.demo.server import serving
from ssotui.demo.world import make_world

Run = Callable[..., subprocess.CompletedProcess[str]]
Terminal = Any
_PATIENCE = 60.0


@pytest.fixture
def organisation() -> Iterator[Organisation]:
    """Three small instances; nobody is signed in to the third, globex."""
    with serving(make_world(sessions=3, accounts=6, roles=2)) as served:
        yield served


@pytest.fixture
def home(organisation: Organisation, tmp_path: Path) -> DemoHome:
    """Somebody who wants no browser opened."""
    home = make_home(tmp_path, organisation, os.environ)
    home.env["BROWSER"] = "none"
    return home


@pytest.fixture
def run(home: DemoHome) -> Run:
    """``run("login", "acme", AWS_PROFILE="x")``: a script's call, without a terminal."""

    def ssotui(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ssotui", *words],
            env=home.env | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return ssotui


def data_of(done: subprocess.CompletedProcess[str]) -> str:
    """What it printed; a switch that comes to nothing prints only what makes the shell that evaluates it fail."""
    return "" if done.stdout == "false\n" else done.stdout


@pytest.fixture
def open_terminal(home: DemoHome) -> Iterator[Callable[..., Terminal]]:
    """``open_terminal("list", AWS_PROFILE="x")``: a person's call, with a terminal on all three streams."""
    opened: list[Terminal] = []

    def ssotui(*words: str, lines: int = 40, **variables: str) -> Terminal:
        env = home.env | {"TERM": "xterm-256color", "NO_COLOR": "1"} | variables
        child = pexpect.spawn(
            sys.executable, ["-m", "ssotui", *words], env=env, encoding="utf-8", timeout=60, dimensions=(lines, 200)
        )
        opened.append(child)
        return child

    yield ssotui
    for child in opened:
        child.close(force=True)


def approve(organisation: Organisation, *, deny: bool = False) -> None:
    """As soon as a sign-in waits for it."""
    end = time.monotonic() + _PATIENCE
    while not organisation.grants.user_codes():
        assert time.monotonic() < end, "nobody asked to sign in"
        os.sched_yield()
    organisation.approve(deny=deny)


def start(home: DemoHome, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ssotui", *words],
        env=home.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(child: Terminal) -> int:
    """The exit code of a person's call, once it has ended; what it printed last is ``child.before``."""
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus)
