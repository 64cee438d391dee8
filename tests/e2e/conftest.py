"""A made-up organization over HTTP, a home of real files, and real terminals (tmux) in which real shells run."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.e2e.aws_v2 import AwsV2, aws_v2_for
from tests.e2e.js_sdk import JsSdk
from tests.e2e.terminal import OpenTerminal, Terminal

_MACOS = Path(__file__).parent / "macos"
"""What has every Python in a terminal treat that terminal as macOS does."""


@pytest.fixture
def organization() -> Iterator[Organization]:
    """Three instances, two signed in."""
    with serving(make_world(sessions=3)) as served:
        yield served


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> DemoHome:
    folder = tmp_path / "home"
    folder.mkdir()
    return make_home(folder, organization, os.environ)


@pytest.fixture
def aws_v2(organization: Organization, tmp_path: Path) -> Iterator[AwsV2]:
    """AWS CLI v2 (Debian's 2.9 as well), led to ``organization``: see tests/e2e/aws_v2.py."""
    folder = tmp_path / "aws v2"
    folder.mkdir()
    with aws_v2_for(organization, folder) as program:
        yield program


@pytest.fixture
def open_terminal(tmp_path: Path) -> Iterator[OpenTerminal]:
    """``open_terminal("bash --norc", env, width=120, height=40)``; ended with the test, whatever runs in it."""
    socket = str(tmp_path / "tmux")

    def opened(command: str, env: dict[str, str], *, width: int = 120, height: int = 40) -> Terminal:
        tmux = ("tmux", "-S", socket, "-f", "/dev/null")
        kept = {**env, "TERM": "xterm-256color", "PS1": "$ ", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(_MACOS)}
        kept.pop("TMUX", None)
        inside = shlex.join(["env", "-i", *(f"{name}={value}" for name, value in kept.items())])
        size = ("-x", str(width), "-y", str(height))
        subprocess.run([*tmux, "new-session", "-d", *size, f"{inside} {command}"], check=True, cwd=tmp_path, env=kept)
        return Terminal(tmux, command.split(" ", maxsplit=1)[0])

    yield opened
    subprocess.run(["tmux", "-S", socket, "kill-server"], capture_output=True, check=False)


@pytest.fixture(scope="session")
def js_sdk() -> JsSdk:
    """The AWS SDK for JavaScript, installed once from npm."""
    return JsSdk()
