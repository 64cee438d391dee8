"""The network settings of profiles: which count for a request, after which variable, and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui.core.network_settings import origin
from ssotui.errors import UsageError
from ssotui.files.network_settings import machine_network, profile_network

CONFIG = """\
[default]
ca_bundle = /default.pem
endpoint_url = https://default.example
[profile plain]
region = eu-west-1
[profile own]
ca_bundle = /own.pem
use_fips_endpoint = true
use_dualstack_endpoint = true
endpoint_url = https://own.example
services = test
[profile lost]
services = nope
[services test]
sso =
    endpoint_url = https://sso.example
sso_oidc =
    endpoint_url = https://oidc.example
"""


@pytest.fixture
def config(env: dict[str, str], aws: Path) -> dict[str, str]:
    (aws / "config").write_text(CONFIG)
    return env


@pytest.mark.parametrize(
    ("variables", "named", "bundle"),
    [
        ({}, (), "/default.pem"),
        ({}, ("own",), "/own.pem"),
        ({"AWS_PROFILE": "own"}, (), "/own.pem"),
        ({"AWS_PROFILE": "own"}, ("plain",), "/own.pem"),
        ({"AWS_PROFILE": "plain"}, ("some words",), "/default.pem"),
        ({"AWS_DEFAULT_PROFILE": "own"}, (), "/own.pem"),
        ({"AWS_CA_BUNDLE": "/env.pem"}, ("own",), "/env.pem"),
    ],
)
def test_the_ca_bundle_is_that_of_the_profile_named_else_of_the_shells_else_of_default(
    variables: dict[str, str], named: tuple[str, ...], bundle: str, config: dict[str, str]
) -> None:
    network = machine_network(config | variables, named)
    assert network["AWS_CA_BUNDLE"] == bundle
    assert not [name for name in network if name.startswith(("AWS_ENDPOINT_URL", "AWS_USE_"))]


def test_all_that_a_profile_says_is_for_its_own_requests(config: dict[str, str]) -> None:
    network = profile_network(config, "own")
    assert {name: network[name] for name in set(network) - set(config)} == {
        "AWS_CA_BUNDLE": "/own.pem",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "AWS_USE_DUALSTACK_ENDPOINT": "true",
        "AWS_ENDPOINT_URL": "https://own.example",
        "AWS_ENDPOINT_URL_SSO": "https://sso.example",
        "AWS_ENDPOINT_URL_SSO_OIDC": "https://oidc.example",
    }


def test_a_variable_for_all_services_goes_before_every_endpoint_of_the_config(config: dict[str, str]) -> None:
    network = profile_network(config | {"AWS_ENDPOINT_URL": "https://env.example"}, "own")
    assert (network["AWS_ENDPOINT_URL"], "AWS_ENDPOINT_URL_SSO" in network) == ("https://env.example", False)


def test_a_setting_is_called_by_the_key_or_the_variable_that_it_is_from(config: dict[str, str]) -> None:
    network = profile_network(config | {"AWS_USE_FIPS_ENDPOINT": "true"}, "own")
    assert origin(network, "AWS_USE_FIPS_ENDPOINT") == "AWS_USE_FIPS_ENDPOINT"
    assert origin(network, "AWS_USE_DUALSTACK_ENDPOINT") == "use_dualstack_endpoint of [profile own]"
    assert origin(network, "AWS_ENDPOINT_URL_SSO") == "endpoint_url of sso in [services test]"
    assert origin(machine_network(config), "AWS_CA_BUNDLE") == "ca_bundle of [default]"


def test_a_services_section_that_is_not_there_is_told_as_botocore_refuses_it(config: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=r"refers to \[services nope\], which isn't defined"):
        profile_network(config, "lost")


def test_a_config_that_cannot_be_read_changes_nothing(env: dict[str, str], aws: Path) -> None:
    (aws / "config").write_text("[broken")
    assert dict(machine_network(env)) == dict(profile_network(env, "own")) == env
