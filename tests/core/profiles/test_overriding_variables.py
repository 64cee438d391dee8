"""Which variables override a profile or break it, and whose credentials win."""

from __future__ import annotations

import pytest

from ssotui.core.model import Profile
from ssotui.core.profiles.overriding_variables import conflicts, winner

ROLE = "arn:aws:iam::000000000009:role/pod"
SSO = Profile("sso", "sso", "acme", "111111111111", "Admin")
CHAIN = Profile("chain", "assume-role", account_id="111111111111", source="sso", role_arn=ROLE)
STATIC = Profile("static", "static")
REGION_ONLY = Profile("region", "other", region="eu-west-1")
POD = Profile("pod", "assume-role", role_arn=ROLE, token_file="/token")
PROFILES = (SSO, CHAIN, STATIC, REGION_ONLY, POD)

URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"}
WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": ROLE}
CONTAINER = {URI: "http://127.0.0.1/"}


def found(env: dict[str, str]) -> dict[str, str]:
    return dict(conflicts(env, PROFILES, lambda path: path == "/token"))


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"AWS_PROFILE": "sso"},
        {"AWS_PROFILE": "sso", "AWS_DEFAULT_PROFILE": "sso"},
        {"AWS_DEFAULT_PROFILE": "sso"},
        {"AWS_PROFILE": "sso", "AWS_ROLE_ARN": ROLE, "AWS_ROLE_SESSION_NAME": "me"},
        {"AWS_PROFILE": "sso", **CONTAINER},
        {"AWS_PROFILE": "chain", **WEB},
        {"AWS_PROFILE": "sso", "AWS_WEB_IDENTITY_TOKEN_FILE": ""},
        {"AWS_PROFILE": "sso", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"},
        {"AWS_PROFILE": "sso", "AWS_ACCESS_KEY": "AKIA"},
        CONTAINER,
    ],
)
def test_what_no_tool_prefers_is_no_conflict(env: dict[str, str]) -> None:
    assert found(env) == {}


@pytest.mark.parametrize("profile", ["sso", "static", "region"])
def test_web_identity_overrides_a_profile(profile: str) -> None:
    (effect,) = found({"AWS_PROFILE": profile, **WEB}).items()
    assert effect[0] == "AWS_WEB_IDENTITY_TOKEN_FILE"
    assert effect[1].endswith(f"they assume {ROLE}")


@pytest.mark.parametrize(
    ("env", "variable", "effect"),
    [
        ({"AWS_PROFILE": "nope"}, "AWS_PROFILE", 'names the profile "nope", which isn\'t defined'),
        ({"AWS_DEFAULT_PROFILE": "nope"}, "AWS_DEFAULT_PROFILE", 'names the profile "nope", which isn\'t defined'),
        ({"AWS_PROFILE": "default"}, "AWS_PROFILE", 'names the profile "default", which isn\'t defined'),
        ({"AWS_PROFILE": ""}, "AWS_PROFILE", "is empty: AWS CLI and boto3"),
        ({"AWS_PROFILE": "sso", "AWS_DEFAULT_PROFILE": ""}, "AWS_DEFAULT_PROFILE", "is empty: boto3"),
        (
            {"AWS_PROFILE": "sso", "AWS_DEFAULT_PROFILE": "static"},
            "AWS_DEFAULT_PROFILE",
            "overrides AWS_PROFILE in boto3",
        ),
        ({"AWS_PROFILE": "nope", **WEB}, "AWS_WEB_IDENTITY_TOKEN_FILE", "is used by the JavaScript SDK"),
        ({"AWS_PROFILE": "nope", **CONTAINER}, URI, "is used by the JavaScript SDK"),
        ({"AWS_PROFILE": "region", **CONTAINER}, URI, 'is used, because the profile "region" provides no'),
        (
            {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token"},
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_ROLE_ARN is missing: AWS CLI",
        ),
        (
            WEB | {"AWS_WEB_IDENTITY_TOKEN_FILE": "/gone"},
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "names /gone, which doesn't exist",
        ),
        (
            {"AWS_PROFILE": "pod", "AWS_ROLE_ARN": "arn:other"},
            "AWS_ROLE_ARN",
            f"overrides the role of the profile, {ROLE}",
        ),
        (
            {"AWS_ACCESS_KEY_ID": "AKIA"},
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY is missing: AWS CLI and boto3 fail",
        ),
        (KEYS, "AWS_ACCESS_KEY_ID", "overrides every profile; only the JavaScript SDK"),
        (KEYS | {"AWS_CREDENTIAL_EXPIRATION": "2020"}, "AWS_CREDENTIAL_EXPIRATION", "limits the credentials"),
        ({"AWS_ACCESS_KEY": "AKIA", "AWS_SECRET_KEY": "s"}, "AWS_ACCESS_KEY", "overrides every profile in the Go SDK"),
        (
            {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_KEY": "s"},
            "AWS_SECRET_KEY",
            "overrides every profile in the Go SDK",
        ),
        ({"AWS_BEARER_TOKEN_BEDROCK": "t"}, "AWS_BEARER_TOKEN_BEDROCK", "overrides every profile for Amazon Bedrock"),
    ],
)
def test_what_a_variable_does_is_said(env: dict[str, str], variable: str, effect: str) -> None:
    assert found(env)[variable].startswith(effect)


def test_a_configuration_that_cannot_be_read_lacks_no_profile() -> None:
    assert conflicts({"AWS_PROFILE": "nope"}, None, lambda _: True) == ()


@pytest.mark.parametrize(
    ("env", "profile", "wins"),
    [
        (KEYS | WEB | CONTAINER, SSO, "credentials"),
        (WEB | CONTAINER, SSO, "web-identity"),
        (WEB, STATIC, "web-identity"),
        (WEB, None, "web-identity"),
        (WEB, CHAIN, "profile"),
        (WEB, POD, "web-identity"),
        (CONTAINER, SSO, "profile"),
        (CONTAINER, CHAIN, "profile"),
        (CONTAINER, REGION_ONLY, "container"),
        (CONTAINER, None, "container"),
        ({}, SSO, "profile"),
        ({}, None, "profile"),
    ],
)
def test_whose_credentials_win(env: dict[str, str], profile: Profile | None, wins: str) -> None:
    assert winner(env, profile) == wins
