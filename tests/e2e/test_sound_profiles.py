"""Profiles that are sound or not, beside boto3, AWS CLI v2 and the JavaScript SDK."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import NamedTuple

import pytest

from ssotui.core.model import Profile
from ssotui.demo.home import DemoHome
from ssotui.demo.issued_credentials import STATIC_KEY
from ssotui.files.aws_profiles import AwsProfiles
from ssotui.files.quick_check import check
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.js_sdk import JsSdk

SAME, FAILS, OTHER = "the role that it says", "an error", "somebody else"

_WHO = """
import boto3, json
from botocore.exceptions import BotoCoreError, ClientError
told = {}
for name in boto3.Session().available_profiles:
    try:
        told[name] = boto3.Session(profile_name=name).client("sts").get_caller_identity()["Arn"]
    except (BotoCoreError, ClientError, ValueError) as error:
        told[name] = ""
print(json.dumps(told))
"""


class Case(NamedTuple):
    """A profile ``x``, whom boto3 and AWS CLI make of it, and whom the JavaScript SDK; and is it sound?"""

    config: str
    python: str
    javascript: str
    is_sound: bool
    credentials: str = ""


SESSION = "[sso-session acme]\nsso_start_url = {url}\nsso_region = {region}\n"
ROLE = "sso_account_id = {id}\nsso_role_name = {role}\n"
PROFILE = "[profile x]\nsso_session = acme\n" + ROLE + "region = {region}\n"
LEGACY = "[profile x]\nsso_start_url = {url}\nsso_region = {region}\n" + ROLE + "region = {region}\n"
KEYS = "aws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
CHAIN = "[profile x]\nrole_arn = arn:aws:iam::000000000099:role/auditor\nregion = {region}\n"

CASES = {
    "a profile of a session": Case(SESSION + PROFILE, SAME, SAME, is_sound=True),
    "the session's own start URL once more": Case(
        SESSION + PROFILE + "sso_start_url = {url}\n", SAME, SAME, is_sound=True
    ),
    "a slash more": Case(SESSION + PROFILE + "sso_start_url = {url}/\n", FAILS, SAME, is_sound=False),
    "a hash more": Case(SESSION + PROFILE + "sso_start_url = {url}/#/\n", FAILS, SAME, is_sound=False),
    "another sso_region": Case(SESSION + PROFILE + "sso_region = us-west-2\n", FAILS, SAME, is_sound=False),
    "another value of any key": Case(SESSION + "mark = a\n" + PROFILE + "mark = b\n", FAILS, SAME, is_sound=False),
    "other scopes": Case(
        SESSION + "sso_registration_scopes = a\n" + PROFILE + "sso_registration_scopes = b\n", FAILS, SAME,
        is_sound=False,
    ),
    "an unknown session": Case(PROFILE, FAILS, FAILS, is_sound=False),
    "an empty session": Case(SESSION + LEGACY + "sso_session =\n", FAILS, SAME, is_sound=False),
    "a comment behind the session": Case(
        SESSION + PROFILE.replace("= acme", "= acme # main"), FAILS, SAME, is_sound=False
    ),
    "a comment behind the account": Case(SESSION + PROFILE.replace("{id}", "{id} # x"), FAILS, SAME, is_sound=False),
    "a comment behind the role": Case(SESSION + PROFILE.replace("{role}", "{role} ; x"), FAILS, SAME, is_sound=False),
    "no role": Case(
        SESSION + PROFILE.replace("sso_role_name", "x_role_name"), FAILS, FAILS, is_sound=False
    ),
    "no account": Case(
        SESSION + PROFILE.replace("sso_account_id", "x_account_id"), FAILS, FAILS, is_sound=False
    ),
    "an account without a digit": Case(SESSION + PROFILE.replace("{id}", "{short}"), FAILS, FAILS, is_sound=False),
    "an account with dashes": Case(SESSION + PROFILE.replace("{id}", "{dashed}"), FAILS, FAILS, is_sound=False),
    "a region in quotes": Case(
        SESSION + PROFILE.replace("region = {region}", 'region = "{region}"'), FAILS, FAILS, is_sound=False
    ),
    "a session's region in quotes": Case(
        SESSION.replace("{region}", '"{region}"') + PROFILE, FAILS, FAILS, is_sound=False
    ),
    "a legacy profile": Case(LEGACY, SAME, SAME, is_sound=True),
    "a legacy profile without a region for SSO": Case(
        LEGACY.replace("sso_region", "x_region"), FAILS, FAILS, is_sound=False
    ),
    "long-term keys beside SSO": Case(SESSION + PROFILE + KEYS, SAME, OTHER, is_sound=False),
    "half of such keys": Case(SESSION + PROFILE + "aws_access_key_id = AKIA\n", SAME, SAME, is_sound=True),
    "a credential_process beside SSO": Case(
        SESSION + PROFILE + "credential_process = {process}\n", SAME, OTHER, is_sound=False
    ),
    "keys under the name in the credentials file": Case(
        SESSION + PROFILE, SAME, OTHER, is_sound=False, credentials="[x]\n" + KEYS
    ),
    "a region under the name in the credentials file": Case(
        SESSION + PROFILE, SAME, SAME, is_sound=True, credentials="[x]\nregion = {region}\n"
    ),
    "a role_arn beside SSO keys": Case(
        SESSION + PROFILE + "role_arn = arn:aws:iam::000000000099:role/auditor\n", FAILS, SAME, is_sound=False
    ),
    "a source that is missing": Case(CHAIN + "source_profile = nope\n", FAILS, FAILS, is_sound=False),
    "a source that AWS CLI refuses": Case(
        SESSION + CHAIN + "source_profile = y\n"
        + PROFILE.replace("profile x", "profile y") + "sso_start_url = {url}/\n",
        FAILS, OTHER, is_sound=False,
    ),
}  # fmt: skip


@pytest.fixture
def words(home: DemoHome) -> dict[str, str]:
    """What stands in braces in a case: a session that is signed in, and a role of it."""
    instance = home.organization.world.instances[0]
    found = next(one for one in AwsProfiles(home.env, home.organization.now).read().profiles if one.ref)
    identity = {"Version": 1, "AccessKeyId": STATIC_KEY[0], "SecretAccessKey": STATIC_KEY[1]}
    served = home.folder / "keys.json"
    served.write_text(json.dumps(identity))
    number = found.account_id
    home.token_file("acme").write_bytes(home.token_file(instance.session).read_bytes())
    home.token_file(instance.start_url).write_bytes(home.token_file(instance.session).read_bytes())
    return {
        "url": instance.start_url,
        "region": instance.sso_region,
        "id": number,
        "short": number[1:],
        "dashed": f"{number[:4]}-{number[4:8]}-{number[8:]}",
        "role": found.role,
        "key": STATIC_KEY[0],
        "secret": STATIC_KEY[1],
        "process": f"cat {served}",
    }


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_sound_profile_is_what_every_client_makes_of_it(
    case: Case, home: DemoHome, words: dict[str, str], aws_v2: AwsV2, js_sdk: JsSdk
) -> None:
    home.config_file.write_text(case.config.format(**words))
    (home.folder / ".aws" / "credentials").write_text(case.credentials.format(**words))
    env = {**home.env, "AWS_PROFILE": "x"}
    done = subprocess.run([sys.executable, "-c", _WHO], env=home.env, capture_output=True, text=True, check=True)
    role = f"{words['id']}:assumed-role/AWSReservedSSO_{words['role']}_"
    assert _verdict(json.loads(done.stdout)["x"], role) == case.python
    assert _verdict(aws_v2("sts", "get-caller-identity", env=env).stdout, role) == case.python
    assert _verdict(_javascript(js_sdk, env), role) == case.javascript
    profile = _profile(home)
    assert (not profile.fault, not profile.fault_hint) == (case.is_sound, case.is_sound)
    assert check("x", home.env)[0] == (0 if case.is_sound else 8)


def _verdict(told: str, role: str) -> str:
    return SAME if role in told else OTHER if "arn:aws:" in told else FAILS


def _javascript(js_sdk: JsSdk, env: dict[str, str]) -> str:
    try:
        return js_sdk.who(env)
    except AssertionError:
        return ""


def _profile(home: DemoHome) -> Profile:
    return next(one for one in AwsProfiles(home.env, home.organization.now).read().profiles if one.name == "x")
