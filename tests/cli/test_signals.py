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
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.waiting import wait_until

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
# Every command with Ctrl+C and one of the two others, for which Python calls the same function; with the third if long.
RUNS = [
    pytest.param(
        *command, number, id=f"{command[0]}-{number.name}",
        marks=[pytest.mark.long] if number == SIGNALS[1 + place % 2] else [],
    )
    for place, command in enumerate(COMMANDS)
    for number in SIGNALS
]  # fmt: skip


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    """Three small instances; nobody is signed in to the third, globex."""
    with serving(make_world(sessions=3, accounts=3, roles=1)) as served:
        yield served


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> Iterator[DemoHome]:
    yield make_home(tmp_path / "home", organization, {**os.environ, "BROWSER": "none"})
    organization.clear_faults()


def files(home: DemoHome) -> dict[str, bytes]:
    """What AWS's tools and the user would miss, or find too much of; role credentials may have come and be cached."""
    found = [str(path.relative_to(home.folder)) for path in (home.folder / ".aws").rglob("*") if path.is_file()]
    return {name: (home.folder / name).read_bytes() for name in found if not _CACHED.fullmatch(name)}


@pytest.mark.parametrize(("command", "operation", "number"), RUNS)
def test_it_ends_at_once_and_leaves_everything_as_it_was(
    home: DemoHome, organization: Organization, command: str, operation: str, number: signal.Signals
) -> None:
    organization.fault(operation, "hang", times=None)
    before, asked = files(home), organization.counts[operation]
    words = [word.format(profile=home.profiles[0]) for word in command.split()]
    with subprocess.Popen(
        [sys.executable, "-m", "ssotui", *words], env=home.env, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        wait_until(lambda: organization.counts[operation] > asked or process.poll() is not None)
        assert process.poll() is None, process.communicate(timeout=60)
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


_CLASS = """
import os, sys
from ssotui.cli.signals import ending_cleanly

class Descriptor:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), int(sys.argv[1]))

with ending_cleanly():
    class Described:
        one = Descriptor()
"""


_INSTEAD = """
import os, sys
from ssotui.cli.signals import ending_cleanly

with ending_cleanly():
    try:
        os.kill(os.getpid(), int(sys.argv[1]))
    except BaseException:
        raise TypeError("not made")
"""
_LOST = """
import os, sys
from ssotui.cli.signals import ending_cleanly

with ending_cleanly():
    try:
        os.kill(os.getpid(), int(sys.argv[1]))
    except BaseException:
        pass
    raise TypeError("not made")
"""


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize(
    ("program", "error"),
    [(_INTERRUPTED, "AttributeError"), (_CLASS, "RuntimeError"), (_INSTEAD, "TypeError")],
    ids=["object", "class", "instead"],
)
def test_what_was_interrupted_while_it_was_built_is_not_reported(
    program: str, error: str, number: signal.Signals
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", program, str(int(number))], check=False, capture_output=True, text=True
    )
    assert ended.returncode in (128 + number, -number)
    assert error not in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_nor_is_an_error_of_code_that_lost_the_signals_exception(number: signal.Signals) -> None:
    ended = subprocess.run([sys.executable, "-c", _LOST, str(int(number))], check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (128 + number, "")


_PENDING = """
import os, signal, sys
from ssotui.cli.signals import ending_cleanly

number = int(sys.argv[1])
with ending_cleanly():
    signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, (number, signal.SIGALRM))
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), signal.SIGALRM)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (number, signal.SIGALRM))
    finally:
        for _ in range(1000):
            pass
        print("cleaned up")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_tick_that_is_pending_with_the_signal_does_not_interrupt_the_clean_up(number: signal.Signals) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _PENDING, str(int(number))], check=False, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (128 + number, "cleaned up\n")
