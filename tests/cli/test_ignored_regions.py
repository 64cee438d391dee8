"""What a config says that can't be taken: never written on, never guessed, and always said."""

from __future__ import annotations

import json

import pytest

from ssotui.demo.home import DemoHome
from tests.cli.conftest import Run, data_of


@pytest.fixture
def bare(run: Run) -> str:
    """A role of acme that has no profile, as SESSION/ACCOUNT_ID/ROLE."""
    listed = json.loads(run("list", "--session", "acme", "--json").stdout)
    found = next(one for one in listed if not one["profiles"])
    return f"acme/{found['account_id']}/{found['role']}"


@pytest.mark.parametrize("words", [["use"], ["profile", "add"]])
def test_a_region_with_a_comment_in_it_is_passed_over_and_said(
    words: list[str], home: DemoHome, bare: str, run: Run
) -> None:
    lines = len(home.config_file.read_text().splitlines())
    home.config_file.write_text(f"{home.config_file.read_text()}\n[default]\nregion = us-west-2  # note\n")
    done = run(*words, bare)
    assert done.returncode == 0
    said = f'ssotui: {home.config_file}:{lines + 3}: region = "us-west-2 # note" is not an AWS region and was ignored.'
    assert f"{said} Fix it: ssotui doctor --fix\n" in done.stderr
    written = next(one for one in json.loads(run("profile", "list", "--json").stdout) if one["managed"])
    assert written["region"] == home.organization.world.instances[0].sso_region


@pytest.mark.parametrize(
    "words", ["exec {} -- printenv AWS_REGION", "use --keys {}", "console {} --print"], ids=["exec", "keys", "console"]
)
@pytest.mark.parametrize(
    "where", ["[default]\nregion = us-west-2  # note\n", "[profile mine]\n{role}region = us-west-2  # note\n"]
)
def test_a_role_without_a_sound_profile_is_used_in_the_region_that_a_new_one_would_have(
    words: str, where: str, home: DemoHome, bare: str, run: Run
) -> None:
    _, account_id, role = bare.split("/")
    own = f"sso_session = acme\nsso_account_id = {account_id}\nsso_role_name = {role}\n"
    home.config_file.write_text(f"{home.config_file.read_text()}\n{where.format(role=own)}")
    done = run(*words.format(bare).split())
    assert done.returncode == 0
    assert home.organization.world.instances[0].sso_region in done.stdout
    assert "us-west-2" not in done.stdout
    assert ("was ignored. Fix it: ssotui doctor --fix\n" in done.stderr) == where.startswith("[default]")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[DEFAULT]\nsso_region = us-west-2\n", "sso_region in the profile"),
        ("sso_region = EU-", 'sso_region in the session "acme" is "EU-'),
    ],
    ids=["[DEFAULT]", "a session's region"],
)
def test_no_profile_is_written_that_no_tool_could_use(
    line: str, said: str, home: DemoHome, bare: str, run: Run
) -> None:
    text = home.config_file.read_text()
    text = text.replace("sso_region = ", line, 1) if line.startswith("sso_region") else line + text
    home.config_file.write_text(text)
    done = run("use", bare)
    assert done.returncode == 8
    assert f"{home.config_file}: nothing was written. " in done.stderr
    assert said in done.stderr
    assert home.config_file.read_text() == text


def test_a_previous_profile_that_is_gone_is_no_word_to_search_for(home: DemoHome, bare: str, run: Run) -> None:
    before = home.config_file.read_text()
    done = run("use", "-", SSOTUI_PREVIOUS_PROFILE=bare)
    assert done.returncode == 3
    assert done.stderr.startswith(f'ssotui: There is no profile "{bare}".')
    assert data_of(done) == ""
    assert home.config_file.read_text() == before


def test_migrate_drops_no_region_of_two_for_one_start_url(home: DemoHome, run: Run) -> None:
    legacy = (
        "[profile {0}]\nsso_start_url = https://q.awsapps.com/start\nsso_region = {1}\nsso_account_id = 111111111111\n"
    )
    text = "".join(f"{legacy.format(*one)}sso_role_name = x\n" for one in (("p", "eu-west-1"), ("q", "us-east-1")))
    home.config_file.write_text(f"{home.config_file.read_text()}\n{text}")
    before = home.config_file.read_text()
    done = run("session", "migrate", "--yes")
    assert done.returncode == 2
    assert 'The profile "q" has sso_region us-east-1' in done.stderr
    assert home.config_file.read_text() == before
