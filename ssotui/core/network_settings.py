"""The network settings of requests to AWS: variables of the environment, and beneath them keys of the AWS config."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

# The variable that stands for each key (AWS SDKs and Tools Reference Guide, "Shared config and credentials files").
VARIABLES = {
    "ca_bundle": "AWS_CA_BUNDLE",
    "use_fips_endpoint": "AWS_USE_FIPS_ENDPOINT",
    "use_dualstack_endpoint": "AWS_USE_DUALSTACK_ENDPOINT",
    "endpoint_url": "AWS_ENDPOINT_URL",
    "ignore_configured_endpoint_urls": "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
}

FEDERATION = "federation"


class Setting(NamedTuple):
    """A value of the AWS config; ``origin`` is its key and section: ``ca_bundle of [profile acme]``."""

    value: str
    origin: str


class Network(Mapping[str, str]):
    """An environment with settings of the config beneath, by the name of the variable that goes before each."""

    def __init__(self, env: Mapping[str, str], beneath: Mapping[str, Setting]) -> None:
        self._env = env
        self._beneath = beneath

    def __getitem__(self, name: str) -> str:
        return self._env[name] if name in self._env else self._beneath[name].value

    def __iter__(self) -> Iterator[str]:
        yield from self._env
        yield from (name for name in self._beneath if name not in self._env)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def origin(self, name: str) -> str:
        """What a person has to change for the value of ``name`` to be another."""
        return name if name in self._env or name not in self._beneath else self._beneath[name].origin


def origin(env: Mapping[str, str], name: str) -> str:
    """The variable itself, or the key of the config that its value is from."""
    return env.origin(name) if isinstance(env, Network) else name


def variable_of_service(service: str) -> str:
    """``sso-oidc`` -> ``AWS_ENDPOINT_URL_SSO_OIDC``.

    That of the federation host is ours: AWS has none, and AWS_ENDPOINT_URL_SIGNIN is that of another service.
    """
    if service == FEDERATION:
        return "SSOTUI_ENDPOINT_URL_FEDERATION"
    return f"AWS_ENDPOINT_URL_{service.upper().replace('-', '_')}"
