"""Profiles that are no role of a session (chains, processes, keys): every command is whom AWS CLI and boto3 are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.issued_credentials import STATIC_KEY
from ssotui.demo.organization import Organization
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.other_profiles import (
    ARNS,
    ASSUMED,
    NEEDS_SSO_SESSION,
    SSOTUI,
    WHO,
    add_profiles,
    boto3_says,
    run,
    with_credentials,
)


@pytest.fixture
def home(home: DemoHome, organization: Organization, tmp_path: Path) -> DemoHome:
    add_profiles(home, organization, tmp_path)
    return home


def cached(home: DemoHome) -> dict[str, dict[str, Any]]:
    """What AWS CLI's cache holds of assumed roles, by the ARN."""
    folder = home.folder / ".aws" / "cli" / "cache"
    documents = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    return {one["AssumedRoleUser"]["Arn"]: one for one in documents if "AssumedRoleUser" in one}


@pytest.mark.needs("aws", "openssl")
@pytest.mark.parametrize("profile", ARNS)
def test_every_command_is_whom_aws_cli_and_boto3_are(profile: str, home: DemoHome, aws_v2: AwsV2) -> None:
    env = home.env
    who = run("whoami", "--profile", profile, "--json", env=env)
    assert json.loads(who.stdout)["arn"] == ARNS[profile], who.stderr
    ran = run("exec", profile, "--", sys.executable, "-c", WHO, env=env)
    assert ran.stdout.strip() == ARNS[profile], ran.stderr
    for words in (("creds", profile, "--format", "process"), ("credential-process", "--profile", profile)):
        answer = run(*words, env=env)
        assert boto3_says(with_credentials(answer.stdout, env)) == ARNS[profile], answer.stderr
    assert boto3_says({**env, "AWS_PROFILE": profile}) == ARNS[profile]
    if profile not in NEEDS_SSO_SESSION:
        said = aws_v2("sts", "get-caller-identity", "--query", "Arn", "--output", "text", "--profile", profile, env=env)
        assert said.stdout.strip() == ARNS[profile], said.stderr


def test_a_source_in_the_environment_is_asked_where_the_profile_names_it(home: DemoHome) -> None:
    keys = {"AWS_ACCESS_KEY_ID": STATIC_KEY[0], "AWS_SECRET_ACCESS_KEY": STATIC_KEY[1]}
    who = run("whoami", "--profile", "from-environment", "--json", env={**home.env, **keys})
    assert json.loads(who.stdout)["arn"] == ASSUMED.format("000000000077", "Environment"), who.stderr


@pytest.mark.parametrize("profile", ["longer", "process", STATIC_PROFILE])
def test_nothing_else_in_the_environment_leaks_into_a_named_profile(
    profile: str, home: DemoHome, tmp_path: Path
) -> None:
    env = home.env | {
        "AWS_PROFILE": "nope",
        "AWS_DEFAULT_PROFILE": "nope",
        "AWS_ACCESS_KEY_ID": "AKIAOTHER",
        "AWS_SECRET_ACCESS_KEY": "other",
        "AWS_SESSION_TOKEN": "other",
        "AWS_ROLE_ARN": "arn:aws:iam::000000000077:role/Pod",
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token"),
    }
    answer = run("credential-process", "--profile", profile, env=env)
    assert boto3_says(with_credentials(answer.stdout, home.env)) == ARNS[profile], answer.stderr


@pytest.mark.needs("aws", "openssl")
def test_what_sts_gave_us_serves_aws_cli(home: DemoHome, aws_v2: AwsV2, organization: Organization) -> None:
    run("creds", "from-legacy", env=home.env)
    assert organization.counts["AssumeRole"] == 1
    said = aws_v2("sts", "get-caller-identity", "--profile", "from-legacy", env=home.env)
    assert json.loads(said.stdout)["Arn"] == ARNS["from-legacy"], said.stderr
    assert organization.counts["AssumeRole"] == 1


@pytest.mark.needs("aws", "openssl")
def test_what_sts_gave_aws_cli_serves_us(home: DemoHome, aws_v2: AwsV2, organization: Organization) -> None:
    said = aws_v2("sts", "get-caller-identity", "--profile", "from-keys", env=home.env)
    assert organization.counts["AssumeRole"] == 1, said.stderr
    theirs = cached(home)[ARNS["from-keys"]]
    ours = json.loads(run("creds", "from-keys", "--format", "process", env=home.env).stdout)
    assert ours["AccessKeyId"] == theirs["Credentials"]["AccessKeyId"]
    assert organization.counts["AssumeRole"] == 1


def test_the_cached_answer_is_what_aws_cli_writes(home: DemoHome) -> None:
    run("creds", "from-keys", env=home.env)
    document = cached(home)[ARNS["from-keys"]]
    assert set(document) >= {"Credentials", "AssumedRoleUser", "ResponseMetadata"}
    assert document["Credentials"]["AccountId"] == "000000000077"
    assert document["Credentials"]["Expiration"].endswith("UTC")
    paths = (home.folder / ".aws" / "cli" / "cache").glob("*.json")
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_a_chain_signs_in_to_the_session_that_it_leads_to(home: DemoHome, organization: Organization) -> None:
    home.sign_out("acme")
    refused = run("exec", "longer", "--", "true", env=home.env)
    assert (refused.returncode, refused.stderr.splitlines()[-1]) == (5, "  Sign in: ssotui login acme")
    words = [*SSOTUI[1:], "creds", "longer", "--format", "access-key"]
    env = os.environ | home.env | {"SSH_CONNECTION": "1 2 3 4", "TERM": "dumb"}
    child = pexpect.spawn(SSOTUI[0], words, env=env, encoding="utf-8", timeout=60)
    child.expect_exact("Waiting")
    organization.approve()
    child.expect("ASIA[A-Z0-9]+")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_long_term_keys_have_no_token_and_no_end_in_any_format(home: DemoHome) -> None:
    for form in ("env", "fish", "ini", "dotenv"):
        text = run("creds", STATIC_PROFILE, "--format", form, env=home.env).stdout
        assert STATIC_KEY[1] in text
        assert "TOKEN" not in text.upper()
        assert "EXPIRATION" not in text
    assert set(json.loads(run("creds", STATIC_PROFILE, "--format", "process", env=home.env).stdout)) == {
        *("Version", "AccessKeyId", "SecretAccessKey"),
    }
    exported = run("use", "--keys", STATIC_PROFILE, env=home.env | {"SHELL": "/bin/bash"}).stdout
    assert "unset -v AWS_SESSION_TOKEN;" in exported
    assert "unset -v AWS_CREDENTIAL_EXPIRATION;" in exported


@pytest.mark.parametrize("profile", ["longer", "process"])
def test_a_boto3_session_is_whom_the_profile_is(profile: str, home: DemoHome) -> None:
    code = (
        "from ssotui.api import boto3_session; "
        f"print(boto3_session({profile!r}, region='eu-west-1').client('sts').get_caller_identity()['Arn'])"
    )
    done = subprocess.run([sys.executable, "-c", code], env=home.env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == ARNS[profile], done.stderr
