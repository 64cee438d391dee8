"""``exec --server``: programs get credentials from an endpoint that nothing overrides, for as long as they run."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from ssotui.demo.issued_credentials import STATIC_KEY
from ssotui.demo.organization import Organization
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.js_sdk import JsSdk

SSOTUI = [sys.executable, "-m", "ssotui"]
WHO = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
KEYS = f"aws_access_key_id = {STATIC_KEY[0]}\naws_secret_access_key = {STATIC_KEY[1]}\n"

Prepare = Callable[[DemoHome], Mapping[str, str]]


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SSOTUI, "exec", words[0], "--server", "--", *words[1:]], env=env, capture_output=True, text=True, check=False
    )


def add_to(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def nothing(_: DemoHome) -> Mapping[str, str]:
    return {}


def a_profile_of_the_shell(home: DemoHome) -> Mapping[str, str]:
    return {"AWS_PROFILE": STATIC_PROFILE, "AWS_DEFAULT_PROFILE": home.profiles[1]}


def variables_with_keys(_: DemoHome) -> Mapping[str, str]:
    return {"AWS_ACCESS_KEY_ID": STATIC_KEY[0], "AWS_SECRET_ACCESS_KEY": STATIC_KEY[1]}


def web_identity(home: DemoHome) -> Mapping[str, str]:
    token = home.folder / "token"
    token.write_text("token")
    return {"AWS_WEB_IDENTITY_TOKEN_FILE": str(token), "AWS_ROLE_ARN": "arn:aws:iam::000000000077:role/pod"}


def a_container_of_the_machine(home: DemoHome) -> Mapping[str, str]:
    return {
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(home.folder / "no such file"),
    }


def default_with_sso(home: DemoHome) -> Mapping[str, str]:
    account = home.organization.world.instance("acme").accounts[-1]
    values = f"sso_session = acme\nsso_account_id = {account.id}\nsso_role_name = {next(iter(account.roles))}\n"
    add_to(home.config_file, f"\n[default]\nregion = eu-west-3\n{values}output = json\n")
    return {}


def default_with_keys(home: DemoHome) -> Mapping[str, str]:
    add_to(home.config_file.with_name("credentials"), f"\n[default]\n{KEYS}")
    return {}


def default_with_keys_in_config(home: DemoHome) -> Mapping[str, str]:
    add_to(home.config_file, f"\n[default]\n{KEYS}")
    return {}


def default_with_a_chain(home: DemoHome) -> Mapping[str, str]:
    arn = "arn:aws:iam::000000000099:role/auditor"
    add_to(home.config_file, f"\n[profile default]\nrole_arn = {arn}\nsource_profile = {home.profiles[0]}\n")
    return {}


def default_with_a_process(home: DemoHome) -> Mapping[str, str]:
    keys = json.dumps({"Version": 1, "AccessKeyId": STATIC_KEY[0], "SecretAccessKey": STATIC_KEY[1]})
    (home.folder / "keys.json").write_text(keys)
    add_to(home.config_file, f"\n[default]\ncredential_process = cat {home.folder}/keys.json\n")
    return {}


def default_with_aws_login(home: DemoHome) -> Mapping[str, str]:
    add_to(home.config_file, "\n[default]\nlogin_session = arn:aws:iam::000000000042:user/ci-deployer\n")
    return {}


def files_of_boto(home: DemoHome) -> Mapping[str, str]:
    (home.folder / ".boto").write_text(f"[Credentials]\n{KEYS}\n[Boto]\ndebug = 0\n")
    return {}


IN_THE_WAY = (
    nothing, a_profile_of_the_shell, variables_with_keys, web_identity, a_container_of_the_machine, default_with_sso,
    default_with_keys, default_with_keys_in_config, default_with_a_chain, default_with_a_process,
    default_with_aws_login, files_of_boto,
)  # fmt: skip


def is_of(home: DemoHome, arn: str) -> bool:
    """Whether the ARN is that of the first profile's role."""
    whole = subprocess.run(
        [*SSOTUI, "whoami", "--profile", home.profiles[0], "--json"],
        env=home.env,
        capture_output=True,
        text=True,
        check=True,
    )
    return bool(json.loads(whole.stdout)["arn"] == arn)


@pytest.mark.parametrize("prepare", IN_THE_WAY, ids=lambda prepare: prepare.__name__)
def test_boto3_and_the_javascript_sdk_have_the_role_whatever_else_is_there(
    home: DemoHome, js_sdk: JsSdk, prepare: Prepare
) -> None:
    env = {**home.env, **prepare(home)}
    done = run(home.profiles[0], sys.executable, "-c", WHO, env=env)
    assert done.returncode == 0, done.stderr
    assert is_of(home, done.stdout.strip())
    assert is_of(home, js_sdk.who(env, [*SSOTUI, "exec", home.profiles[0], "--server", "--"]))


@pytest.mark.parametrize("prepare", IN_THE_WAY, ids=lambda prepare: prepare.__name__)
def test_aws_cli_v2_has_it_as_well(home: DemoHome, aws_v2: AwsV2, prepare: Prepare) -> None:
    env = aws_v2.env({**home.env, **prepare(home)})
    done = run(home.profiles[0], "aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text", env=env)
    assert done.returncode == 0, done.stderr
    assert is_of(home, done.stdout.strip())


def test_the_rest_of_the_configuration_is_as_it_was(home: DemoHome) -> None:
    default_with_sso(home)
    default_with_keys(home)
    script = """
import boto3, os, stat
own = boto3.Session()
other = boto3.Session(profile_name="ci-deployer")
print(own.region_name, "default" in own.available_profiles, other.get_credentials().access_key)
for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
    print(oct(stat.S_IMODE(os.stat(os.environ[name]).st_mode)), os.environ[name])
"""
    done = run(home.profiles[0], "env", "-u", "AWS_DEFAULT_REGION", sys.executable, "-c", script, env=home.env)
    first, *files = done.stdout.splitlines()
    assert first == f"eu-west-3 True {STATIC_KEY[0]}", done.stderr
    assert [file.split()[0] for file in files] == ["0o600", "0o600"]
    assert not any(Path(file.split()[1]).parent.exists() for file in files)


def test_without_credentials_of_a_default_profile_the_files_are_the_users_own(home: DemoHome) -> None:
    assert (
        run(home.profiles[0], "sh", "-c", "echo $AWS_CONFIG_FILE-$AWS_SHARED_CREDENTIALS_FILE", env=home.env).stdout
        == "-\n"
    )


def test_no_key_is_in_the_environment(home: DemoHome) -> None:
    shown = run(home.profiles[0], "env", env={**home.env, **variables_with_keys(home)}).stdout
    assert "ACCESS_KEY" not in shown
    assert "AWS_SESSION_TOKEN" not in shown
    assert "SSOTUI_EXEC=1\n" in shown
    assert "AWS_REGION=eu-west-1\n" in shown


@pytest.mark.parametrize("profile", [ASSUME_ROLE_PROFILE, STATIC_PROFILE])
def test_profiles_of_other_kinds_work_as_well(home: DemoHome, js_sdk: JsSdk, profile: str) -> None:
    whole = subprocess.run(
        [*SSOTUI, "whoami", "--profile", profile, "--json"], env=home.env, capture_output=True, text=True, check=True
    )
    arn = json.loads(whole.stdout)["arn"]
    assert run(profile, sys.executable, "-c", WHO, env=home.env).stdout.strip() == arn
    assert js_sdk.who(home.env, [*SSOTUI, "exec", profile, "--server", "--"]) == arn


_CALLS = """
import boto3, json, time
client, keys, begin = boto3.client("sts"), set(), time.monotonic()
while time.monotonic() < begin + 10:
    client.get_caller_identity()
    keys.add(client._request_signer._credentials.get_frozen_credentials().access_key)
print(len(keys))
"""


def test_a_client_never_notices_that_credentials_expire(home: DemoHome, organization: Organization) -> None:
    organization.lifetimes.role = timedelta(seconds=3)
    done = run(home.profiles[0], sys.executable, "-c", _CALLS, env=home.env)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 3


UNTIL_REFUSED = """
import json, os, urllib.error, urllib.request
request = urllib.request.Request(os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"])
request.add_header("Authorization", os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"])
try:
    while True:
        json.load(urllib.request.urlopen(request))
except urllib.error.HTTPError as error:
    print(error.code, json.load(error))
"""


def test_where_they_can_not_be_renewed_the_program_and_the_user_are_told_once(
    home: DemoHome, organization: Organization
) -> None:
    organization.lifetimes.role = timedelta(seconds=3)
    gone = f"import os; os.remove({str(home.token_file('acme'))!r})"
    done = run(home.profiles[0], sys.executable, "-c", gone + UNTIL_REFUSED, env=home.env)
    status, _, told = done.stdout.partition(" ")
    assert status == "401", done.stderr
    assert "'Code': 'SignInNeeded'" in told
    assert "ssotui login acme" in told
    assert done.stderr.count("\n") == 1
    assert "ssotui login acme" in done.stderr


_REQUESTS = """
import os, urllib.error, urllib.request
uri, token = os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"], os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
for path, given in ((uri, {"Authorization": token}), (uri + "x", {"Authorization": token}), (uri, {}),
                    (uri, {"Authorization": token[:-1]}), (uri.rpartition("/")[0] + "/", {"Authorization": token})):
    try:
        print(urllib.request.urlopen(urllib.request.Request(path, headers=given)).status)
    except urllib.error.HTTPError as error:
        print(error.code)
"""


def test_other_paths_and_tokens_get_nothing(home: DemoHome) -> None:
    assert run(home.profiles[0], sys.executable, "-c", _REQUESTS, env=home.env).stdout.split() == ["200", *["403"] * 4]


def test_it_is_another_one_each_time_and_gone_afterwards(home: DemoHome) -> None:
    command = ("sh", "-c", "echo $AWS_CONTAINER_CREDENTIALS_FULL_URI $AWS_CONTAINER_AUTHORIZATION_TOKEN")
    first, second = (run(home.profiles[0], *command, env=home.env).stdout.split() for _ in range(2))
    assert first[1] != second[1]
    urls = [urlsplit(one[0]) for one in (first, second)]
    assert urls[0].path != urls[1].path
    for url in urls:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", url.port or 0))
