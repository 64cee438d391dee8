"""A region chosen for a role in the picker: the role's next switches and commands have it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from ssotui import paths, wiring
from ssotui.demo.home import DemoHome
from ssotui.files.history import HistoryFile
from ssotui.settings import Settings
from tests.cli.conftest import Run

SHOW = ("--", "sh", "-c", "echo $AWS_REGION $AWS_DEFAULT_REGION")


@pytest.fixture
def history(home: DemoHome) -> HistoryFile:
    return HistoryFile(paths.state_folder(home.env))


@pytest.fixture
def profile(home: DemoHome) -> str:
    """A profile of a role that can be used without a sign-in."""
    return home.profiles[0]


@pytest.fixture
def role(run: Run, profile: str) -> str:
    """Its role, as SESSION/ACCOUNT_ID/ROLE."""
    found = next(one for one in json.loads(run("list", "--json").stdout) if profile in one["profiles"])
    return f"{found['session']}/{found['account_id']}/{found['role']}"


def keep(history: HistoryFile, role: str, region: str = "ap-south-2") -> None:
    history.set_region(role, region, datetime.now(UTC))


@pytest.mark.parametrize("words", [("{profile}",), ("{role}",), ("--keys", "{role}")], ids=["quick", "role", "keys"])
def test_each_switch_to_the_role_sets_it(
    words: tuple[str, ...], run: Run, profile: str, role: str, history: HistoryFile
) -> None:
    keep(history, role)
    for _ in range(2):
        code = run("use", *(word.format(profile=profile, role=role) for word in words)).stdout
        assert "export AWS_REGION='ap-south-2'" in code
        assert "export AWS_DEFAULT_REGION='ap-south-2'" in code


def test_a_flag_counts_once(run: Run, role: str, history: HistoryFile) -> None:
    keep(history, role)
    assert "AWS_REGION='eu-west-3'" in run("use", role, "--region", "eu-west-3").stdout
    assert "AWS_REGION='ap-south-2'" in run("use", role).stdout


def test_other_roles_do_not_have_it(run: Run, home: DemoHome, role: str, history: HistoryFile) -> None:
    keep(history, role)
    assert "AWS_REGION" not in run("use", home.profiles[1]).stdout


def test_a_profile_without_a_role_has_its_own(run: Run, home: DemoHome, history: HistoryFile) -> None:
    with home.config_file.open("a") as config:
        config.write("\n[profile keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = x\n")
    keep(history, "profile:keys")
    assert "AWS_REGION='ap-south-2'" in run("use", "keys").stdout


def test_when_it_is_no_longer_kept_a_switch_sets_none(run: Run, profile: str, role: str, history: HistoryFile) -> None:
    keep(history, role)
    keep(history, role, "")
    assert "AWS_REGION" not in run("use", profile).stdout


@pytest.mark.parametrize("own", [False, True], ids=["words", "current"])
def test_a_command_has_it(own: bool, run: Run, profile: str, role: str, history: HistoryFile) -> None:
    keep(history, role)
    words, env = ((), {"AWS_PROFILE": profile}) if own else ((role,), {"AWS_REGION": "eu-north-1"})
    assert run("exec", *words, *SHOW, **env).stdout == "ap-south-2 ap-south-2\n"
    assert run("exec", *words, "--region", "eu-west-3", *SHOW, **env).stdout == "eu-west-3 eu-west-3\n"


def test_each_of_many_commands_has_that_of_its_role(run: Run, role: str, history: HistoryFile) -> None:
    keep(history, role)
    account = role.split("/")[1]
    printed = run("exec", "--each", "--yes", account, *SHOW).stdout.splitlines()
    assert [line.endswith("ap-south-2 ap-south-2") for line in printed].count(True) == 1
    assert len(printed) > 1


@pytest.mark.parametrize("form", [(), ("--portal",)], ids=["federation", "portal"])
def test_the_console_opens_in_it(form: tuple[str, ...], run: Run, role: str, history: HistoryFile) -> None:
    keep(history, role)
    assert "ap-south-2.console.aws.amazon.com" in run("console", role, "--print", *form).stdout
    shown = run("console", role, "--print", "--region", "eu-west-3", *form).stdout
    assert "eu-west-3.console.aws.amazon.com" in shown


def test_a_history_that_can_not_be_written_still_tells_it(run: Run, profile: str, role: str, home: DemoHome) -> None:
    folder = paths.state_folder(home.env)
    keep(HistoryFile(folder), role)
    (folder / "history.lock").unlink(missing_ok=True)
    (folder / "history.lock").mkdir()  # no lock can be had
    assert "AWS_REGION='ap-south-2'" in run("use", profile).stdout


def test_the_console_of_another_role_ignores_the_region_of_the_shells_switch(
    run: Run, home: DemoHome, profile: str
) -> None:
    """AWS_REGION of ``use --region`` is for that role. One that the user has set is for all that have none."""
    home.config_file.write_text(re.sub(r"(?m)^region = ", "# region = ", home.config_file.read_text()))
    switch = {"AWS_PROFILE": profile, "SSOTUI_REGION": "ap-south-2,,"}
    switched = switch | dict.fromkeys(("AWS_REGION", "AWS_DEFAULT_REGION"), "ap-south-2")
    assert "ap-south-2.console" not in run("console", home.profiles[1], "--print", **switched).stdout
    assert "ap-south-2.console" in run("console", "--print", **switched).stdout
    own = {"AWS_REGION": "eu-north-1"}
    assert "eu-north-1.console" in run("console", home.profiles[1], "--print", **own).stdout


def test_it_and_favorites_go_along_to_a_migrated_session_and_back(
    run: Run, home: DemoHome, history: HistoryFile
) -> None:
    legacy = wiring.build(home.env, Settings()).profiles.read().profiles_by_name["old-style"].ref
    assert legacy is not None
    old, new = str(legacy), str(legacy._replace(session="company"))
    keep(history, old)
    history.set_favorites([old], favorite=True)
    assert run("session", "migrate", "--yes", "--name", "company").returncode == 0
    assert (history.load().favorites, history.load().regions) == ((new,), {new: "ap-south-2"})
    assert run("profile", "undo", "--yes").returncode == 0
    assert (history.load().favorites, history.load().regions) == ((old,), {old: "ap-south-2"})
