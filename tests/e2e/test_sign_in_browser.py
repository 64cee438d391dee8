"""A sign-in in a real browser, through the made-up organization's page, by authorization code with PKCE."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.chromium import Chromium, chromium

pytestmark = pytest.mark.needs("chromium", "chromedriver")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Chromium]:
    folder = tmp_path / "chromium"
    folder.mkdir()
    with chromium(folder) as opened:
        yield opened


@pytest.fixture
def env(home: DemoHome, tmp_path: Path) -> dict[str, str]:
    """At a desk: a browser that tells us which address it was given; nothing of where the tests run."""
    opener = tmp_path / "bin" / "opener"
    opener.parent.mkdir()
    os.mkfifo(tmp_path / "address")
    opener.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{tmp_path / "address"}"\n')
    opener.chmod(0o755)
    (tmp_path / "settings.toml").write_text('[login]\nmethod = "browser"\n')
    kept = {name: value for name, value in home.env.items() if not name.startswith("SSH_")}
    return kept | {"BROWSER": f"{opener} %s", "SSOTUI_CONFIG": str(tmp_path / "settings.toml")}


def start(env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ssotui", "login", "globex"]
    return subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_approving_signs_in(
    env: dict[str, str], home: DemoHome, window: Chromium, organization: Organization, tmp_path: Path
) -> None:
    login = start(env)
    window.visit((tmp_path / "address").read_text())
    assert window.heading == "Allow access?"
    window.click("button.yes")
    window.until_heading("You are signed in")
    assert window.address.startswith("http://127.0.0.1:")
    out, err = login.communicate(timeout=60)
    assert (login.returncode, out) == (0, ""), err
    assert "Signed in to globex for 7h59m." in err
    members = json.loads(home.token_file("globex").read_text())
    assert members["refreshToken"]
    assert organization.counts["CreateToken"] == 1
    listed = subprocess.run(
        [sys.executable, "-m", "ssotui", "list", "--session", "globex", "--plain"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "globex" in listed.stdout


def test_denying_says_so(env: dict[str, str], window: Chromium, home: DemoHome, tmp_path: Path) -> None:
    login = start(env)
    window.visit((tmp_path / "address").read_text())
    window.click("button:not(.yes)")
    window.until_heading("The sign-in was denied")
    _, err = login.communicate(timeout=60)
    assert login.returncode == 5
    assert "The sign-in to globex was denied in the browser." in err
    assert not home.token_file("globex").exists()
