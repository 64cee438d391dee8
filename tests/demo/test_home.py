"""The throw-away home is one that boto3 takes for real, and no variable leads out of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import ASSUME_ROLE_PROFILE, LEGACY_PROFILE, STATIC_PROFILE, DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world


@pytest.fixture
def organization() -> Iterator[Organization]:
    """Three hostile organizations, two signed in."""
    with serving(make_world(sessions=3, hostile=True)) as served:
        yield served


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> DemoHome:
    """Its home."""
    return make_home(tmp_path / "home", organization, {"PATH": os.environ["PATH"], "AWS_PROFILE": "mine"})


Identities = Callable[..., dict[str, str]]


@pytest.fixture
def identities(home: DemoHome) -> Identities:
    """What boto3, in a process of its own, finds each of the named profiles to be: an ARN or the name of an error."""
    code = """
import boto3, json, sys
def who(name):
    try:
        return boto3.Session(profile_name=name).client("sts").get_caller_identity()["Arn"]
    except Exception as error:
        return type(error).__name__
print(json.dumps({name: who(name) for name in sys.argv[1:]}))
"""

    def ask(*names: str) -> dict[str, str]:
        done = subprocess.run([sys.executable, "-c", code, *names], env=home.env, capture_output=True, check=True)
        found: dict[str, str] = json.loads(done.stdout)
        return found

    return ask


def test_boto3_signs_every_profile_in(home: DemoHome, identities: Identities) -> None:
    found = identities(*home.profiles, ASSUME_ROLE_PROFILE, STATIC_PROFILE)
    sso = [found[name] for name in home.profiles]
    assert len(sso) == 5
    assert all(":assumed-role/AWSReservedSSO_" in arn for arn in sso)
    assert ":assumed-role/OrganizationAuditor/" in found[ASSUME_ROLE_PROFILE]
    assert found[STATIC_PROFILE] == "arn:aws:iam::000000000042:user/ci-deployer"


def test_from_three_sessions_on_the_last_is_signed_out_and_has_a_legacy_profile(identities: Identities) -> None:
    assert identities(LEGACY_PROFILE) == {LEGACY_PROFILE: "SSOTokenLoadError"}


def test_two_sessions_have_no_legacy_profile(tmp_path: Path) -> None:
    with serving(make_world()) as organization:
        assert LEGACY_PROFILE not in make_home(tmp_path, organization, {}).config_file.read_text()


def test_an_expired_token_is_refreshed_by_boto3(
    home: DemoHome, identities: Identities, organization: Organization
) -> None:
    home.expire("acme")
    assert "AWSReservedSSO" in identities(home.profiles[0])[home.profiles[0]]
    assert organization.counts["CreateToken"] == 1


def test_an_expired_token_without_refresh_token_is_not(home: DemoHome, identities: Identities) -> None:
    home.expire("acme", refreshable=False)
    assert identities(home.profiles[0]) == {home.profiles[0]: "TokenRetrievalError"}


def test_signing_out_and_in_again(home: DemoHome, identities: Identities) -> None:
    name = home.profiles[0]
    home.sign_out("acme")
    assert identities(name) == {name: "SSOTokenLoadError"}
    home.sign_in("acme")
    assert "AWSReservedSSO" in identities(name)[name]


def test_everything_secret_is_the_users_alone(home: DemoHome) -> None:
    secret = [path for path in (home.folder / ".aws").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in secret} == {0o600}
    assert home.folder.stat().st_mode & 0o777 == 0o700


def test_tokens_are_written_as_the_aws_cli_writes_them(home: DemoHome) -> None:
    text = home.token_file("acme").read_text()
    assert home.token_file("x").name == "11f6ad8ec52a2984abaafd7c3b516503785c2072.json"
    assert list(json.loads(text)) == [
        "startUrl", "region", "accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt",
        "refreshToken",
    ]  # fmt: skip
    assert text == json.dumps(json.loads(text))


def test_a_callers_proxy_exceptions_stay(organization: Organization, tmp_path: Path) -> None:
    assert make_home(tmp_path, organization, {"no_proxy": "corp.example"}).env["NO_PROXY"] == "corp.example,127.0.0.1"


@pytest.mark.needs("zsh")
def test_its_zsh_completes_ssotui(home: DemoHome) -> None:
    env = {**home.env, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    words = ["zsh", "-i", "-c", 'print -r -- "${_comps[ssotui]}"']
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True, start_new_session=True)
    assert done.stdout == "__ssotui_complete\n"
