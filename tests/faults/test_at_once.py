"""Ten of everything at once, beside two pickers: nothing that one wrote is lost, and the sign-in is renewed once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organisation import Organisation
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.files.history import HistoryFile
from tests.faults.conftest import ROOT

EACH = 10
PICKERS = 2


@pytest.fixture
def organisation() -> Iterator[Organisation]:
    with serving(make_world(sessions=1, accounts=6, roles=3)) as one:
        yield one


@pytest.fixture
def home(organisation: Organisation, tmp_path: Path) -> DemoHome:
    made = make_home(tmp_path / "home", organisation, os.environ)
    made.expire("acme")
    return made


def program(home: DemoHome, number: int, what: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.at_once", str(number), what],
        cwd=ROOT, env=home.env, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_ten_of_each_beside_two_pickers_lose_nothing_and_renew_once(home: DemoHome, organisation: Organisation) -> None:
    profile = home.profiles[0]
    programs = [program(home, number, profile) for number in range(EACH)]
    programs += [program(home, number, "picker") for number in range(PICKERS)]
    for one in programs:
        assert one.stdin
        one.stdin.close()
        one.stdin = None
    told = [one.communicate() for one in programs]
    assert [one.returncode for one in programs] == [0] * (EACH + PICKERS), told
    codes = {line: code for out, _ in told for line, code in json.loads(out).items()}
    assert {line: code for line, code in codes.items() if code} == {}

    assert organisation.counts["CreateToken"] == 1
    assert organisation.counts["StartDeviceAuthorization"] == organisation.counts["RegisterClient"] == 0

    names = re.findall(r"^\[profile (.*)\]$", home.config_file.read_text(), re.MULTILINE)
    assert len(names) == len(set(names))
    roles = re.findall(r"sso_account_id = (\d+)\nsso_role_name = (\S+)", home.config_file.read_text())
    assert len(set(roles)) == organisation.world.role_count

    credentials = (home.folder / ".aws" / "credentials").read_text()
    assert len(re.findall(r"^\[copied-\d\]$", credentials, re.MULTILINE)) == EACH

    history = HistoryFile(home.folder / ".local" / "state" / "ssotui").load()
    assert max(use.times for use in history.uses.values()) == EACH
    assert len(history.favourites) == PICKERS
    assert list(home.folder.rglob(".*.[0-9a-f]" + "[0-9a-f]" * 11)) == []
