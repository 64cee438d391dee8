"""A home in which everything has been used once, on a made-up organization, and command lines run in this process."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import pytest

from ssotui.cli.main import main
from ssotui.demo.home import DemoHome, environment, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.files import section_lookup, token_cache
from tests.faults.files import FILES
from tests.waiting import wait_until

Run = Callable[..., int]
Told = Callable[[str], tuple[int, str]]

TOKEN = hashlib.sha1(b"acme", usedforsecurity=False).hexdigest()
SETTINGS = '[catalog]\nmax_age = "1h"\n[login]\nmethod = "device-code"\nbrowser = "none"\n'
ROOT = Path(__file__).parents[2]
_PATIENCE = 60


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    with serving(make_world(accounts=4, roles=2)) as one:
        yield one


class UsedHome(NamedTuple):
    """A home in which every command has been run, the exit code of each, and the paths that they touched in it."""

    home: DemoHome
    codes: dict[str, int]
    touched: list[str]


@pytest.fixture(scope="module")
def used(organization: Organization, tmp_path_factory: pytest.TempPathFactory) -> UsedHome:
    """Every file of the table is in it."""
    home = make_home(tmp_path_factory.mktemp("used") / "my home", organization, os.environ)
    settings = home.folder / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir()
    settings.write_text(SETTINGS)
    command = [sys.executable, "-m", "tests.faults.touched", home.profiles[0]]
    with subprocess.Popen(command, cwd=ROOT, env=home.env, stdout=subprocess.PIPE, text=True) as program:
        wait_until(lambda: organization.oidc.user_codes() or program.poll() is not None)
        organization.approve()
        told = json.loads(program.communicate(timeout=60)[0])
    return UsedHome(home, told["codes"], told["touched"])


def copied(used: UsedHome, folder: Path) -> DemoHome:
    """A copy of it, for one test, signed in."""
    shutil.copytree(used.home.folder, folder)
    organization = used.home.organization
    home = DemoHome(folder, environment(folder, organization.url, os.environ), organization)
    home.sign_in("acme")
    return home


@pytest.fixture
def home(used: UsedHome, tmp_path: Path) -> DemoHome:
    return copied(used, tmp_path / "my home")


@pytest.fixture
def run(home: DemoHome, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """``run("list", "--json")``: the exit code; any other way out, and more than a minute, fails the test."""

    def too_long(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"it hangs in {frame}")

    def command(*words: str) -> int:
        monkeypatch.setattr(section_lookup, "_LAST_READ", {})  # a new process has read nothing yet
        signal.alarm(_PATIENCE)
        try:
            return main(words)
        finally:
            signal.alarm(0)

    monkeypatch.setattr(os, "environ", os.environ.copy())
    for name in set(os.environ) - set(home.env):
        monkeypatch.delenv(name)
    for name, value in home.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_PROFILE", home.profiles[0])
    monkeypatch.setenv("PATH", str(home.folder))  # the doctor asks other programs for their version
    monkeypatch.setattr(token_cache, "_PAUSE", 0.0)  # between looks at a torn file, which nobody mends here
    before = signal.signal(signal.SIGALRM, too_long)
    yield command
    signal.signal(signal.SIGALRM, before)


def path_of(name: str, folder: Path) -> Path:
    """One such file in the home ``folder``."""
    wanted = re.compile(FILES[name].path.replace("TOKEN", TOKEN))
    below = ((path, str(path.relative_to(folder))) for path in sorted(folder.rglob("*")))
    return next(path for path, text in below if wanted.fullmatch(text) and (name == "token" or TOKEN not in text))


@pytest.fixture
def told(run: Run, home: DemoHome, capfd: pytest.CaptureFixture[str]) -> Told:
    """The exit code of a line, and what it says to people, which is never a traceback or a bug."""

    def tell(line: str) -> tuple[int, str]:
        code = run(*(home.profiles[0] if word == "PROFILE" else word for word in line.split()))
        words = capfd.readouterr().err
        assert code in range(9)
        assert not re.search("Traceback|this is a bug", words)
        return code, words

    return tell
