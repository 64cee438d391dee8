"""One botocore client per service and region, shared by all threads and independent of the user's AWS configuration."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from ssotui.aws.http import Http, ca_bundle, check_key_log
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.network_settings import origin, variable_of_service
from ssotui.core.printable import printable
from ssotui.core.sign_in.start_urls import is_safe
from ssotui.errors import UsageError
from ssotui.regions import may_be_in_a_host

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.config import Config
    from botocore.session import Session

Service = Literal["sso", "sso-oidc"]

# The form of AWS's regions (us-east-1, us-isob-east-1, eusc-de-east-1). Nothing else may get into a host name: with a
# region of "x.example.com/" in a config file, the access token would be sent there.

_HOST = re.compile(r"((?!-)[a-z\d-]{1,63}(?<!-)\.)*(?!-)[a-z\d-]{1,63}(?<!-)\.?", re.ASCII)
_LONGEST_HOST = 255
_FIPS, _DUAL_STACK = "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"


class Keys(NamedTuple):
    """Credentials to sign requests to STS with; ``token`` is "" for long-lived ones."""

    access_key_id: str
    secret_access_key: str
    token: str = ""

    def __repr__(self) -> str:
        return f"Keys({self.access_key_id!r})"


class Clients:
    """The clients for one environment; thread-safe.

    Endpoints, the CA bundle, FIPS and dual-stack come from ``env``, from the variables that the AWS SDKs and Tools
    Reference Guide names ("Service-specific endpoints", "Dual-stack and FIPS endpoints"). botocore itself finds the
    proxy, in the process's ``*_PROXY`` variables and the platform's settings.
    """

    def __init__(self, env: Mapping[str, str], connections: int, timeouts: Timeouts = USUAL) -> None:
        """``connections``: how many connections each client keeps open."""
        self.env = env
        self.http = Http(env, timeouts, connections)
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._made: dict[tuple[Service, str], BaseClient] = {}

    def get(self, service: Service, region: str) -> BaseClient:
        """The client of ``service`` in ``region``. The first call imports botocore (0.2 s).

        Raises UsageError for an invalid region or endpoint, FileError for a missing CA bundle.
        """
        made = self._made.get((service, region))
        if made is not None:
            return made
        with self._lock:  # creating clients isn't thread-safe, using them is
            if (service, region) not in self._made:
                self._made[service, region] = self._make(service, region)
            return self._made[service, region]

    def has(self, service: Service, region: str) -> bool:
        """Whether ``get`` can return at once, without creating a client."""
        return (service, region) in self._made

    def sts(self, keys: Keys | None, region: str) -> BaseClient:
        """A new client that signs with these credentials (None: unsigned).

        Raises UsageError and FileError as ``get`` does.
        """
        with self._lock:
            return self._make("sts", region, keys)

    def _make(self, service: Service | Literal["sts"], region: str, keys: Keys | None = None) -> BaseClient:
        if not may_be_in_a_host(region):
            raise UsageError(
                f'"{printable(region)}" is not an AWS region.',
                hint="Correct it in the AWS config. For example: us-east-1",
            )
        endpoint = endpoint_url(service, self.env, carries_token=keys is None or bool(keys.token))
        ca_bundle(self.env)  # raises now instead of at the first request
        check_key_log()
        if self._session is None:
            self._session = untouched_session()
        client = self._session.create_client(
            service,
            region_name=region,
            endpoint_url=endpoint,
            aws_access_key_id=keys.access_key_id if keys else None,
            aws_secret_access_key=keys.secret_access_key if keys else None,
            aws_session_token=keys.token or None if keys else None,
            config=self._config(signed=keys is not None),
        )
        instead: Any = lambda request, **_: self.http.send(request)  # noqa: E731  the stubs don't have hooks that return a response
        client.meta.events.register("before-send", instead)
        return client

    def _config(self, *, signed: bool) -> Config:
        from botocore import UNSIGNED
        from botocore.config import Config

        return Config(
            # For a signed client botocore would look for credentials, up to the instance metadata service.
            signature_version=None if signed else UNSIGNED,
            retries={"total_max_attempts": 1, "mode": "standard"},  # the listing and the rate limiter retry
            use_fips_endpoint=_is_true(self.env.get(_FIPS)),
            use_dualstack_endpoint=_is_true(self.env.get(_DUAL_STACK)),
        )


class SessionClients:
    """The clients of every session; ``own`` has the environments of sessions with network settings of their own."""

    def __init__(
        self, env: Mapping[str, str], own: Mapping[str, Mapping[str, str]], connections: int, timeouts: Timeouts
    ) -> None:
        self.usual = Clients(env, connections, timeouts)
        self._own = {name: Clients(one, connections, timeouts) for name, one in own.items()}

    def of(self, session: str) -> Clients:
        return self._own.get(session, self.usual)

    def close(self) -> None:
        """Close open connections."""
        for clients in (self.usual, *self._own.values()):
            clients.http.close()


def special_host(service: str, env: Mapping[str, str]) -> str:
    """The variable that selects the FIPS or dual-stack host of a service; "" if none does."""
    if endpoint_url(service, env, carries_token=False):
        return ""
    return " and ".join(origin(env, name) for name in (_FIPS, _DUAL_STACK) if _is_true(env.get(name)))


def endpoint_url(service: str, env: Mapping[str, str], *, carries_token: bool = True) -> str | None:
    """The endpoint URL that ``env`` sets for ``service`` ("sso", "sso-oidc", "sts"); None if it sets none.

    Raises UsageError for an invalid URL, and for one that would send a token over the network unencrypted.
    """
    if _is_true(env.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")):
        return None
    for name in (variable_of_service(service), "AWS_ENDPOINT_URL"):
        url = env.get(name)
        if url:
            told = origin(env, name)
            if not _is_server(url):
                raise UsageError(f"{told} is not a URL of a server.", hint="It must begin with https://.")
            if carries_token and not is_safe(url):
                raise UsageError(
                    f"{told} is an http URL on another computer: tokens would cross the network unencrypted.",
                    hint=f"Use https:// in {told}, or remove it.",
                )
            return url
    return None


def _is_server(url: str) -> bool:
    """Whether it is a valid endpoint URL for botocore, which raises ValueError for others."""
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return port != 0 and len(host) < _LONGEST_HOST and (":" in host or bool(_HOST.fullmatch(host)))


def sign_in_regions() -> tuple[str, ...]:
    """The regions of IAM Identity Center that botocore knows, the commercial ones first."""
    session = untouched_session()
    return tuple(
        region
        for partition in session.get_available_partitions()
        for region in sorted(session.get_available_regions("sso-oidc", partition))
    )


def untouched_session() -> Session:
    """A session that reads no files and no variables: an undefined AWS_PROFILE would raise, a long config be slow.

    It is botocore's and not boto3's, whose import takes 15 ms more.
    """
    from botocore.session import Session

    from ssotui.aws.service_models import our_models

    untouched = {
        name: (None, None, default, convert) for name, (_, _, default, convert) in Session.SESSION_VARIABLES.items()
    }
    nowhere = (None, None, os.devnull, None)
    session = Session(session_vars=untouched | {"config_file": nowhere, "credentials_file": nowhere})
    session.register_component("data_loader", our_models())
    return session


def _is_true(text: str | None) -> bool:
    return text is not None and text.lower() == "true"
