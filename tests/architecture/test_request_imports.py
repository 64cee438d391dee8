"""What a command loads that needs credentials from AWS: SDKs wait for it, many times a day."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.server import serving
from ssotui.demo.world import make_world

# Modules of Python that take long to load, and what only search, listing and other command lines need.
SLOW_TO_LOAD = (
    "argparse", "asyncio", "boto3", "botocore", "dataclasses", "encodings.idna", "inspect", "shutil",
    "subprocess", "tempfile", "tomllib", "urllib.request",
)  # fmt: skip
OF_OTHER_COMMANDS = (
    "ssotui.actions.listing.session_listing",
    "ssotui.actions.resolve_role",
    "ssotui.cli.parser",
    "ssotui.core.search.index",
)
PROBE = f"""
import atexit, os, sys
def told(*_):
    loaded = [name for name in {(*SLOW_TO_LOAD, *OF_OTHER_COMMANDS)!r} if name in sys.modules]
    os.write(2, " ".join(loaded).encode())
atexit.register(told)
leave = os._exit
os._exit = lambda code: (told(), leave(code))
from ssotui.cli.main import main
sys.exit(main())
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[DemoHome]:
    with serving(make_world(sessions=1, accounts=3, roles=2)) as organization:
        yield make_home(tmp_path, organization, {"PYTHONPATH": ":".join(sys.path)})


@pytest.mark.parametrize("words", [["credential-process", "--profile"], ["creds"]], ids=lambda words: words[0])
def test_a_request_for_credentials_loads_nothing_that_it_does_not_need(words: list[str], home: DemoHome) -> None:
    command = [sys.executable, "-c", PROBE, *words, home.profiles[0]]
    done = subprocess.run(command, capture_output=True, text=True, env=home.env, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "AKIA" in done.stdout or "ASIA" in done.stdout
