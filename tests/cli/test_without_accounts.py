"""Somebody to whom no account is assigned, or no role in any: the list is empty, and says why."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import DemoAccount, DemoInstance, World
from tests.command_runs import run_command

Run = Callable[..., subprocess.CompletedProcess[str]]
WHY = "Ask your administrator to assign one, or sign in as another user: ssotui login --force acme"


@pytest.fixture(params=[(), (DemoAccount("111122223333", "bare", "b@example.com", ()),)], ids=["accounts", "roles"])
def organization(request: pytest.FixtureRequest) -> Iterator[Organization]:
    url = "https://d-acme.awsapps.com/start"
    acme = DemoInstance("acme", url, "eu-west-1", "jane@acme.example", request.param, signed_in=True)
    with serving(World((acme,), seed=1)) as served:
        yield served


@pytest.fixture
def run(organization: Organization, tmp_path: Path) -> Run:
    home = make_home(tmp_path, organization, os.environ)
    home.config_file.write_text(
        "[sso-session acme]\nsso_start_url = https://d-acme.awsapps.com/start\nsso_region = eu-west-1\n"
    )

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return run_command(words, home.env)

    return command


@pytest.mark.parametrize("words", [(), ("--refresh",), ("--session", "acme")])
def test_the_list_says_on_stderr_that_there_is_none_and_why(run: Run, words: tuple[str, ...]) -> None:
    done = run("list", *words)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == ["No account or role is assigned to you in acme.", f"  {WHY}"]


def test_what_was_listed_as_empty_is_known_to_be_empty(run: Run) -> None:
    run("list")
    done = run("list", "--cached", "--json")
    assert (done.returncode, done.stdout) == (0, "[]\n")
    assert "No account or role is assigned to you in acme." in done.stderr


@pytest.mark.parametrize("words", [("list", "prod"), ("use", "prod"), ("creds", "prod"), ("profile", "sync", "prod")])
def test_a_query_fits_nothing_for_the_same_reason(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 3
    assert done.stderr.splitlines() == ['ssotui: Nothing matches "prod".', f"  {WHY}"]
