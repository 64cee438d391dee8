"""A profile that AWS's tools refuse, or take for another role: told wherever it is named, and chosen nowhere."""

from __future__ import annotations

import json

import pytest

from ssotui.demo.home import DemoHome
from tests.cli.conftest import Run, data_of

# What stands in the profile beside a role of acme, and what doctor says of it.
FAULTS = {
    "another start URL": ("sso_start_url = {start_url}/", "sso_start_url in the profile"),
    "another region": ("sso_region = us-east-2", "sso_region in the profile"),
    "a comment behind the account": ("sso_account_id = {account_id} # prod", "sso_account_id"),
    "an account id cut short": ("sso_account_id = 1234", "1234"),
    "an unknown session": ("sso_session = nope", 'sso-session "nope"'),
}


@pytest.fixture
def bare(home: DemoHome, run: Run) -> tuple[str, str]:
    """A role of acme that has no profile: account id and name."""
    listed = json.loads(run("list", "--session", "acme", "--json").stdout)
    found = next(one for one in listed if not one["profiles"])
    return found["account_id"], found["role"]


@pytest.fixture(params=FAULTS)
def unsound(home: DemoHome, bare: tuple[str, str], request: pytest.FixtureRequest) -> str:
    """The role gets a profile "bad" with a fault; gives what is said of it."""
    line, said = FAULTS[request.param]
    values = {"sso_session": "acme", "sso_account_id": bare[0], "sso_role_name": bare[1], "region": "us-east-1"}
    start_url = home.organization.world.instances[0].start_url
    key, _, value = line.format(start_url=start_url, account_id=bare[0]).partition(" = ")
    text = "".join(f"{key} = {value}\n" for key, value in (values | {key: value}).items())
    home.config_file.write_text(f"{home.config_file.read_text()}\n[profile bad]\n{text}")
    return said


COMMANDS = (
    "use bad", "use bad --keys", "creds bad", "exec bad -- echo ran", "console bad --print", "whoami --profile bad",
    "credential-process --profile bad",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_named_itself_it_is_refused_with_what_is_wrong(command: str, unsound: str, run: Run) -> None:
    done = run(*command.split())
    assert done.returncode == 8
    assert unsound in done.stderr
    assert ".." not in done.stderr
    assert data_of(done) == ""


@pytest.mark.parametrize("words", [["status", "--check"], ["whoami"]])
def test_as_the_shells_profile_it_is_told(words: list[str], unsound: str, run: Run) -> None:
    done = run(*words, AWS_PROFILE="bad")
    assert done.returncode == 8
    assert unsound in done.stderr


def test_its_role_gets_a_sound_one(unsound: str, bare: tuple[str, str], run: Run) -> None:
    done = run("use", f"acme/{'/'.join(bare)}")
    assert done.returncode == 0
    assert "AWS_PROFILE='bad'" not in done.stdout
    written = next(one for one in json.loads(run("profile", "list", "--json").stdout) if one["managed"])
    assert f"AWS_PROFILE='{written['name']}'" in done.stdout
    assert (written["account_id"], written["role"]) == bare
    again = run("use", f"acme/{'/'.join(bare)}")
    assert f"AWS_PROFILE='{written['name']}'" in again.stdout


def test_sync_gives_its_role_a_sound_one(unsound: str, bare: tuple[str, str], run: Run) -> None:
    assert run("profile", "sync", f"'{bare[0]}", f"'{bare[1]}", "--yes").returncode == 0
    roles = [
        (one["account_id"], one["role"])
        for one in json.loads(run("profile", "list", "--json").stdout)
        if one["managed"]
    ]
    assert roles == [bare]


def test_it_is_still_listed(unsound: str, run: Run) -> None:
    assert "bad" in {one["name"] for one in json.loads(run("profile", "list", "--json").stdout)}
