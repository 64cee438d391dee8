"""What is said of a name template that gives all roles of a session one name."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui import wiring
from ssotui.actions import snapshots
from ssotui.demo.home import DemoHome
from ssotui.demo.world import make_world
from ssotui.settings import Settings
from tests.command_runs import run_command

WORLD = make_world(accounts=6, roles=3)  # two sessions of 3 accounts, 3 roles each; both are signed in

Run = Callable[..., subprocess.CompletedProcess[str]]
TEMPLATE = "{session}-{account_name}"
SAID = f'ssotui: The name template "{TEMPLATE}" gives several roles the same name: add {{role}} to tell them apart.\n'


@pytest.fixture
def run(home: DemoHome) -> Run:
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        done = run_command(words, home.env)
        assert done.returncode == 0, done.stderr
        return done

    return command


def test_sync_says_which_field_it_lacks(run: Run) -> None:
    assert SAID in run("profile", "sync", "--dry-run", "--name-template", TEMPLATE).stderr
    assert "name template" not in run("profile", "sync", "--dry-run", "--name-template", "{account_name}.{role}").stderr


def test_use_and_add_say_it_when_they_name_a_profile_by_it(run: Run, home: DemoHome) -> None:
    settings = Path(home.env["HOME"], ".config", "ssotui", "config.toml")
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'[profiles]\nname_template = "{TEMPLATE}"\n')
    run("list")
    snapshot = snapshots.load(wiring.build(home.env, Settings()))
    named = snapshot.configuration.profile_names_by_role()
    ref = next(str(ref) for ref in snapshot.catalog.refs(snapshot.session_names) if ref not in named)
    assert SAID in run("profile", "add", ref, "--dry-run").stderr
    assert "name template" not in run("profile", "add", ref, "--dry-run", "--name", "mine").stderr
    assert SAID in run("use", ref).stderr
    assert "name template" not in run("use", ref).stderr
