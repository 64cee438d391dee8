"""One sign-in serves all: tokens go from ssotui to AWS CLI v2, boto3 and the JS SDK, and back, refreshed by each."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from ssotui import wiring
from ssotui.actions.refresh import usable_token
from ssotui.actions.sign_in import SignInOptions, begin
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import SignedIn
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.settings import Settings
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.js_sdk import JsSdk

_WHO = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
_JS_WHO = """
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
const answer = await new STSClient({ region: "eu-west-1" }).send(new GetCallerIdentityCommand({}));
console.log(answer.Arn);
"""
Client = Callable[[DemoHome], str]


@pytest.fixture
def backend(home: DemoHome) -> Backend:
    return wiring.build(home.env, Settings())


@pytest.fixture
def acme(backend: Backend) -> SsoSession:
    return next(one for one in backend.profiles.read().sessions if one.name == "acme")


@pytest.fixture(params=["AWS CLI", "boto3", "JS SDK"])
def client(request: pytest.FixtureRequest, home: DemoHome) -> Client:
    """What acts as the role of the first profile, which is of acme; the ARN that STS gives it."""
    profile = {"AWS_PROFILE": home.profiles[0]}
    if request.param == "AWS CLI":
        aws: AwsV2 = request.getfixturevalue("aws_v2")

        def by_cli(home: DemoHome) -> str:
            done = aws("sts", "get-caller-identity", "--region", "eu-west-1", env=home.env | profile)
            assert done.returncode == 0, done.stderr
            return str(json.loads(done.stdout)["Arn"])

        return by_cli
    if request.param == "JS SDK":
        sdk: JsSdk = request.getfixturevalue("js_sdk")
        return lambda home: sdk.run(_JS_WHO, home.env | profile)

    def by_boto3(home: DemoHome) -> str:
        done = subprocess.run(
            [sys.executable, "-c", _WHO], env=home.env | profile, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return by_boto3


def sign_in(backend: Backend, session: SsoSession, organization: Organization) -> None:
    begun = begin(backend, session, SignInOptions("device-code", open_browser=False))
    assert not isinstance(begun, SignedIn)
    organization.approve(begun.prompt.user_code)
    begun.finish(threading.Event())


def end(home: DemoHome, left: timedelta) -> None:
    """Let acme's token say that it ends so soon; nothing else in the file changes."""
    path = home.token_file("acme")
    members = json.loads(path.read_text())
    members["expiresAt"] = f"{datetime.now(UTC) + left:%Y-%m-%dT%H:%M:%SZ}"
    path.write_text(json.dumps(members))


def test_a_token_of_ours_is_used(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, client: Client
) -> None:
    home.sign_out("acme")
    sign_in(backend, acme, organization)
    assert ":assumed-role/AWSReservedSSO_" in client(home)
    assert organization.counts["CreateToken"] == 2, "one poll before it was shown, one after; nobody refreshed it"


def test_a_token_of_ours_is_refreshed_by_them_and_that_one_by_us(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, client: Client
) -> None:
    home.sign_out("acme")
    sign_in(backend, acme, organization)
    end(home, timedelta(minutes=-1))
    assert ":assumed-role/AWSReservedSSO_" in client(home)
    theirs = backend.tokens.load(acme)
    assert theirs
    assert theirs.is_usable(datetime.now(UTC))
    assert organization.counts["CreateToken"] == 3
    end(home, timedelta(minutes=-1))
    ours = usable_token(backend, acme)
    assert ours.access_token != theirs.access_token
    assert organization.counts["CreateToken"] == 4
    assert backend.center().accounts_page(acme, ours, None).accounts


def test_a_token_that_we_refreshed_is_used_by_them(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, client: Client
) -> None:
    end(home, timedelta(minutes=-1))
    usable_token(backend, acme)
    assert ":assumed-role/AWSReservedSSO_" in client(home)
    assert organization.counts["CreateToken"] == 1


def test_after_signing_out_nobody_acts_as_a_role_of_it_and_the_other_session_works(
    organization: Organization, home: DemoHome, aws_v2: AwsV2
) -> None:
    of_acme, of_northwind = home.profiles[0], home.profiles[-1]

    def who(profile: str) -> subprocess.CompletedProcess[str]:
        return aws_v2("sts", "get-caller-identity", "--region", "eu-west-1", "--profile", profile, env=home.env)

    assert who(of_acme).returncode == 0
    assert who(of_northwind).returncode == 0
    asked = organization.counts["GetRoleCredentials"]
    done = subprocess.run(
        [sys.executable, "-m", "ssotui", "logout", "acme"], env=home.env, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "Signed out of acme and removed the cached credentials of 1 role.\n")
    assert who(of_acme).returncode != 0
    assert who(of_northwind).returncode == 0
    assert organization.counts["GetRoleCredentials"] == asked, "northwind's keys were still in AWS CLI's cache"


def test_after_a_new_sign_in_nobody_acts_with_what_was_cached_for_the_person_before(
    backend: Backend, acme: SsoSession, organization: Organization, home: DemoHome, aws_v2: AwsV2
) -> None:
    who = ("sts", "get-caller-identity", "--region", "eu-west-1", "--profile", home.profiles[0])
    for _ in range(2):
        assert aws_v2(*who, env=home.env).returncode == 0
    assert organization.counts["GetRoleCredentials"] == 1, "the second time AWS CLI had them cached"
    sign_in(backend, acme, organization)
    assert aws_v2(*who, env=home.env).returncode == 0
    assert organization.counts["GetRoleCredentials"] == 2


def test_two_of_ours_and_one_aws_at_once_all_succeed(organization: Organization, home: DemoHome, aws_v2: AwsV2) -> None:
    end(home, timedelta(minutes=-1))
    organization.latency = 0.1
    ours = [sys.executable, "-m", "ssotui", "list", "--session", "acme", "--plain"]
    theirs = [str(aws_v2.program), "sts", "get-caller-identity", "--region", "eu-west-1", "--profile", home.profiles[0]]
    crowd = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for command, env in ((ours, home.env), (ours, home.env), (theirs, aws_v2.env(home.env)))
    ]
    told = [process.communicate(timeout=120) for process in crowd]
    assert [process.returncode for process in crowd[:2]] == [0, 0], told
    assert organization.counts["CreateToken"] <= 2
