"""AWS's own clients accept the profiles that ssotui writes, whatever the accounts are called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.js_sdk import JsSdk

_WHO = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"


def ssotui(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ssotui", *words], env=env, capture_output=True, text=True, check=False
    )


def listed(env: Mapping[str, str], *flags: str) -> list[dict[str, Any]]:
    done = ssotui("list", "--json", *flags, env=env)
    assert done.stdout, done.stderr
    return list(json.loads(done.stdout))


def switched(query: str, env: Mapping[str, str]) -> dict[str, str]:
    """The environment of a shell that has evaluated what ``ssotui use QUERY`` prints."""
    done = ssotui("use", query, env={**env, "SHELL": "/bin/bash"})
    assert done.returncode == 0, done.stderr
    probe = ["bash", "--norc", "-c", f"{done.stdout}\nenv -0"]
    shown = subprocess.run(probe, env=env, capture_output=True, text=True, check=True).stdout
    return dict(line.split("=", 1) for line in shown.split("\0") if "=" in line)


def test_a_profile_that_was_written_serves_every_client(home: DemoHome, aws_v2: AwsV2, js_sdk: JsSdk) -> None:
    role = next(one for one in listed(home.env) if not one["profiles"])
    env = switched(f"{role['session']}/{role['account_id']}/{role['role']}", home.env)
    expected = f"{role['account_id']}:assumed-role/AWSReservedSSO_{role['role']}_"
    boto3 = subprocess.run([sys.executable, "-c", _WHO], env=env, capture_output=True, text=True, check=False)
    assert expected in boto3.stdout, boto3.stderr
    assert expected in js_sdk.who(env | {"AWS_REGION": "eu-west-1"})
    cli = aws_v2("sts", "get-caller-identity", env=env)
    assert expected in cli.stdout, cli.stderr


@pytest.fixture
def hostile_home(tmp_path: Path) -> Iterator[DemoHome]:
    """Three sessions with every nasty name, all signed in."""
    folder = tmp_path / "a home's folder $(touch pwned)"
    folder.mkdir()
    with serving(make_world(sessions=3, hostile=True)) as organization:
        made = make_home(folder, organization, os.environ)
        made.sign_in(organization.world.instances[-1].session)
        yield made


def test_every_account_of_a_hostile_world_can_be_switched_to(hostile_home: DemoHome, tmp_path: Path) -> None:
    roles = listed(hostile_home.env)
    of_account = {one["account_id"]: one for one in roles}
    env = hostile_home.env
    chosen = list(of_account.values())[::9]
    profiles = set()
    for role in chosen:
        after = switched(f"{role['session']}/{role['account_id']}/{role['role']}", env)
        profiles.add(after["AWS_PROFILE"])
    assert len(profiles) == len(chosen)
    who = f"import boto3\nfor name in {sorted(profiles)!r}:\n    c = boto3.Session(profile_name=name).client('sts')\n"
    who += "    print(c.get_caller_identity()['Account'])"
    done = subprocess.run([sys.executable, "-c", who], env=env, capture_output=True, text=True, check=False)
    assert sorted(done.stdout.split()) == sorted(role["account_id"] for role in chosen), done.stderr
    assert not list(tmp_path.rglob("pwned"))


def test_a_large_listing_loses_no_role_and_survives_throttling(tmp_path: Path) -> None:
    with serving(make_world(sessions=1, accounts=60, roles=5), rate_limit=20) as organization:
        home = make_home(tmp_path, organization, os.environ)
        assert len(listed(home.env, "--refresh")) == 300
        assert throttled(organization)


def throttled(organization: Organization) -> bool:
    """The organization did answer 429: the listing was more than it grants."""
    return organization.counts["ListAccountRoles"] > 60
