"""Profiles that are no role of a session (chains, processes, keys): every command is whom AWS CLI and boto3 are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pexpect
import pytest

from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.issued_credentials import STATIC_KEY
from ssotui.demo.organisation import Organisation
from tests.e2e.aws_v2 import AwsV2

_WHO = "import boto3; print(boto3.client('sts', region_name='eu-west-1').get_caller_identity()['Arn'])"
_SSOTUI = [sys.executable, "-m", "ssotui"]

# SSO is the name of a profile of acme, TOKEN a file with a web identity token, KEYS one that a process prints.
PROFILES = """
[profile chain]
role_arn = arn:aws:iam::000000000077:role/Deploy
role_session_name = me
external_id = x-1
duration_seconds = 1800
source_profile = SSO

[profile longer]
role_arn = arn:aws:iam::000000000078:role/path/Audit
role_session_name = me
source_profile = chain

[profile from-legacy]
role_arn = arn:aws:iam::000000000079:role/Legacy
role_session_name = me
source_profile = old-style

[profile from-keys]
role_arn = arn:aws:iam::000000000077:role/Keys
role_session_name = me
source_profile = ci-deployer

[profile own-keys]
role_arn = arn:aws:iam::000000000077:role/Own
role_session_name = me
source_profile = own-keys
aws_access_key_id = AKIADEMO2345DEMO6789
aws_secret_access_key = demo/Static+Secret/0123456789abcdefghijk

[profile from-environment]
role_arn = arn:aws:iam::000000000077:role/Environment
role_session_name = me
credential_source = Environment

[profile web]
role_arn = arn:aws:iam::000000000077:role/Web
role_session_name = me
web_identity_token_file = TOKEN

[profile process]
credential_process = cat "KEYS"

[profile from-process]
role_arn = arn:aws:iam::000000000077:role/Process
role_session_name = me
source_profile = process

[profile served]
credential_process = PYTHON -m ssotui credential-process --profile chain

[profile mfa]
role_arn = arn:aws:iam::000000000077:role/Mfa
role_session_name = me
mfa_serial = arn:aws:iam::000000000042:mfa/me
source_profile = ci-deployer
"""
ASSUMED = "arn:aws:sts::{}:assumed-role/{}/me"
USER = "arn:aws:iam::000000000042:user/ci-deployer"
ARNS = {
    "chain": ASSUMED.format("000000000077", "Deploy"),
    "longer": ASSUMED.format("000000000078", "Audit"),
    "from-legacy": ASSUMED.format("000000000079", "Legacy"),
    "from-keys": ASSUMED.format("000000000077", "Keys"),
    "own-keys": ASSUMED.format("000000000077", "Own"),
    "web": ASSUMED.format("000000000077", "Web"),
    "process": USER,
    "from-process": ASSUMED.format("000000000077", "Process"),
    "served": ASSUMED.format("000000000077", "Deploy"),
    STATIC_PROFILE: USER,
}
# AWS CLI before 2.12 knows no sso_session in a source_profile: there the legacy form stands for it.
NEEDS_SSO_SESSION = ("chain", "longer")


@pytest.fixture
def home(home: DemoHome, organisation: Organisation, tmp_path: Path) -> DemoHome:
    """Everybody is signed in, to the legacy session as well."""
    legacy = organisation.world.instances[-1]
    home.sign_in(legacy.session)
    home.token_file(legacy.session).rename(home.token_file(legacy.start_url))
    (tmp_path / "token").write_text("a.web.identity.token")
    members = {"Version": 1, "AccessKeyId": STATIC_KEY[0], "SecretAccessKey": STATIC_KEY[1]}
    (tmp_path / "keys.json").write_text(json.dumps(members))
    words = {"SSO": home.profiles[0], "TOKEN": f"{tmp_path}/token", "KEYS": f"{tmp_path}/keys.json"}
    text = PROFILES.replace("PYTHON", sys.executable)
    for word, value in words.items():
        text = text.replace(word, value)
    with home.config_file.open("a") as file:
        file.write(text)
    return home


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [*_SSOTUI, *words]
    return subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )


def boto3_says(env: Mapping[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", _WHO], env=env, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr


def with_credentials(answer: str, env: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program that has taken the answer of a credential_process."""
    keys = json.loads(answer)
    names = {"AccessKeyId": "AWS_ACCESS_KEY_ID", "SecretAccessKey": "AWS_SECRET_ACCESS_KEY"}
    names |= {"SessionToken": "AWS_SESSION_TOKEN"}
    return {**env, **{variable: keys[member] for member, variable in names.items() if member in keys}}


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
    ran = run("exec", profile, "--", sys.executable, "-c", _WHO, env=env)
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
def test_what_sts_gave_us_serves_aws_cli(home: DemoHome, aws_v2: AwsV2, organisation: Organisation) -> None:
    run("creds", "from-legacy", env=home.env)
    assert organisation.counts["AssumeRole"] == 1
    said = aws_v2("sts", "get-caller-identity", "--profile", "from-legacy", env=home.env)
    assert json.loads(said.stdout)["Arn"] == ARNS["from-legacy"], said.stderr
    assert organisation.counts["AssumeRole"] == 1


@pytest.mark.needs("aws", "openssl")
def test_what_sts_gave_aws_cli_serves_us(home: DemoHome, aws_v2: AwsV2, organisation: Organisation) -> None:
    said = aws_v2("sts", "get-caller-identity", "--profile", "from-keys", env=home.env)
    assert organisation.counts["AssumeRole"] == 1, said.stderr
    theirs = cached(home)[ARNS["from-keys"]]
    ours = json.loads(run("creds", "from-keys", "--format", "process", env=home.env).stdout)
    assert ours["AccessKeyId"] == theirs["Credentials"]["AccessKeyId"]
    assert organisation.counts["AssumeRole"] == 1


def test_the_cached_answer_is_what_aws_cli_writes(home: DemoHome) -> None:
    run("creds", "from-keys", env=home.env)
    document = cached(home)[ARNS["from-keys"]]
    assert set(document) >= {"Credentials", "AssumedRoleUser", "ResponseMetadata"}
    assert document["Credentials"]["AccountId"] == "000000000077"
    assert document["Credentials"]["Expiration"].endswith("UTC")
    paths = (home.folder / ".aws" / "cli" / "cache").glob("*.json")
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


@pytest.mark.needs("aws", "openssl")
def test_a_code_is_asked_for_by_aws_cli_and_its_answer_serves_us(home: DemoHome, aws_v2: AwsV2) -> None:
    refused = run("creds", "mfa", env=home.env)
    assert (refused.returncode, refused.stdout) == (5, "")
    assert refused.stderr.startswith('ssotui: The profile "mfa" needs an MFA code')
    words = ["sts", "get-caller-identity", "--profile", "mfa"]
    child = pexpect.spawn(str(aws_v2.program), words, env=os.environ | aws_v2.env(home.env), timeout=60)
    child.expect_exact("Enter MFA code")
    child.sendline("123456")
    child.expect_exact("assumed-role/Mfa/me")
    child.expect(pexpect.EOF)
    child.close()
    assert run("creds", "mfa", "--format", "access-key", env=home.env).stdout.startswith("ASIA")


def test_a_chain_signs_in_to_the_session_that_it_leads_to(home: DemoHome, organisation: Organisation) -> None:
    home.sign_out("acme")
    refused = run("exec", "longer", "--", "true", env=home.env)
    assert (refused.returncode, refused.stderr.splitlines()[-1]) == (5, "  Sign in: ssotui login acme")
    words = [*_SSOTUI[1:], "creds", "longer", "--format", "access-key"]
    env = os.environ | home.env | {"SSH_CONNECTION": "1 2 3 4", "TERM": "dumb"}
    child = pexpect.spawn(_SSOTUI[0], words, env=env, encoding="utf-8", timeout=60)
    child.expect_exact("Waiting")
    organisation.approve()
    child.expect("ASIA[A-Z0-9]+")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_the_console_opens_for_a_chain(home: DemoHome, organisation: Organisation) -> None:
    done = run("console", "longer", "--print", "--service", "s3", env=home.env)
    asked = parse_qs(urlsplit(done.stdout.strip()).query)
    assert asked["Issuer"] == [organisation.world.instances[0].start_url]
    with urlopen(done.stdout.strip()) as page:
        assert "Audit" in page.read().decode()


def test_the_console_opens_without_anybody_who_signs_in(home: DemoHome) -> None:
    done = run("console", "from-keys", "--print", env=home.env)
    assert "Issuer" not in parse_qs(urlsplit(done.stdout.strip()).query), done.stderr
    with urlopen(done.stdout.strip()) as page:
        assert "Keys" in page.read().decode()


def test_long_lived_keys_are_told_that_the_console_takes_none(home: DemoHome, organisation: Organisation) -> None:
    done = run("console", STATIC_PROFILE, "--print", env=home.env)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has long-term credentials, but the console accepts only temporary ones" in done.stderr
    assert organisation.counts["getSigninToken"] == 0


def test_long_lived_keys_have_no_token_and_no_end_in_any_format(home: DemoHome) -> None:
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


def test_who_may_not_assume_the_role_is_told_by_whom_and_which(home: DemoHome, organisation: Organisation) -> None:
    organisation.fault("AssumeRole", "403")
    done = run("exec", "chain", "--", "true", env=home.env)
    assert done.returncode == 6
    assert 'does not let the profile "chain" assume arn:aws:iam::000000000077:role/Deploy' in done.stderr


@pytest.mark.parametrize("words", [("use", "lost"), ("exec", "lost", "--", "true"), ("whoami", "--profile", "lost")])
def test_a_chain_that_leads_nowhere_is_refused_by_every_command(words: tuple[str, ...], home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("[profile lost]\nrole_arn = arn:aws:iam::000000000077:role/Lost\nsource_profile = nowhere\n")
    done = run(*words, env=home.env)
    assert done.returncode == 8
    assert "AWS_PROFILE" not in done.stdout
    assert done.stderr == (
        'ssotui: The profile "lost" can\'t be used: there is no profile "nowhere".\n'
        "  Correct its source_profile in the AWS config.\n"
    )
