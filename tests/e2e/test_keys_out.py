"""Whoever takes the keys gets in with them: each format by its real consumer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest
from dotenv import dotenv_values

from ssotui.core.shell.variables import LINES_VERSION
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.js_sdk import JsSdk

_WHO = "import boto3; print(boto3.client('sts', region_name='eu-west-1').get_caller_identity()['Arn'])"


def ssotui(*words: str, env: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ssotui", *words], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def boto3_says(env: Mapping[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", _WHO], env=env, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr


def arn_of(home: DemoHome, profile: str) -> str:
    found = json.loads(ssotui("whoami", "--profile", profile, "--json", env=home.env))
    assert found["profile"] == profile
    return str(found["arn"])


def exported(shell: list[str], env: Mapping[str, str]) -> str:
    """Who boto3 is in a shell that has taken the keys; ``P`` is the profile, ``WHO`` the program."""
    done = subprocess.run(
        shell, env={**env, "WHO": _WHO, "PY": sys.executable}, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr


@pytest.mark.parametrize("form", ["env", "dotenv", "ini"])
def test_boto3_takes_the_region_that_was_asked_for_with_the_credentials(
    form: str, home: DemoHome, tmp_path: Path
) -> None:
    text = ssotui("creds", home.profiles[0], "--format", form, "--region", "ap-south-2", env=home.env)
    env, file = dict(home.env), tmp_path / "credentials"
    file.write_text(text)
    if form == "ini":
        env |= {"AWS_SHARED_CREDENTIALS_FILE": str(file), "AWS_PROFILE": text.partition("]")[0][1:]}
    else:
        env |= {name.removeprefix("export "): str(value) for name, value in dotenv_values(file).items()}
    code = "import boto3; s = boto3.Session(); print(s.region_name, s.client('sts').get_caller_identity()['Arn'])"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["ap-south-2", arn_of(home, home.profiles[0])], done.stderr


SHELLS = {
    "bash": ["bash", "--norc", "-c", 'eval "$("$PY" -m ssotui creds "$P")"; "$PY" -c "$WHO"'],
    "zsh": ["zsh", "-f", "-c", 'eval "$("$PY" -m ssotui creds "$P" --format env)"; "$PY" -c "$WHO"'],
    "sh": ["sh", "-c", 'set -a; eval "$("$PY" -m ssotui creds "$P" --format env-no-export)"; "$PY" -c "$WHO"'],
    "fish": ["fish", "--no-config", "-c", '$PY -m ssotui creds $P --format fish | source; $PY -c "$WHO"'],
}


@pytest.mark.parametrize("shell", [pytest.param(name, marks=pytest.mark.needs(name)) for name in SHELLS])
def test_a_shell_takes_them(home: DemoHome, shell: str) -> None:
    profile = home.profiles[0]
    assert exported(SHELLS[shell], {**home.env, "P": profile}) == arn_of(home, profile)


@pytest.mark.parametrize(
    "shell", [pytest.param(name, marks=pytest.mark.needs(name)) for name in ("bash", "zsh", "fish")]
)
def test_use_with_keys_sets_them_instead_of_a_profile(home: DemoHome, shell: str) -> None:
    profile = home.profiles[0]
    taken = {
        "bash": 'eval "$("$PY" -m ssotui use --keys "$P")"; "$PY" -c "$WHO"',
        "zsh": 'eval "$("$PY" -m ssotui use --keys "$P")"; "$PY" -c "$WHO"',
        "fish": '$PY -m ssotui use --keys $P | source; $PY -c "$WHO"',
    }
    start = {"bash": ["bash", "--norc", "-c"], "zsh": ["zsh", "-f", "-c"], "fish": ["fish", "--no-config", "-c"]}
    env = {**home.env, "P": profile, "AWS_PROFILE": "nope", "AWS_DEFAULT_PROFILE": "nope", "AWS_SECURITY_TOKEN": "old"}
    assert exported([*start[shell], taken[shell]], {**env, "SSOTUI_SHELL": shell}) == arn_of(home, profile)


def test_the_wrapper_takes_them_without_evaluating_anything(home: DemoHome) -> None:
    code = 'eval "$("$PY" -m ssotui init bash)"; ssotui use --keys "$P"; "$PY" -c "$WHO"'
    env = {**home.env, "P": home.profiles[0], "AWS_PROFILE": "nope"}
    assert exported(["bash", "--norc", "-c", code], env) == arn_of(home, home.profiles[0])


def test_who_sits_at_a_terminal_signs_in_first(home: DemoHome, organization: Organization) -> None:
    home.sign_out("acme")
    env = {**home.env, "SSH_CONNECTION": "1 2 3 4", "TERM": "dumb"}
    words = ["-m", "ssotui", "creds", home.profiles[0], "--format", "access-key"]
    child = pexpect.spawn(sys.executable, words, env=os.environ | env, encoding="utf-8", timeout=30)
    child.expect_exact("Waiting")
    organization.approve()
    child.expect("ASIA[A-Z0-9]+")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_who_does_not_is_told_to(home: DemoHome) -> None:
    home.sign_out("acme")
    command = [sys.executable, "-m", "ssotui", "exec", "--no-login", home.profiles[0], "--", "true"]
    done = subprocess.run(command, env=home.env, capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert done.stderr.startswith("ssotui: You are not signed in to acme.\n")


@pytest.mark.needs("aws", "openssl")
@pytest.mark.parametrize("form", ["process", "env", "env-no-export", "powershell", "windows-cmd"])
def test_they_are_written_as_aws_cli_writes_them(home: DemoHome, aws_v2: AwsV2, form: str) -> None:
    profile = home.profiles[0]
    ours = ssotui("creds", profile, "--format", form, env=home.env)
    theirs = aws_v2("configure", "export-credentials", "--profile", profile, "--format", form, env=home.env)
    assert ours == theirs.stdout, theirs.stderr


@pytest.mark.needs("aws", "openssl")
def test_aws_cli_uses_the_keys_that_we_fetched(home: DemoHome, aws_v2: AwsV2, organization: Organization) -> None:
    for profile in (home.profiles[0], home.profiles[-1]):
        ssotui("creds", profile, env=home.env)
        who = aws_v2("sts", "get-caller-identity", "--profile", profile, env=home.env)
        assert json.loads(who.stdout)["Arn"] == arn_of(home, profile), who.stderr
    assert organization.counts["GetRoleCredentials"] == 2


@pytest.mark.needs("aws", "openssl")
def test_we_use_the_keys_that_aws_cli_fetched(home: DemoHome, aws_v2: AwsV2, organization: Organization) -> None:
    for profile in (home.profiles[0], home.profiles[-1]):
        aws_v2("sts", "get-caller-identity", "--profile", profile, env=home.env)
        ssotui("creds", profile, env=home.env)
        ssotui("credential-process", "--profile", profile, env=home.env)
    assert organization.counts["GetRoleCredentials"] == 2


@pytest.mark.needs("aws", "openssl")
def test_the_cache_of_the_legacy_form_is_shared_too(home: DemoHome, aws_v2: AwsV2, organization: Organization) -> None:
    instance = organization.world.instances[-1]
    home.sign_in(instance.session)
    home.token_file(instance.session).rename(home.token_file(instance.start_url))
    ssotui("creds", "old-style", env=home.env)
    aws_v2("sts", "get-caller-identity", "--profile", "old-style", env=home.env)
    ssotui("credential-process", "--profile", "old-style", env=home.env)
    assert organization.counts["GetRoleCredentials"] == 1


@pytest.mark.needs("aws", "openssl", "node", "npm")
def test_every_client_takes_them_from_the_credentials_file(home: DemoHome, aws_v2: AwsV2, js_sdk: JsSdk) -> None:
    profile = home.profiles[0]
    ssotui("creds", profile, "--write=deploy", env=home.env)
    env, arn = {**home.env, "AWS_PROFILE": "deploy"}, arn_of(home, profile)
    assert boto3_says(env) == arn
    assert js_sdk.who(env | {"AWS_REGION": "eu-west-1"}) == arn
    cli = aws_v2("sts", "get-caller-identity", env=env)
    assert arn in cli.stdout, cli.stderr


def test_a_profile_that_means_something_else_is_not_covered_with_keys(home: DemoHome) -> None:
    command = [sys.executable, "-m", "ssotui", "creds", home.profiles[0], f"--write={home.profiles[0]}"]
    done = subprocess.run(command, env=home.env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--force" in done.stderr


def test_the_ini_format_is_a_section_of_that_file(home: DemoHome, tmp_path: Path) -> None:
    profile = home.profiles[0]
    text = ssotui("creds", profile, "--format", "ini", env=home.env)
    file = tmp_path / "credentials"
    file.write_text(text)
    name = text.splitlines()[0].strip("[]")
    env = {**home.env, "AWS_SHARED_CREDENTIALS_FILE": str(file), "AWS_PROFILE": name}
    assert boto3_says(env) == arn_of(home, profile)


def test_a_dotenv_file_serves_a_program(home: DemoHome, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(ssotui("creds", home.profiles[0], "--format", "dotenv", env=home.env))
    values = {name: value or "" for name, value in dotenv_values(file).items()}
    assert boto3_says({**home.env, **values}) == arn_of(home, home.profiles[0])


SINGLE = {
    "access-key": "AWS_ACCESS_KEY_ID",
    "secret-key": "AWS_SECRET_ACCESS_KEY",
    "session-token": "AWS_SESSION_TOKEN",
}


@pytest.mark.parametrize(("form", "variable"), SINGLE.items())
def test_single_values_are_those_of_the_others(home: DemoHome, form: str, variable: str) -> None:
    alone = ssotui("creds", home.profiles[0], "--format", form, env=home.env)
    assert f"{variable}={alone}" in ssotui("creds", home.profiles[0], "--format", "env-no-export", env=home.env)


@pytest.mark.needs("aws", "openssl", "node", "npm")
def test_a_credential_process_serves_every_client(home: DemoHome, aws_v2: AwsV2, js_sdk: JsSdk) -> None:
    profile = home.profiles[0]
    with home.config_file.open("a") as file:
        file.write(
            f"\n[profile via]\ncredential_process = {sys.executable} -m ssotui credential-process --profile {profile}\n"
        )
        file.write("region = eu-west-1\n")
    env = {**home.env, "AWS_PROFILE": "via"}
    arn = arn_of(home, profile)
    assert boto3_says(env) == arn
    assert js_sdk.who(env | {"AWS_REGION": "eu-west-1"}) == arn
    cli = aws_v2("sts", "get-caller-identity", env=env)
    assert arn in cli.stdout, cli.stderr


@pytest.mark.needs("aws", "openssl", "node", "npm")
def test_a_command_that_is_run_has_them(home: DemoHome, aws_v2: AwsV2, js_sdk: JsSdk) -> None:
    profile = home.profiles[0]
    env = {**home.env, "AWS_PROFILE": "nope", "AWS_DEFAULT_PROFILE": "nope", "AWS_SECURITY_TOKEN": "old"}
    shown = ssotui("exec", profile, "--", "env", "-0", env=env)
    inner = dict(line.split("=", 1) for line in shown.split("\0") if line)
    assert not {"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN"} & set(inner)
    arn = arn_of(home, profile)
    assert boto3_says(inner) == arn
    assert js_sdk.who(inner) == arn
    cli = aws_v2("sts", "get-caller-identity", env=inner)
    assert arn in cli.stdout, cli.stderr


def test_the_hand_over_to_the_shell_is_not_passed_on(home: DemoHome, tmp_path: Path) -> None:
    env = {**home.env, "SSOTUI_CHANNEL": os.devnull, "SSOTUI_SHELL": "bash", "SSOTUI_HOOK": LINES_VERSION}
    assert "SSOTUI_CHANNEL" not in ssotui("exec", home.profiles[0], "--", "env", env=env)
