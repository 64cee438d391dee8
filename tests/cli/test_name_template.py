"""What is said of a name template that gives all roles of a session one name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssotui import wiring
from ssotui.actions import snapshot
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organisation import Organisation
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.settings import Settings

Run = Callable[..., subprocess.CompletedProcess[str]]
TEMPLATE = "{session}-{account_name}"
SAID = f'ssotui: The name template "{TEMPLATE}" gives several roles the same name: add {{role}} to tell them apart.\n'


@pytest.fixture
def organisation() -> Iterator[Organisation]:
    """Two sessions of 3 accounts, 3 roles each; both are signed in."""
    with serving(make_world(accounts=6, roles=3)) as one:
        yield one


@pytest.fixture
def home(tmp_path: Path, organisation: Organisation) -> DemoHome:
    return make_home(tmp_path / "home", organisation, os.environ)


@pytest.fixture
def run(home: DemoHome) -> Run:
    def command(*words: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "ssotui", *words],
            env=home.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
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
    taken = snapshot.load(wiring.build(home.env, Settings()))
    named = snapshot.profiles_by_role(taken.configuration)
    ref = next(str(ref) for ref in taken.catalog.refs(taken.session_names) if ref not in named)
    assert SAID in run("profile", "add", ref, "--dry-run").stderr
    assert "name template" not in run("profile", "add", ref, "--dry-run", "--name", "mine").stderr
    assert SAID in run("use", ref).stderr
    assert "name template" not in run("use", ref).stderr
