"""A home with three small sessions, and ``ssotui`` as a person and as a script call it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.command_runs import OnTerminal, run_command
from tests.waiting import wait_until

Run = Callable[..., subprocess.CompletedProcess[str]]
Terminal = Any
_PATIENCE = 60.0


@pytest.fixture
def organization(request: pytest.FixtureRequest) -> Iterator[Organization]:
    """That of the module's ``WORLD``, else three small instances; nobody is signed in to the third, globex."""
    with serving(getattr(request.module, "WORLD", None) or make_world(sessions=3, accounts=6, roles=2)) as served:
        yield served


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> DemoHome:
    """Somebody who wants no browser opened."""
    home = make_home(tmp_path, organization, os.environ)
    home.env["BROWSER"] = "none"
    return home


@pytest.fixture
def run(home: DemoHome) -> Run:
    """``run("login", "acme", AWS_PROFILE="x")``: a script's call, without a terminal."""

    def ssotui(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
        return run_command(words, home.env | env)

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
        child = OnTerminal(words, env, timeout=60, dimensions=(lines, 200))
        opened.append(child)
        return child

    yield ssotui
    for child in opened:
        child.close(force=True)


@pytest.fixture
def open_in_shell(home: DemoHome, tmp_path: Path) -> Iterator[Callable[[str], Terminal]]:
    """``open_in_shell("ssotui creds acme | cat")``: a line that sh runs on a terminal."""
    opened: list[Terminal] = []

    def run_line(line: str) -> Terminal:
        env = home.env | {"TERM": "xterm-256color", "NO_COLOR": "1"}
        child = pexpect.spawn(
            "sh", ["-c", line], env=env, encoding="utf-8", timeout=60, dimensions=(40, 200), cwd=str(tmp_path)
        )
        opened.append(child)
        return child

    yield run_line
    for child in opened:
        child.close(force=True)


def approve(organization: Organization, *, deny: bool = False) -> None:
    """As soon as a sign-in waits for it."""
    wait_until(organization.oidc.user_codes, "a sign-in")
    organization.approve(deny=deny)


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
