"""Network settings for requests to AWS: environment variables, and keys of the AWS config where those aren't set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ssotui.named_tuples import NamedTuple

# The variable for each key of the config file (AWS SDKs and Tools Reference Guide, "Settings reference").
VARIABLES = {
    "ca_bundle": "AWS_CA_BUNDLE",
    "use_fips_endpoint": "AWS_USE_FIPS_ENDPOINT",
    "use_dualstack_endpoint": "AWS_USE_DUALSTACK_ENDPOINT",
    "endpoint_url": "AWS_ENDPOINT_URL",
    "ignore_configured_endpoint_urls": "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
}

FEDERATION = "federation"


class Setting(NamedTuple):
    """A value of the AWS config; ``origin`` names its key and section: ``ca_bundle of [profile acme]``."""

    value: str
    origin: str


class Network(Mapping[str, str]):
    """An environment in which a setting of the config supplies a variable that isn't set."""

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
        """Where the value of ``name`` comes from, for messages: the variable, or a key of the config."""
        return name if name in self._env or name not in self._beneath else self._beneath[name].origin


def origin(env: Mapping[str, str], name: str) -> str:
    """Where the value of ``name`` comes from, for messages: the variable, or a key of the config."""
    return env.origin(name) if isinstance(env, Network) else name


def variable_of_service(service: str) -> str:
    """``sso-oidc`` -> ``AWS_ENDPOINT_URL_SSO_OIDC``.

    For federation it is SSOTUI_ENDPOINT_URL_FEDERATION. AWS defines no variable for it: AWS_ENDPOINT_URL_SIGNIN belongs
    to botocore's service "signin".
    """
    if service == FEDERATION:
        return "SSOTUI_ENDPOINT_URL_FEDERATION"
    return f"AWS_ENDPOINT_URL_{service.upper().replace('-', '_')}"
