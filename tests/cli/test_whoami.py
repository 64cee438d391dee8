"""``ssotui whoami``: the identity that AWS tells, and what is known of it here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from hashlib import sha1

import pytest

from ssotui.core.console.arns import role_of
from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.world import make_world
from tests.command_runs import run_command

WORLD = make_world(sessions=1)

MEMBERS = ("profile", "session", "account_id", "account_name", "role", "region", "arn", "user_id", "expires_at")


def run(*words: str, home: DemoHome, **variables: str) -> subprocess.CompletedProcess[str]:
    done = run_command(words, home.env | variables)
    assert done.returncode == 0, done.stderr
    return done


def test_all_that_is_known_of_the_role_is_said(home: DemoHome) -> None:
    run("list", home=home)
    found = json.loads(run("whoami", "--json", home=home, AWS_PROFILE=home.profiles[0]).stdout)
    account = next(one for one in home.organization.world.instances[0].accounts if one.id == found["account_id"])
    assert tuple(found) == MEMBERS
    assert (found["profile"], found["session"], found["region"]) == (home.profiles[0], "acme", "eu-west-1")
    assert found["account_name"] == account.name
    assert found["role"] in account.roles
    assert f"assumed-role/AWSReservedSSO_{found['role']}_" in found["arn"]


def test_the_region_is_the_one_that_aws_cli_would_take(home: DemoHome) -> None:
    regions = {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-west-2"}
    found = run("whoami", "--json", home=home, AWS_PROFILE=home.profiles[0], **regions).stdout
    assert json.loads(found)["region"] == "us-east-1"


def test_what_a_user_of_iam_has_not_is_null(home: DemoHome) -> None:
    found = json.loads(run("whoami", "--profile", STATIC_PROFILE, "--json", home=home).stdout)
    assert tuple(found) == MEMBERS
    assert (found["session"], found["role"], found["account_name"], found["expires_at"]) == (None, None, None, None)


def test_credentials_in_the_environment_are_of_the_session_that_lists_their_role(home: DemoHome) -> None:
    whoami = ("exec", home.profiles[0], "--", sys.executable, "-m", "ssotui", "whoami", "--json")
    before = json.loads(run(*whoami, home=home).stdout)
    assert before["session"] is None, "nothing was listed, so nothing is known"
    run("list", home=home)
    found = json.loads(run(*whoami, home=home).stdout)
    assert (found["profile"], found["session"]) == (None, "acme")
    assert found["account_name"]


def test_where_two_sessions_list_the_role_none_is_named(home: DemoHome) -> None:
    instance = home.organization.world.instances[0]
    with home.config_file.open("a") as config:
        config.write(
            f"\n[sso-session again]\nsso_start_url = {instance.start_url}\nsso_region = {instance.sso_region}\n"
        )
    token = home.config_file.parent / "sso" / "cache" / f"{sha1(b'again').hexdigest()}.json"
    token.write_bytes(home.token_file("acme").read_bytes())
    run("list", home=home)
    whoami = ("exec", home.profiles[0], "--", sys.executable, "-m", "ssotui", "whoami", "--json")
    assert json.loads(run(*whoami, home=home).stdout)["session"] is None


def test_people_get_a_line_for_each_that_is_known(home: DemoHome) -> None:
    lines = run("whoami", "--profile", STATIC_PROFILE, home=home).stdout.splitlines()
    assert [line[:14].strip() for line in lines] == ["Profile", "Account ID", "Region", "ARN", "User ID"]


@pytest.mark.parametrize(
    ("arn", "role"),
    [
        ("arn:aws:sts::1:assumed-role/AWSReservedSSO_Read_Only_5a46b1c2d3e4f506/jane@example.com", "Read_Only"),
        ("arn:aws-cn:sts::1:assumed-role/pod/session", "pod"),
        ("arn:aws:iam::1:user/ci/deployer", ""),
        ("arn:aws:iam::1:root", ""),
    ],
)
def test_the_role_in_an_arn(arn: str, role: str) -> None:
    assert role_of(arn) == role


def test_people_read_when_it_ends_by_their_own_clock(home: DemoHome) -> None:
    line = run("whoami", home=home, AWS_PROFILE=home.profiles[0], TZ="Asia/Tokyo").stdout.splitlines()[-1]
    assert re.fullmatch(r"Expires       \d{4}-\d\d-\d\d \d\d:\d\d JST \((59m|1h00m) left\)", line)
