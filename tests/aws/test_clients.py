"""Which server is asked, and what in a user's surroundings can't get in the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from botocore.loaders import JSONFileLoader

from ssotui.aws.clients import Clients, endpoint_url
from ssotui.aws.http import ca_bundle
from ssotui.core.model import Credentials
from ssotui.errors import FileError, UsageError


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-east-1", "portal.sso.us-east-1.amazonaws.com"),
        ("us-gov-west-1", "portal.sso.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "portal.sso.cn-north-1.amazonaws.com.cn"),
        ("eusc-de-east-1", "portal.sso.eusc-de-east-1.amazonaws.eu"),
    ],
)
def test_each_partition_has_its_own_host(region: str, host: str) -> None:
    assert Clients({}, 4).get("sso", region).meta.endpoint_url == f"https://{host}"


def test_fips_and_dual_stack_endpoints_are_used_when_asked_for() -> None:
    both = Clients({"AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"}, 4)
    assert both.get("sso", "us-east-1").meta.endpoint_url == "https://portal.sso-fips.us-east-1.api.aws"


def test_a_client_is_made_once() -> None:
    clients = Clients({}, 4)
    assert clients.get("sso", "us-east-1") is clients.get("sso", "us-east-1")


def test_what_botocore_knows_of_a_service_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Clients({}, 4).get("sso", "us-east-1")
    monkeypatch.setattr(JSONFileLoader, "load_file", lambda *_: pytest.fail("read again"))
    assert Clients({}, 4).get("sso", "eu-west-1").meta.region_name == "eu-west-1"


@pytest.mark.parametrize(
    "region", ["x.example.com/", "", "EU-WEST-1", "eu-west-1\n", "eu_west", "-a-", "a@b", "127.0.0.1"]
)
def test_what_is_no_region_never_becomes_part_of_a_host_name(region: str) -> None:
    with pytest.raises(UsageError, match="not an AWS region"):
        Clients({}, 4).get("sso", region)


def test_a_services_own_endpoint_goes_before_the_common_one() -> None:
    env = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:2"}
    assert [endpoint_url(service, env) for service in ("sso", "sso-oidc")] == [
        "http://127.0.0.1:1",
        "http://127.0.0.1:2",
    ]


def test_configured_endpoints_can_be_ignored() -> None:
    env = {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"}
    assert endpoint_url("sso", env) is None


@pytest.mark.parametrize(
    "url", ["localhost:8000", "file:///etc/passwd", "https://", "http://a b", "https://me:pw@host"]
)
def test_an_endpoint_that_is_no_address_is_refused_by_the_name_of_its_variable(url: str) -> None:
    with pytest.raises(UsageError, match="AWS_ENDPOINT_URL_SSO is not"):
        Clients({"AWS_ENDPOINT_URL_SSO": url}, 4).get("sso", "us-east-1")


@pytest.mark.parametrize("service", ["sso", "sso-oidc", "sts", "federation"])
def test_no_token_goes_to_another_computer_by_http(service: str) -> None:
    for url in ("http://localstack:4566", "http://127.0.0.1.example:80", "http://192.0.2.1"):
        with pytest.raises(UsageError, match="AWS_ENDPOINT_URL is an http URL on another computer"):
            endpoint_url(service, {"AWS_ENDPOINT_URL": url})
    for url in ("http://127.0.0.1:4566", "http://localhost", "http://[::1]:1", "https://localstack:4566"):
        assert endpoint_url(service, {"AWS_ENDPOINT_URL": url}) == url


def test_long_term_keys_alone_carry_no_token() -> None:
    clients = Clients({"AWS_ENDPOINT_URL_STS": "http://localstack:4566"}, 1)
    assert clients.sts(Credentials("AKIA", "s"), "us-east-1").meta.endpoint_url == "http://localstack:4566"
    with pytest.raises(UsageError):
        clients.sts(Credentials("ASIA", "s", "token"), "us-east-1")


def test_a_missing_ca_bundle_is_named_with_its_variable(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="AWS_CA_BUNDLE is set to it"):
        ca_bundle({"AWS_CA_BUNDLE": str(tmp_path / "absent.pem")})


def test_a_broken_configuration_and_environment_of_the_user_change_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "config"
    broken.write_text("[profile x\n= nonsense")
    env = {
        "AWS_CONFIG_FILE": str(broken),
        "AWS_SHARED_CREDENTIALS_FILE": str(broken),
        "AWS_PROFILE": "nowhere",
        "AWS_MAX_ATTEMPTS": "many",
        "AWS_RETRY_MODE": "never",
        "AWS_DEFAULTS_MODE": "odd",
        "AWS_CSM_PORT": "none",
        "AWS_USE_FIPS_ENDPOINT": "maybe",
    }
    code = "from ssotui.aws.clients import Clients; print(Clients({}, 4).get('sso', 'us-east-1').meta.endpoint_url)"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "https://portal.sso.us-east-1.amazonaws.com\n"


def test_botocore_is_imported_by_the_first_call_only() -> None:
    code = "import sys, ssotui.aws.portal; ssotui.aws.portal.Portal({}, 4); print('botocore' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_models_of_other_services_are_not_looked_through() -> None:
    code = """
import sys
looked = []
sys.addaudithook(lambda event, _: looked.append(event) if event == "os.listdir" else None)
from ssotui.aws.clients import Clients
import botocore.session
looked.clear()
Clients({}, 4).get("sso", "us-east-1")
print(len(looked))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20, "botocore looks into 400 folders"
