"""What ssotui writes is the user's alone, whatever umask it is started with."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.waiting import wait_until


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o277])
def test_new_files_and_folders_are_private_and_usable(
    home: DemoHome, organization: Organization, umask: int, tmp_path: Path
) -> None:
    before = set(modes(home.folder))
    home.expire("acme")
    profile = home.profiles[0]
    for words in (
        ("--debug", "list", "--refresh", "--session", "acme"),
        ("creds", profile, "--write=kept"),
        ("profile", "sync", "admin", "--session", "acme", "--yes"),
        ("use", profile),
        ("login", "northwind", "--force", "--device-code", "--no-browser"),
    ):
        command = [sys.executable, "-m", "ssotui", *words]
        with subprocess.Popen(
            command, env=home.env, umask=umask, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
        ) as run:
            if words[0] == "login":
                approve(organization, run)
            told = run.communicate(timeout=60)
        assert run.returncode == 0, told
    new = {name: mode for name, mode in modes(home.folder).items() if name not in before}
    folders = {name for name in new if (home.folder / name).is_dir()}
    assert {name: oct(mode) for name, mode in new.items() if mode != (0o700 if name in folders else 0o600)} == {}
    assert len(new) > 10
    assert {oct(mode) for name, mode in modes(home.folder).items() if name.endswith(".json")} == {oct(0o600)}


def approve(organization: Organization, run: subprocess.Popen[bytes]) -> None:
    """As soon as a sign-in waits for it."""
    wait_until(lambda: organization.oidc.user_codes() or run.poll() is not None)
    organization.approve()
