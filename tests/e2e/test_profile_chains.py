"""What ``profile add --assume`` writes, read by boto3, AWS CLI v2 and the JavaScript SDK."""

from __future__ import annotations

import json
import re

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.js_sdk import JsSdk
from tests.e2e.other_profiles import boto3_says, run

ARN = "arn:aws:iam::000000000077:role/path/Deploy"


def without_session_name(arn: str) -> str:
    """botocore and the JavaScript SDK each make up another one."""
    return re.sub(r"/[^/]*$", "", arn.strip())


@pytest.mark.needs("node", "npm")
@pytest.mark.parametrize("source", ["SSO", "ci-deployer", "org-auditor"])
def test_a_chain_is_the_same_role_to_every_tool(source: str, home: DemoHome, js_sdk: JsSdk) -> None:
    done = run("profile", "add", "--assume", ARN, "--from", source.replace("SSO", home.profiles[0]), env=home.env)
    assert done.returncode == 0, done.stderr
    env = home.env | {"AWS_PROFILE": "000000000077.Deploy", "AWS_REGION": "eu-west-1"}
    ours = json.loads(run("whoami", "--json", env=env).stdout)["arn"]
    assert without_session_name(ours) == "arn:aws:sts::000000000077:assumed-role/Deploy"
    assert without_session_name(boto3_says(env)) == without_session_name(ours)
    assert without_session_name(js_sdk.who(env)) == without_session_name(ours)


@pytest.mark.needs("aws", "openssl")
def test_a_chain_of_long_term_credentials_is_the_same_session_to_aws_cli(home: DemoHome, aws_v2: AwsV2) -> None:
    run("profile", "add", "--assume", ARN, "--from", "ci-deployer", env=home.env)
    ours = json.loads(run("whoami", "--profile", "000000000077.Deploy", "--json", env=home.env).stdout)["arn"]
    said = aws_v2("sts", "get-caller-identity", "--profile", "000000000077.Deploy", env=home.env)
    assert json.loads(said.stdout)["Arn"] == ours, "the session is that of the cache"
