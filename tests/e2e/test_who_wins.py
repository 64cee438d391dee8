"""``whoami`` beside boto3, AWS CLI v2 and the JavaScript SDK, in environments that override or break a profile."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.issued_credentials import STATIC_KEY
from ssotui.demo.organization import Organization
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.js_sdk import JsSdk

_WHO = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
FAILS = ""

WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "TOKEN", "AWS_ROLE_ARN": "arn:aws:iam::000000000077:role/pod"}
GONE = WEB | {"AWS_WEB_IDENTITY_TOKEN_FILE": "/no/such/token"}
KEYS = {"AWS_ACCESS_KEY_ID": STATIC_KEY[0], "AWS_SECRET_ACCESS_KEY": STATIC_KEY[1]}
CONTAINER = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "CONTAINER"}

POD = "arn:aws:sts::000000000077:assumed-role/pod/"
TASK = "arn:aws:sts::000000000088:assumed-role/task/"
USER = "arn:aws:iam::000000000042:user/ci-deployer"
SSO = "assumed-role/AWSReservedSSO_"
CHAIN = "arn:aws:sts::000000000099:assumed-role/auditor/"

# The environment, whom AWS CLI and boto3 show, whom the JavaScript SDK shows, and the variables in conflict.
TABLE: dict[str, tuple[dict[str, str], str, str, set[str]]] = {
    "an SSO profile": ({"AWS_PROFILE": "sso"}, SSO, SSO, set()),
    "keys": ({"AWS_PROFILE": "sso", **KEYS}, USER, SSO, {*KEYS}),
    "half of the keys": (
        {"AWS_PROFILE": "sso", "AWS_ACCESS_KEY_ID": "AKIA"}, FAILS, SSO, {"AWS_ACCESS_KEY_ID"},
    ),
    "the other half": ({"AWS_PROFILE": "sso", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"}, SSO, SSO, set()),
    "web identity": ({"AWS_PROFILE": "sso", **WEB}, POD, SSO, {"AWS_WEB_IDENTITY_TOKEN_FILE"}),
    "web identity beside a static profile": (
        {"AWS_PROFILE": STATIC_PROFILE, **WEB}, POD, USER, {"AWS_WEB_IDENTITY_TOKEN_FILE"},
    ),
    "web identity beside a process profile": (
        {"AWS_PROFILE": "process", **WEB}, POD, USER, {"AWS_WEB_IDENTITY_TOKEN_FILE"},
    ),
    "web identity beside a chain": ({"AWS_PROFILE": "chain", **WEB}, CHAIN, CHAIN, set()),
    "web identity without a profile": (WEB, POD, POD, {"AWS_WEB_IDENTITY_TOKEN_FILE"}),
    "a token file alone": (
        {"AWS_PROFILE": "sso", "AWS_WEB_IDENTITY_TOKEN_FILE": "TOKEN"}, FAILS, SSO, {"AWS_WEB_IDENTITY_TOKEN_FILE"},
    ),
    "a token file that is gone": ({"AWS_PROFILE": "sso", **GONE}, FAILS, SSO, {"AWS_WEB_IDENTITY_TOKEN_FILE"}),
    "a role alone": ({"AWS_PROFILE": "sso", "AWS_ROLE_ARN": WEB["AWS_ROLE_ARN"]}, SSO, SSO, set()),
    "a container": ({"AWS_PROFILE": "sso", **CONTAINER}, SSO, SSO, set()),
    "a container beside a profile without credentials": (
        {"AWS_PROFILE": "region", **CONTAINER}, TASK, TASK, {*CONTAINER},
    ),
    "a container without a profile": (CONTAINER, TASK, TASK, set()),
    "a profile that is missing": ({"AWS_PROFILE": "nope"}, FAILS, FAILS, {"AWS_PROFILE"}),
    "a profile that is missing, and keys": ({"AWS_PROFILE": "nope", **KEYS}, FAILS, FAILS, {"AWS_PROFILE", *KEYS}),
    "a profile that is missing, and web identity": (
        {"AWS_PROFILE": "nope", **WEB}, FAILS, POD, {"AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"},
    ),
    "a profile that is missing, and a container": (
        {"AWS_PROFILE": "nope", **CONTAINER}, FAILS, TASK, {"AWS_PROFILE", *CONTAINER},
    ),
    "an empty name": ({"AWS_PROFILE": "", **KEYS}, FAILS, USER, {"AWS_PROFILE", *KEYS}),
    "the same name twice": ({"AWS_PROFILE": "sso", "AWS_DEFAULT_PROFILE": "sso"}, SSO, SSO, set()),
    "bedrock": ({"AWS_PROFILE": "sso", "AWS_BEARER_TOKEN_BEDROCK": "t"}, SSO, SSO, {"AWS_BEARER_TOKEN_BEDROCK"}),
}  # fmt: skip


@pytest.fixture
def container(organization: Organization) -> Iterator[str]:
    """The address of a container's credentials endpoint."""
    keys = organization.credentials.issue("000000000088", "task", "task")

    class Endpoint(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            members = {
                "AccessKeyId": keys.access_key_id,
                "SecretAccessKey": keys.secret_access_key,
                "Token": keys.session_token,
                "Expiration": f"{datetime.now() + timedelta(hours=6):%Y-%m-%dT%H:%M:%SZ}",  # noqa: DTZ005
            }
            body = json.dumps(members).encode()
            self.send_response_only(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/credentials"
        server.shutdown()


@pytest.fixture
def shell(home: DemoHome, container: str, tmp_path: Path) -> Mapping[str, str]:
    """What the words of the table stand for; the profiles are in the home."""
    token = tmp_path / "token"
    token.write_text("a.web.identity.token")
    members = {"Version": 1, "AccessKeyId": STATIC_KEY[0], "SecretAccessKey": STATIC_KEY[1]}
    (tmp_path / "credentials.json").write_text(json.dumps(members))
    with home.config_file.open("a") as file:
        file.write(f'\n[profile process]\ncredential_process = cat "{tmp_path}/credentials.json"\n')
        # AWS CLI 2.9 finds no token for a source_profile with an sso_session: its source is static.
        file.write(
            f"[profile chain]\nrole_arn = arn:aws:iam::000000000099:role/auditor\nsource_profile = {STATIC_PROFILE}\n"
        )
        file.write("[profile region]\nregion = eu-west-1\n")
    return {"TOKEN": str(token), "CONTAINER": container, "sso": home.profiles[0]}


def said(done: subprocess.CompletedProcess[str]) -> str:
    """The ARN; "" for a failure."""
    return done.stdout.strip() if done.returncode == 0 else FAILS


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=False)


def js_says(js_sdk: JsSdk, env: Mapping[str, str]) -> str:
    try:
        return js_sdk.who(env)
    except AssertionError:
        return FAILS


@pytest.mark.parametrize("case", TABLE)
def test_whoami_is_whom_aws_cli_and_boto3_show_and_the_conflicts_say_why(
    case: str, home: DemoHome, shell: Mapping[str, str], aws_v2: AwsV2, js_sdk: JsSdk
) -> None:
    variables, aws, js, conflicts = TABLE[case]
    region = {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true"}
    env = home.env | region | {name: shell.get(value, value) for name, value in variables.items()}

    whoami = run("-m", "ssotui", "whoami", "--json", env=env)
    ours = str(json.loads(whoami.stdout)["arn"]) if whoami.returncode == 0 else FAILS
    boto3 = said(run("-c", _WHO, env=env))
    cli = said(aws_v2("sts", "get-caller-identity", "--query", "Arn", "--output", "text", env=env))
    javascript = js_says(js_sdk, env)

    judged = {"AWS CLI": cli, "boto3": boto3, "ssotui whoami": ours}
    assert not [who for who, arn in judged.items() if (aws not in arn if aws else arn)], (judged, whoami.stderr)
    assert js in javascript if js else not javascript
    status: dict[str, Any] = json.loads(run("-m", "ssotui", "status", "--json", env=env).stdout)
    assert {one["variable"] for one in status["conflicts"]} == conflicts


@pytest.mark.parametrize("profile", ["sso", STATIC_PROFILE])
def test_after_a_switch_every_tool_is_the_profile(
    profile: str, home: DemoHome, shell: Mapping[str, str], aws_v2: AwsV2, js_sdk: JsSdk
) -> None:
    name = shell.get(profile, profile)
    before = home.env | {key: shell.get(value, value) for key, value in (WEB | KEYS | CONTAINER).items()}
    code = run("-m", "ssotui", "use", name, env=before | {"SHELL": "/bin/bash"}).stdout
    probe = ["bash", "--norc", "-c", f"{code}\nenv -0"]
    shown = subprocess.run(probe, env=before, capture_output=True, text=True, check=True).stdout
    env = dict(line.split("=", 1) for line in shown.split("\0") if "=" in line) | {"AWS_REGION": "eu-west-1"}
    expected = SSO if profile == "sso" else USER
    cli = aws_v2("sts", "get-caller-identity", "--query", "Arn", "--output", "text", env=env)
    assert [expected in one for one in (said(run("-c", _WHO, env=env)), said(cli), js_says(js_sdk, env))] == [True] * 3
    assert run("-m", "ssotui", "whoami", env=env).stderr == ""
