"""Resolves credentials of any profile with botocore, and with ssotui's own sign-in where the profile leads to SSO."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from botocore.client import BaseClient
from botocore.credentials import (
    AssumeRoleProvider,
    CanonicalNameCredentialSourcer,
    ContainerProvider,
    CredentialProvider,
    CredentialResolver,
    DeferredRefreshableCredentials,
    EnvProvider,
    InstanceMetadataProvider,
    ProfileProviderBuilder,
)
from botocore.credentials import Credentials as BotocoreCredentials
from botocore.session import Session
from botocore.utils import InstanceMetadataFetcher

from ssotui.aws.clients import Clients
from ssotui.aws.credential_process import CredentialProcess
from ssotui.aws.errors import FAULTS
from ssotui.aws.profile_errors import explain_profile_error
from ssotui.core.model import Credentials, Profile
from ssotui.core.ports.profile_credentials import CredentialSources
from ssotui.core.printable import printable
from ssotui.errors import SsoTuiError
from ssotui.named_tuples import NamedTuple
from ssotui.regions import FALLBACK

_MFA_PROMPT = "Enter MFA code for "


class Files(NamedTuple):
    """The AWS config and credentials file to resolve profiles in, and the cache of responses of STS.

    ``cache`` returns it without those that expire by a given time.
    """

    config: Path
    credentials: Path
    cache: Callable[[datetime], dict[str, Any]]


class BotocoreProfiles:
    """Implements core.ports.profile_credentials.ProfileCredentials."""

    def __init__(self, env: Mapping[str, str], files: Files, network: Callable[[str], Mapping[str, str]]) -> None:
        """``network`` returns the environment and network settings of a profile, for requests to STS."""
        self._env = env
        self._files = files
        self._network = network

    def get(self, profile: Profile, sources: CredentialSources) -> Credentials:
        session = Session(profile=profile.name)
        session.set_config_variable("config_file", str(self._files.config))
        session.set_config_variable("credentials_file", str(self._files.credentials))
        clients = Clients(self._network(profile.name), 1)
        hosts = ["STS"]

        def sts(_: str, **options: Any) -> BaseClient:  # noqa: ANN401  create_client's
            client = clients.sts(_credentials(options), profile.region or FALLBACK)
            hosts.append(urlsplit(client.meta.endpoint_url).netloc)
            return client

        serials = [""]

        def code(prompt: str) -> str:
            serials.append(prompt.removeprefix(_MFA_PROMPT).removesuffix(": "))
            return sources.ask_code(serials[-1])

        try:
            cache = self._files.cache(sources.later_than)
            resolver = _resolver(session, profile.name, _Sources(self._env, cache, sts, code, sources))
            return _checked(resolver.load_credentials(), profile)
        except (*FAULTS, OSError, RuntimeError) as error:  # RuntimeError: the credentials have expired already
            raise explain_profile_error(error, profile, hosts[-1], serials[-1]) from error


def _checked(found: BotocoreCredentials | None, profile: Profile) -> Credentials:
    frozen = found.get_frozen_credentials() if found else None
    if frozen is None or not frozen.access_key or not frozen.secret_key:
        hint = "See its kind: ssotui profile list"
        raise SsoTuiError(f'The profile "{printable(profile.name)}" provides no credentials.', hint=hint)
    expires = getattr(found, "_expiry_time", None)  # as in AWS CLI v2, configure/exportcreds.py
    return Credentials(
        frozen.access_key,
        frozen.secret_key,
        frozen.token or "",
        expires.replace(microsecond=0) if isinstance(expires, datetime) else None,
    )


class _Sources(NamedTuple):
    env: Mapping[str, str]
    cache: dict[str, Any]
    sts: Callable[..., BaseClient]
    code: Callable[[str], str]
    given: CredentialSources


def _resolver(session: Session, name: str, sources: _Sources) -> CredentialResolver:
    """botocore's providers for a named profile (credentials.py, create_credential_resolver), without environment."""

    builder = _Profiles(session, sources)
    container = ContainerProvider()
    machine = InstanceMetadataProvider(
        InstanceMetadataFetcher(
            timeout=session.get_config_variable("metadata_service_timeout"),
            num_attempts=session.get_config_variable("metadata_service_num_attempts"),
            user_agent=session.user_agent(),
        )
    )
    chain = AssumeRoleProvider(
        load_config=lambda: session.full_config,
        client_creator=sources.sts,
        cache=sources.cache,
        profile_name=name,
        prompter=sources.code,
        credential_sourcer=CanonicalNameCredentialSourcer([EnvProvider(), container, machine]),
        profile_provider_builder=builder,
    )
    return CredentialResolver([chain, *builder.providers(name, disable_env_vars=True), container, machine])


class _Profiles(ProfileProviderBuilder):
    """The providers for the profile's own section and for source profiles."""

    def __init__(self, session: Session, sources: _Sources) -> None:
        super().__init__(session, cache=sources.cache)
        self._session_and_sources = session, sources

    def providers(self, profile_name: str, disable_env_vars: bool = False) -> list[CredentialProvider]:
        session, sources = self._session_and_sources
        providers = super().providers(profile_name, disable_env_vars)
        for place, provider in enumerate(providers):
            if provider.METHOD == "sso":
                providers[place] = _OurSignIn(sources, profile_name)
            elif provider.METHOD == "login":
                from ssotui.aws.login_credentials import CachedLogin  # older versions of botocore lack it

                providers[place] = CachedLogin(provider, session, profile_name)
            elif provider.METHOD == "custom-process":
                providers[place] = CredentialProcess(profile_name, lambda: session.full_config, sources.env)
            elif provider.METHOD == "assume-role-with-web-identity":
                provider._client_creator = sources.sts  # type: ignore[attr-defined]  # noqa: SLF001  no other way
        return providers


class _OurSignIn(CredentialProvider):
    """The provider for SSO roles, with the token handling and the cache of all other commands."""

    METHOD = "sso"

    def __init__(self, sources: _Sources, name: str) -> None:
        super().__init__()
        self._sources = sources
        self._name = name

    def load(self) -> DeferredRefreshableCredentials | None:
        ref = self._sources.given.roles.get(self._name)
        if ref is None:
            return None

        def fetched() -> dict[str, str]:
            credentials = self._sources.given.fetch(ref)
            assert credentials.expires_at is not None
            return {
                "access_key": credentials.access_key_id,
                "secret_key": credentials.secret_access_key,
                "token": credentials.session_token,
                "expiry_time": credentials.expires_at.isoformat(),
            }

        return DeferredRefreshableCredentials(refresh_using=fetched, method=self.METHOD)


def _credentials(options: Mapping[str, Any]) -> Credentials | None:
    """The credentials to sign with; None for an unsigned request."""
    if not options.get("aws_access_key_id"):
        return None
    token = options.get("aws_session_token") or ""
    return Credentials(options["aws_access_key_id"], options["aws_secret_access_key"], token)
