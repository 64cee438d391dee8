"""A query that is a profile's name means the profile, and the commands for many roles say so."""

from __future__ import annotations

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.world import DemoAccount
from tests.cli.conftest import Run

COMMANDS = {"list": "list {}", "exec": "exec --each {} -- COMMAND", "profile": "profile sync {}"}


@pytest.fixture
def account(home: DemoHome) -> DemoAccount:
    return home.organization.world.instance("acme").accounts[0]


def write_profile(home: DemoHome, account: DemoAccount, name: str) -> None:
    with home.config_file.open("a") as file:
        file.write(f"\n[profile {name}]\nsso_session = acme\n")
        file.write(f"sso_account_id = {account.id}\nsso_role_name = {account.roles[0]}\n")


def said(run: Run, command: str, query: str) -> str:
    after = {"exec": ["--each", query, "--", "true"], "profile": ["sync", query, "--dry-run"]}
    return run(command, *after.get(command, [query])).stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("field", ["account", "session", "role"])
def test_a_word_that_names_a_profile_is_told_from_what_it_matches(
    run: Run, home: DemoHome, account: DemoAccount, command: str, field: str
) -> None:
    name = {"account": str(account.name)[-3:], "session": "acme", "role": account.roles[0]}[field]
    write_profile(home, account, name)
    assert [line.split("\t")[2:4] for line in run("list", name).stdout.splitlines()] == [[account.id, account.roles[0]]]
    line = "ssotui " + COMMANDS[command].format(f"{field}:{name}")
    assert f"ssotui: {name} is a profile. For {field}s that match: {line}\n" in said(run, command, name)
    assert "is a profile" not in said(run, command, f"{field}:{name}")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_profiles_name_that_matches_only_its_role_needs_no_word(
    run: Run, home: DemoHome, account: DemoAccount, command: str
) -> None:
    write_profile(home, account, "only.this")
    assert "is a profile" not in said(run, command, "only.this")


def test_list_tells_a_profile_without_a_listed_role_from_a_word_that_matches_nothing(run: Run) -> None:
    done = run("list", "ci-deployer")
    assert (done.returncode, done.stdout) == (3, "")
    assert 'No listed role belongs to the profile "ci-deployer".\n  See it: ssotui profile list' in done.stderr
