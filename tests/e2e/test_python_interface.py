"""``ssotui.api``: what a Python program gets."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization


def python(code: str, env: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_session_is_who_the_query_names(home: DemoHome) -> None:
    code = f"""
from ssotui.api import boto3_session
session = boto3_session({home.profiles[0]!r})
print(session.region_name, session.client("sts").get_caller_identity()["Arn"])
"""
    said = python(code, {**home.env, "AWS_PROFILE": "nope"})
    assert said.startswith("eu-west-1 arn:aws:sts::")
    assert ":assumed-role/AWSReservedSSO_" in said


def test_its_keys_renew_themselves(home: DemoHome, organization: Organization) -> None:
    organization.lifetimes.role = timedelta(minutes=9)
    code = f"""
from ssotui.api import boto3_session
keys = boto3_session({home.profiles[0]!r}, region="us-east-1").get_credentials()
print(len({{keys.get_frozen_credentials().access_key for _ in range(3)}}))
"""
    assert int(python(code, home.env)) == 3


def test_the_roles_are_those_of_list(home: DemoHome) -> None:
    code = "import json; from ssotui.api import roles; print(json.dumps([(r[0], r[1], r.role) for r in roles()]))"
    found = [tuple(one) for one in json.loads(python(code, home.env))]
    command = [sys.executable, "-m", "ssotui", "list", "--cached", "--json"]
    listed = subprocess.run(command, env=home.env, capture_output=True, text=True, check=False)
    assert found == [(one["session"], one["account_id"], one["role"]) for one in json.loads(listed.stdout)]
    assert len(found) > 200


def test_signing_in_shows_what_the_person_needs(home: DemoHome, organization: Organization) -> None:
    home.sign_out("acme")
    code = """
import urllib.parse, urllib.request
from ssotui.api import boto3_session, login

def approve(prompt):
    asked = urllib.parse.urlencode({"user_code": prompt.user_code, "decision": "approve"}).encode()
    urllib.request.urlopen(prompt.url.partition("?")[0], asked).close()

print(login("acme", show=approve) > login("northwind"))
"""
    assert python(code, {**home.env, "SSH_CONNECTION": "1 2 3 4"}).strip() in ("True", "False")
    assert home.token_file("acme").exists()


def test_a_session_that_is_signed_in_is_left_alone(home: DemoHome, organization: Organization) -> None:
    python("from ssotui.api import login; login('acme')", home.env)
    assert dict(organization.counts) == {"ListAccounts": 1}, "AWS is asked whether it still is"


def test_importing_it_loads_no_boto3() -> None:
    loaded = python("import sys, ssotui.api; print(*sys.modules)", {})
    assert not {"boto3", "botocore", "textual"} & set(loaded.split())
