"""URL, proxy and CA bundle are those that botocore takes for the same profile in the same environment."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from botocore.httpsession import get_cert_path
from botocore.session import Session

from ssotui.aws.clients import Clients
from ssotui.aws.direct_http import default_ca_bundle, is_direct
from ssotui.aws.http import ca_bundle
from ssotui.aws.portal_requests import portal_url
from ssotui.files.network_settings import profile_network

REGIONS = ("eu-west-1", "us-gov-west-1", "cn-north-1")
_UNSET = None
_SWITCH = (_UNSET, "true", "TRUE", "false", "")

VARIABLES: dict[str, tuple[str | None, ...]] = {
    "AWS_ENDPOINT_URL_SSO": (_UNSET, "https://sso.example.com/base", "https://sso.example.com:8443/", ""),
    "AWS_ENDPOINT_URL": (_UNSET, "https://all.example.com", ""),
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": _SWITCH,
    "AWS_USE_FIPS_ENDPOINT": _SWITCH,
    "AWS_USE_DUALSTACK_ENDPOINT": _SWITCH,
    "AWS_CA_BUNDLE": (_UNSET, "{folder}/variable.pem"),
    "REQUESTS_CA_BUNDLE": (_UNSET, "{folder}/requests.pem"),
    "HTTPS_PROXY": (_UNSET, "http://proxy.example.com:3128"),
    "https_proxy": (_UNSET, "http://lower.example.com:3128", ""),
    "NO_PROXY": (_UNSET, ".amazonaws.com", "sso.example.com", "*"),
}
KEYS: dict[str, tuple[str | None, ...]] = {
    "endpoint_url": (_UNSET, "https://profile.example.com"),
    "services": (_UNSET, "both", "other"),
    "ignore_configured_endpoint_urls": (_UNSET, "true", "false"),
    "use_fips_endpoint": (_UNSET, "true", "false"),
    "use_dualstack_endpoint": (_UNSET, "true", "false"),
    "ca_bundle": (_UNSET, "{folder}/profile.pem"),
}
_SERVICES = """
[services both]
sso =
  endpoint_url = https://services.example.com
sts =
  endpoint_url = https://sts.example.com
[services other]
s3 =
  endpoint_url = https://s3.example.com
"""
_MIXES = 40


class Settings(NamedTuple):
    """Variables, and keys of a profile."""

    env: Mapping[str, str]
    keys: Mapping[str, str]


class Route(NamedTuple):
    """Where a request goes. ``bundle`` is the path of the CA bundle."""

    url: str
    has_proxy: bool
    bundle: str | None


def mixed(seed: int, folder: Path) -> Settings:
    """A mix in which most settings are missing, as in real life."""
    chance = random.Random(seed)

    def some(table: Mapping[str, tuple[str | None, ...]]) -> dict[str, str]:
        chosen = {name: chance.choice(values) if chance.random() < 0.5 else _UNSET for name, values in table.items()}
        return {name: value.format(folder=folder) for name, value in chosen.items() if value is not _UNSET}

    return Settings(some(VARIABLES), some(KEYS))


def arranged(settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Write the config, and set the variables. Returns the environment."""
    for name in ("variable", "requests", "profile"):
        (folder / f"{name}.pem").write_text(Path(default_ca_bundle()).read_text())
    config = folder / "config"
    lines = [f"{key} = {value}" for key, value in settings.keys.items()]
    config.write_text("\n".join(["[profile acme]", "region = eu-west-1", *lines, _SERVICES]))
    for name in (*VARIABLES, *map(str.lower, VARIABLES), "ALL_PROXY", "all_proxy", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (dict(settings.env) | {"AWS_CONFIG_FILE": str(config)}).items():
        monkeypatch.setenv(name, value)
    return dict(os.environ)


def botocores(region: str) -> Route:
    client: Any = Session(profile="acme").create_client("sso", region_name=region)
    http = client._endpoint.http_session  # noqa: SLF001  no other way to it
    url = client.meta.endpoint_url
    return Route(url, bool(http._proxy_config.proxy_url_for(url)), get_cert_path(http._verify))  # noqa: SLF001


@pytest.mark.parametrize("seed", range(_MIXES))
def test_every_mix_of_settings_leads_where_botocore_goes(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = mixed(seed, tmp_path)
    env = profile_network(arranged(settings, tmp_path, monkeypatch), "acme")
    region = REGIONS[seed % len(REGIONS)]
    theirs = botocores(region)
    assert Clients(env, 1).get("sso", region).meta.endpoint_url == theirs.url, settings
    assert portal_url(region, env) in (theirs.url, None), settings
    assert is_direct(theirs.url) is not theirs.has_proxy, settings
    assert (ca_bundle(env) or default_ca_bundle()) == theirs.bundle, settings
