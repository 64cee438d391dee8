"""One botocore client per service and region, shared by all threads and independent of the user's AWS configuration."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal
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

    from ssotui.aws.direct_http import DirectHttp
    from ssotui.core.model import Credentials

Service = Literal["sso", "sso-oidc"]

_HOST = re.compile(r"((?!-)[a-z\d-]{1,63}(?<!-)\.)*(?!-)[a-z\d-]{1,63}(?<!-)\.?", re.ASCII)
_LONGEST_HOST = 255
_FIPS, _DUAL_STACK = "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"


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
        self._timeouts = timeouts
        self._connections = connections
        self._lock = threading.Lock()
        self._direct: DirectHttp | None = None
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
            if (service, region) not in self._made:  # pragma: no branch - another thread was faster
                self._made[service, region] = self._make(service, region)
            return self._made[service, region]

    @property
    def direct(self) -> DirectHttp:
        """Sends requests that need no client. The first use imports Python's ``http.client``."""
        with self._lock:
            if self._direct is None:
                from ssotui.aws.direct_http import DirectHttp

                self._direct = DirectHttp(self.env, self._timeouts, self._connections)
            return self._direct

    def close(self) -> None:
        """Close open connections."""
        self.http.close()
        if self._direct is not None:
            self._direct.close()

    def sts(self, credentials: Credentials | None, region: str) -> BaseClient:
        """A new client that signs with these credentials (None: unsigned).

        Raises UsageError and FileError as ``get`` does.
        """
        with self._lock:
            return self._make("sts", region, credentials)

    def _make(
        self, service: Service | Literal["sts"], region: str, credentials: Credentials | None = None
    ) -> BaseClient:
        if not may_be_in_a_host(region):
            raise UsageError(
                f'"{printable(region)}" is not an AWS region.',
                hint="Correct it in the AWS config. For example: us-east-1",
            )
        endpoint = endpoint_url(service, self.env, carries_token=credentials is None or bool(credentials.session_token))
        ca_bundle(self.env)  # raises now instead of at the first request
        check_key_log()
        if self._session is None:
            self._session = untouched_session()
        client = self._session.create_client(
            service,
            region_name=region,
            endpoint_url=endpoint,
            aws_access_key_id=credentials.access_key_id if credentials else None,
            aws_secret_access_key=credentials.secret_access_key if credentials else None,
            aws_session_token=credentials.session_token or None if credentials else None,
            config=self._config(signed=credentials is not None),
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
            # botocore would read the process's variables again.
            ignore_configured_endpoint_urls=True,  # type: ignore[call-arg]  # the stubs lack it
        )


class SessionClients:
    """The clients of every session; ``by_session`` has the environments of those with network settings of their own."""

    def __init__(
        self, env: Mapping[str, str], by_session: Mapping[str, Mapping[str, str]], connections: int, timeouts: Timeouts
    ) -> None:
        self.usual = Clients(env, connections, timeouts)
        self._by_session = {name: Clients(one, connections, timeouts) for name, one in by_session.items()}

    def of(self, session: str) -> Clients:
        return self._by_session.get(session, self.usual)

    def close(self) -> None:
        """Close open connections."""
        for clients in (self.usual, *self._by_session.values()):
            clients.close()


def host_variables(service: str, env: Mapping[str, str]) -> str:
    """The names of the variables that select the FIPS or dual-stack host of a service, in words; "" if none does."""
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
            source = origin(env, name)
            if not _is_server(url):
                raise UsageError(f"{source} is not a URL of a server.", hint="It must begin with https://.")
            if carries_token and not is_safe(url):
                raise UsageError(
                    f"{source} is an http URL on another computer: tokens would cross the network unencrypted.",
                    hint=f"Use https:// in {source}, or remove it.",
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
