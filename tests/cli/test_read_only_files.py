"""Files that may not be written: refused as AWS CLI refuses them; roles work without a profile all the same."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.world import make_world
from tests.command_runs import run_command

WORLD = make_world(sessions=1, accounts=3, roles=2)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(home: DemoHome) -> Run:
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return run_command(words, {**home.env, "SHELL": "/bin/bash"})

    return command


@pytest.fixture
def role(run: Run) -> str:
    """A role without a profile."""
    listed = json.loads(run("list", "--json").stdout)
    one = next(one for one in listed if not one["profiles"])
    return f"{one['session']}/{one['account_id']}/{one['role']}"


@pytest.fixture
def folder(home: DemoHome) -> Callable[[], dict[str, bytes]]:
    """What is in ~/.aws, but for the caches."""
    return lambda: {one.name: one.read_bytes() for one in home.config_file.parent.iterdir() if one.is_file()}


WRITERS = {
    "profile add": ("profile", "add", "ROLE", "--name", "new"),
    "profile sync": ("profile", "sync", "--yes"),
    "profile remove": ("profile", "remove", "PROFILE", "--yes"),
    "session add": ("session", "add", "x", "--start-url", "https://x.awsapps.com/start", "--region", "eu-west-1"),
    "use": ("use", "ROLE"),
}


@pytest.mark.parametrize("words", WRITERS.values(), ids=WRITERS)
def test_a_read_only_config_is_refused_and_nothing_is_written(
    words: tuple[str, ...], run: Run, home: DemoHome, role: str, folder: Callable[[], dict[str, bytes]]
) -> None:
    home.config_file.chmod(0o444)
    before = folder()
    done = run(*({"ROLE": role, "PROFILE": home.profiles[0]}.get(word, word) for word in words))
    assert done.returncode == 8, done.stderr
    assert f"{home.config_file}: can't be written: it is read-only" in done.stderr
    assert folder() == before
    assert home.config_file.stat().st_mode & 0o777 == 0o444


def test_read_only_credentials_are_refused(run: Run, home: DemoHome, folder: Callable[[], dict[str, bytes]]) -> None:
    credentials = home.config_file.with_name("credentials")
    credentials.chmod(0o444)
    before = folder()
    done = run("creds", home.profiles[0], "--write", "tmp")
    assert done.returncode == 8, done.stderr
    assert f"{credentials}: can't be written: it is read-only" in done.stderr
    assert f"Make it writable: chmod u+w {credentials}" in done.stderr
    assert folder() == before


def test_a_change_is_still_shown_where_it_could_not_be_made(run: Run, home: DemoHome, role: str) -> None:
    home.config_file.chmod(0o444)
    done = run("profile", "add", role, "--name", "new", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "+[profile new]" in done.stdout


def test_what_is_there_can_be_switched_to(run: Run, home: DemoHome) -> None:
    home.config_file.chmod(0o444)
    assert f"AWS_PROFILE='{home.profiles[0]}'" in run("use", home.profiles[0]).stdout


def test_a_role_without_a_profile_works_with_a_config_in_a_read_only_store(
    run: Run, home: DemoHome, role: str, tmp_path: Path
) -> None:
    """As Nix and home-manager have it: a link into a store that nobody writes."""
    store = tmp_path / "store"
    store.mkdir()
    home.config_file.rename(store / "config")
    home.config_file.symlink_to(store / "config")
    (store / "config").chmod(0o444)
    refused = run("use", role)
    assert (refused.returncode, refused.stdout) == (8, "false\n")
    keys, words = f"ssotui use --keys {role}", f"ssotui exec {role} --"
    assert f"Without a profile, use {keys}, or {words} COMMAND" in refused.stderr
    assert "AWS_ACCESS_KEY_ID='ASIA" in run(*keys.split()[1:]).stdout
    assert "AWS_ACCESS_KEY_ID=ASIA" in run(*words.split()[1:], "env").stdout
    assert home.config_file.is_symlink()
