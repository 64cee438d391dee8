"""Resolves credentials of any profile with botocore, and with ssotui's own sign-in where the profile leads to SSO."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from urllib.parse import urlsplit

import botocore.exceptions as aws
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

from ssotui.aws.clients import Clients, Keys
from ssotui.aws.credential_process import CredentialProcess
from ssotui.aws.errors import FAULTS, Asked, explain
from ssotui.core.model import Credentials, Profile, RoleRef
from ssotui.core.printable import printable, shortened
from ssotui.errors import AccessDenied, CodeNeeded, ProfileError, SsoTuiError, Unreachable, shell_word
from ssotui.regions import FALLBACK

_LONGEST = 200
_DENIED = 403
_ENDED = ("ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException")


class Files(NamedTuple):
    """The AWS config and credentials file to resolve profiles in, and the cache for responses of STS."""

    config: Path
    credentials: Path
    cache: dict[str, Any]


class BotocoreProfiles:
    """Implements core.ports.backend.ProfileCredentials."""

    def __init__(self, env: Mapping[str, str], files: Files, network: Callable[[str], Mapping[str, str]]) -> None:
        """``network`` returns the environment and network settings of a profile, for requests to STS."""
        self._env = env
        self._files = files
        self._network = network

    def get(
        self, profile: Profile, roles: Mapping[str, RoleRef], fetch: Callable[[RoleRef], Credentials]
    ) -> Credentials:
        """See core.ports.backend.ProfileCredentials."""
        session = Session(profile=profile.name)
        session.set_config_variable("config_file", str(self._files.config))
        session.set_config_variable("credentials_file", str(self._files.credentials))
        clients = Clients(self._network(profile.name), 1)
        hosts = ["STS"]

        def sts(_: str, **options: Any) -> BaseClient:  # noqa: ANN401  create_client's
            client = clients.sts(_keys(options), profile.region or FALLBACK)
            hosts.append(urlsplit(client.meta.endpoint_url).netloc)
            return client

        try:
            resolver = _resolver(session, profile.name, _Sources(self._env, self._files.cache, sts, roles, fetch))
            return _taken(resolver.load_credentials(), profile)
        except (*FAULTS, OSError, RuntimeError) as error:  # RuntimeError: the credentials have expired already
            raise _explained(error, profile, hosts[-1]) from error


def _taken(found: BotocoreCredentials | None, profile: Profile) -> Credentials:
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
    roles: Mapping[str, RoleRef]
    fetch: Callable[[RoleRef], Credentials]


def _resolver(session: Session, name: str, sources: _Sources) -> CredentialResolver:
    """botocore's providers for a named profile (credentials.py, create_credential_resolver), without environment."""

    def asked_for_code(_: str) -> NoReturn:
        raise CodeNeeded(name)

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
        prompter=asked_for_code,
        credential_sourcer=CanonicalNameCredentialSourcer([EnvProvider(), container, machine]),
        profile_provider_builder=builder,
    )
    return CredentialResolver([chain, *builder.providers(name, disable_env_vars=True), container, machine])


class _Profiles(ProfileProviderBuilder):
    """The providers for the profile's own section and for source profiles."""

    def __init__(self, session: Session, sources: _Sources) -> None:
        super().__init__(session, cache=sources.cache)
        self._ours = session, sources

    def providers(self, profile_name: str, disable_env_vars: bool = False) -> list[CredentialProvider]:
        session, sources = self._ours
        providers = super().providers(profile_name, disable_env_vars)
        for place, provider in enumerate(providers):
            if provider.METHOD == "sso":
                providers[place] = _OurSignIn(sources, profile_name)
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
        ref = self._sources.roles.get(self._name)
        if ref is None:
            return None

        def fetched() -> dict[str, str]:
            keys = self._sources.fetch(ref)
            assert keys.expires_at is not None
            return {
                "access_key": keys.access_key_id,
                "secret_key": keys.secret_access_key,
                "token": keys.session_token,
                "expiry_time": keys.expires_at.isoformat(),
            }

        return DeferredRefreshableCredentials(refresh_using=fetched, method=self.METHOD)


def _keys(options: Mapping[str, Any]) -> Keys | None:
    """The credentials to sign with; None for an unsigned request."""
    if not options.get("aws_access_key_id"):
        return None
    return Keys(options["aws_access_key_id"], options["aws_secret_access_key"], options.get("aws_session_token") or "")


def _explained(error: Exception, profile: Profile, host: str) -> SsoTuiError:
    name = printable(profile.name)
    if isinstance(error, aws.ClientError):
        return _refused(error, profile, host)
    silence = explain(error, Asked("", f'credentials of the profile "{name}"', host))
    if isinstance(silence, Unreachable):
        return silence
    if isinstance(error, aws.InvalidConfigError | aws.InfiniteLoopConfigError | aws.PartialCredentialsError):
        return ProfileError(name, shortened(printable(str(error)), _LONGEST).rstrip("."))
    return SsoTuiError(
        f'The profile "{name}" provides no credentials: {shortened(printable(str(error)), _LONGEST)}',
        hint=f"See what the AWS CLI reports: aws sts get-caller-identity --profile {shell_word(profile.name)}",
    )


def _refused(error: aws.ClientError, profile: Profile, host: str) -> SsoTuiError:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = shortened(printable(str(error.response.get("Error", {}).get("Code", ""))), _LONGEST)
    role, name = printable(profile.role_arn), printable(profile.name)
    if status != _DENIED:
        return explain(error, Asked("", f'credentials of the profile "{name}"', host))
    if code in _ENDED:
        return AccessDenied(
            f'AWS does not accept the credentials with which the profile "{name}" assumes its role ({code}).',
            hint="Renew them, or correct them in the AWS config.",
        )
    return AccessDenied(
        f'AWS does not let the profile "{name}" assume {role or "its role"} ({code}).',
        hint="The role's trust policy must name your role, and your role must allow sts:AssumeRole.",
    )
