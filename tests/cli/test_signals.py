"""A command that is told to end while AWS is being asked ends at once, in silence, and leaves everything as it was."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organisation import Organisation
from ssotui.demo.server import serving
from ssotui.demo.world import make_world

COMMANDS = (
    ("list --refresh --session acme", "ListAccounts"),
    ("creds {profile}", "GetRoleCredentials"),
    ("creds {profile} --write tmp", "GetRoleCredentials"),
    ("exec {profile} -- echo ran", "GetRoleCredentials"),
    ("use {profile} --keys", "GetRoleCredentials"),
    ("console {profile} --print", "getSigninToken"),
    ("whoami --profile {profile}", "GetCallerIdentity"),
    ("credential-process --profile {profile}", "GetRoleCredentials"),
    ("login globex --device-code --no-browser", "RegisterClient"),
    ("logout acme", "Logout"),
    ("profile sync --session acme --yes", "ListAccounts"),
)
_CACHED = re.compile(r"\.aws/cli/cache/[0-9a-f]{40}\.json")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(scope="module")
def organisation() -> Iterator[Organisation]:
    """Three small instances; nobody is signed in to the third, globex."""
    with serving(make_world(sessions=3, accounts=3, roles=1)) as served:
        yield served


@pytest.fixture
def home(organisation: Organisation, tmp_path: Path) -> Iterator[DemoHome]:
    yield make_home(tmp_path / "home", organisation, {**os.environ, "BROWSER": "none"})
    organisation.heal()


def files(home: DemoHome) -> dict[str, bytes]:
    """What AWS's tools and the user would miss, or find too much of; role credentials may have come and be cached."""
    found = [str(path.relative_to(home.folder)) for path in (home.folder / ".aws").rglob("*") if path.is_file()]
    return {name: (home.folder / name).read_bytes() for name in found if not _CACHED.fullmatch(name)}


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize(("command", "operation"), COMMANDS)
def test_it_ends_at_once_and_leaves_everything_as_it_was(
    home: DemoHome, organisation: Organisation, command: str, operation: str, number: signal.Signals
) -> None:
    organisation.fault(operation, "hang", times=None)
    before, asked = files(home), organisation.counts[operation]
    words = [word.format(profile=home.profiles[0]) for word in command.split()]
    with subprocess.Popen(
        [sys.executable, "-m", "ssotui", *words], env=home.env, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        end = time.monotonic() + 30
        while organisation.counts[operation] == asked and process.poll() is None and time.monotonic() < end:
            os.sched_yield()
        assert process.poll() is None, process.communicate()
        told_at = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert time.monotonic() - told_at < 5, "the request would have gone on for ten seconds"
    assert process.returncode == 128 + number or (number == signal.SIGINT and process.returncode == 130)
    assert out.rstrip(";\n") == ("false" if command.startswith("use ") else ""), "a switch fails the shell that waits"
    assert "Traceback" not in err
    after = files(home)
    if command.startswith("logout"):
        assert set(after) < set(before), "who signs out is signed out here, whatever AWS says"
    else:
        assert after == before


_INTERRUPTED = """
import os, sys
from ssotui.cli.signals import ending_cleanly

class HalfBuilt:
    def __init__(self):
        os.kill(os.getpid(), int(sys.argv[1]))
        self.file = None

    def __del__(self):
        self.file.close()

with ending_cleanly():
    HalfBuilt()
"""


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_what_was_interrupted_while_it_was_built_is_not_reported(number: signal.Signals) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED, str(int(number))], check=False, capture_output=True, text=True
    )
    assert ended.returncode in (128 + number, -number)
    assert "AttributeError" not in ended.stderr
