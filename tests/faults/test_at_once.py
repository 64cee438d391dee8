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
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.files.history import HistoryFile
from tests.faults.conftest import ROOT

EACH = 10
PICKERS = 2
PATIENCE = 120.0  # seconds


@pytest.fixture
def organization() -> Iterator[Organization]:
    with serving(make_world(sessions=1, accounts=6, roles=3)) as one:
        yield one


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> DemoHome:
    made = make_home(tmp_path / "home", organization, os.environ)
    made.expire("acme")
    return made


def program(home: DemoHome, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.at_once", *words],
        cwd=ROOT, env=home.env, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_ten_of_each_beside_two_pickers_lose_nothing_and_renew_once(home: DemoHome, organization: Organization) -> None:
    profile = home.profiles[0]
    accounts = organization.world.instances[0].accounts
    pinned = {f"acme/{account.id}/{account.roles[0]}" for account in accounts[-PICKERS:]}
    programs = [program(home, "commands", str(number), profile) for number in range(EACH)]
    programs += [program(home, "picker", role) for role in pinned]
    for one in programs:
        assert one.stdin
        one.stdin.close()
        one.stdin = None
    told = [one.communicate(timeout=PATIENCE) for one in programs]
    assert [one.returncode for one in programs] == [0] * (EACH + PICKERS), told
    codes = {line: code for out, _ in told for line, code in json.loads(out).items()}
    assert {line: code for line, code in codes.items() if code} == {}

    assert organization.counts["CreateToken"] == 1
    assert organization.counts["StartDeviceAuthorization"] == organization.counts["RegisterClient"] == 0

    names = re.findall(r"^\[profile (.*)\]$", home.config_file.read_text(), re.MULTILINE)
    assert len(names) == len(set(names))
    roles = re.findall(r"sso_account_id = (\d+)\nsso_role_name = (\S+)", home.config_file.read_text())
    assert len(set(roles)) == organization.world.role_count

    credentials = (home.folder / ".aws" / "credentials").read_text()
    assert len(re.findall(r"^\[copied-\d\]$", credentials, re.MULTILINE)) == EACH

    history = HistoryFile(home.folder / ".local" / "state" / "ssotui").load()
    assert max(use.times for use in history.uses.values()) == EACH
    assert set(history.favorites) == pinned
    assert list(home.folder.rglob(".*.[0-9a-f]" + "[0-9a-f]" * 11)) == []
