"""Profiles that are no role of a session, of every kind, and whom they are."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.issued_credentials import STATIC_KEY
from ssotui.demo.organization import Organization

WHO = "import boto3; print(boto3.client('sts', region_name='eu-west-1').get_caller_identity()['Arn'])"
SSOTUI = [sys.executable, "-m", "ssotui"]

# SSO is the name of a profile of acme, OTHER one of another session, TOKEN a file with a web identity token, KEYS and
# SESSION_KEYS files that a process prints.
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

[profile from-another-session]
role_arn = arn:aws:iam::000000000077:role/Elsewhere
role_session_name = me
source_profile = OTHER

[profile session-token]
credential_process = cat "SESSION_KEYS"

[profile login]
login_session = arn:aws:iam::000000000077:user/me
"""
ASSUMED = "arn:aws:sts::{}:assumed-role/{}/me"
USER = "arn:aws:iam::000000000042:user/ci-deployer"
ARNS = {
    "chain": ASSUMED.format("000000000077", "Deploy"),
    "longer": ASSUMED.format("000000000078", "Audit"),
    "from-another-session": ASSUMED.format("000000000077", "Elsewhere"),
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
NEEDS_SSO_SESSION = ("chain", "longer", "from-another-session")


def add_profiles(home: DemoHome, organization: Organization, tmp_path: Path) -> None:
    """Everybody is signed in, to the legacy session as well."""
    legacy = organization.world.instances[-1]
    home.sign_in(legacy.session)
    home.token_file(legacy.session).rename(home.token_file(legacy.start_url))
    (tmp_path / "token").write_text("a.web.identity.token")
    members = {"Version": 1, "AccessKeyId": STATIC_KEY[0], "SecretAccessKey": STATIC_KEY[1]}
    (tmp_path / "keys.json").write_text(json.dumps(members))
    (tmp_path / "session.json").write_text(json.dumps(members | {"SessionToken": "of-get-session-token"}))
    words = {"SSO": home.profiles[0], "OTHER": home.profiles[-1], "TOKEN": f"{tmp_path}/token"}
    words |= {"SESSION_KEYS": f"{tmp_path}/session.json", "KEYS": f"{tmp_path}/keys.json"}
    text = PROFILES.replace("PYTHON", sys.executable)
    for word, value in words.items():
        text = text.replace(word, value)
    with home.config_file.open("a") as file:
        file.write(text)


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [*SSOTUI, *words]
    return subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )


def boto3_says(env: Mapping[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", WHO], env=env, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr


def with_credentials(answer: str, env: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program that has taken the answer of a credential_process."""
    keys = json.loads(answer)
    names = {"AccessKeyId": "AWS_ACCESS_KEY_ID", "SecretAccessKey": "AWS_SECRET_ACCESS_KEY"}
    names |= {"SessionToken": "AWS_SESSION_TOKEN"}
    return {**env, **{variable: keys[member] for member, variable in names.items() if member in keys}}
