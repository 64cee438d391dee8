"""A company's TLS proxy, and endpoints of a profile's own: real TLS with an own CA, real HTTP, AWS CLI beside us."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.e2e.aws_v2 import AwsV2


def ssotui(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ssotui", *words], env=env, capture_output=True, text=True, check=False
    )


def written(home: DemoHome, profile: str, *lines: str) -> None:
    """Put lines at the end of a profile's section, or of a new [default]."""
    text = home.config_file.read_text()
    header = "[default]" if profile == "default" else f"[profile {profile}]"
    if header not in text:
        text += f"\n{header}\n"
    home.config_file.write_text(text.replace(f"{header}\n", "\n".join((header, *lines, "")), 1))


@pytest.fixture
def company(home: DemoHome, aws_v2: AwsV2) -> dict[str, str]:
    """The environment behind a proxy that opens TLS with certificates of its own."""
    return {name: value for name, value in aws_v2.env(home.env).items() if name != "AWS_CA_BUNDLE"}


@pytest.mark.parametrize("place", ["default", "the shell's", "the named"])
def test_behind_a_companys_proxy_its_ca_bundle_in_the_config_is_enough(
    place: str, company: dict[str, str], home: DemoHome, aws_v2: AwsV2
) -> None:
    first, second = home.profiles[:2]
    env = company | ({} if place == "default" else {"AWS_PROFILE": first})
    named = second if place == "the named" else first
    assert ssotui("creds", named, env=env).returncode == 7
    written(home, {"default": "default", "the shell's": first}.get(place, second), f"ca_bundle = {aws_v2.certificate}")
    done = ssotui("creds", named, env=env)
    assert done.returncode == 0, done.stderr
    if place != "the named":  # its CA bundle is no affair of a listing
        listed = ssotui("list", "--session", "acme", "--refresh", env=env)
        assert listed.returncode == 0, listed.stderr
        assert "portal.sso.eu-west-1.amazonaws.com" in aws_v2.hosts


def test_a_ca_bundle_that_is_not_there_is_told_by_its_key(company: dict[str, str], home: DemoHome) -> None:
    written(home, "default", "ca_bundle = /no/such.pem")
    done = ssotui("list", "--session", "acme", "--refresh", env=company)
    assert "/no/such.pem: doesn't exist, but ca_bundle of [default] is set to it" in done.stderr


@pytest.fixture
def local() -> Iterator[Organization]:
    """Another server that answers as AWS does: a LocalStack."""
    with serving(make_world(sessions=3)) as served:
        yield served


@pytest.fixture
def bare(home: DemoHome) -> dict[str, str]:
    """The home's environment without a way to AWS."""
    kept = {name: value for name, value in home.env.items() if not name.startswith("AWS_ENDPOINT_URL")}
    return kept | {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}


@pytest.mark.parametrize("form", ["endpoint_url", "services"])
def test_a_profiles_endpoint_gets_that_profiles_requests_and_no_others(
    form: str, bare: dict[str, str], home: DemoHome, local: Organization
) -> None:
    first, second = home.profiles[0], home.profiles[3]
    if form == "services":
        written(home, first, "services = local")
        endpoint = f"\n    endpoint_url = {local.url}"
        home.config_file.write_text(
            home.config_file.read_text()
            + f"\n[services local]\nsso ={endpoint}\nsso_oidc ={endpoint}\nsts ={endpoint}\n"
        )
    else:
        written(home, first, f"endpoint_url = {local.url}")
    for words in (("creds", first), ("whoami", "--profile", first), ("whoami",)):
        done = ssotui(*words, env=bare | {"AWS_PROFILE": first})
        assert done.returncode == 0, done.stderr
    asked = {"GetRoleCredentials": 1, "GetCallerIdentity": 2}
    assert local.counts == asked

    for others in (f"creds {second}", "list --refresh --session acme", "list --refresh"):
        ssotui(*others.split(), env=bare | {"AWS_PROFILE": first})
    assert local.counts == asked


def test_endpoints_of_the_config_can_be_ignored(bare: dict[str, str], home: DemoHome, local: Organization) -> None:
    written(home, home.profiles[0], f"endpoint_url = {local.url}")
    done = ssotui("creds", home.profiles[0], env=bare | {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"})
    assert done.returncode == 7
    assert not local.counts


@pytest.mark.parametrize("service", ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL"])
def test_no_token_goes_to_another_computer_by_http(service: str, bare: dict[str, str], home: DemoHome) -> None:
    done = ssotui("list", "--session", "acme", "--refresh", env=bare | {service: "http://192.0.2.1:4566"})
    assert f"{service} is an http URL on another computer" in done.stderr
    assert f"Use https:// in {service}, or remove it." in done.stderr


def test_no_token_goes_there_by_a_profiles_endpoint_either(bare: dict[str, str], home: DemoHome) -> None:
    written(home, home.profiles[0], "endpoint_url = http://192.0.2.1:4566")
    done = ssotui("creds", home.profiles[0], env=bare)
    assert done.returncode == 2
    assert f"endpoint_url of [profile {home.profiles[0]}] is an http URL on another computer" in done.stderr


@pytest.mark.parametrize(
    ("key", "variable", "told"),
    [
        ("use_fips_endpoint", "", "use_fips_endpoint of [profile {}]"),
        ("use_dualstack_endpoint", "", "use_dualstack_endpoint of [profile {}]"),
        ("", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_FIPS_ENDPOINT"),
        ("", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"),
        (
            "use_fips_endpoint",
            "AWS_USE_DUALSTACK_ENDPOINT",
            "use_fips_endpoint of [profile {}] and AWS_USE_DUALSTACK_ENDPOINT",
        ),
    ],
)
def test_a_special_host_that_is_not_found_is_told_with_what_asks_for_it(
    key: str, variable: str, told: str, home: DemoHome
) -> None:
    env = {name: value for name, value in home.env.items() if not name.startswith("AWS_ENDPOINT_URL")}
    if key:
        written(home, home.profiles[0], f"{key} = true")
    # A region that no partition has yet, so that its hosts are found nowhere.
    home.config_file.write_text(
        home.config_file.read_text().replace("sso_region = eu-west-1", "sso_region = eu-nowhere-9")
    )
    done = ssotui("creds", home.profiles[0], env=env | ({variable: "true"} if variable else {}))
    assert done.returncode == 7
    assert f"This host is set by {told.format(home.profiles[0])} and doesn't exist in every region." in done.stderr


def test_aws_cli_takes_the_same_ca_bundle(
    company: dict[str, str], home: DemoHome, aws_v2: AwsV2, tmp_path: Path
) -> None:
    written(home, home.profiles[0], f"ca_bundle = {aws_v2.certificate}")
    words = [str(aws_v2.program), "sts", "get-caller-identity", "--profile", home.profiles[0]]
    done = subprocess.run(words, env=company, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + os.linesep
