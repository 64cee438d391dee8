"""Credentials of profiles that ``aws login`` signs in (``login_session``; botocore, credentials.py, LoginProvider)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import botocore.exceptions as aws
from botocore import credentials as botocore_credentials
from botocore.credentials import CredentialProvider, Credentials, RefreshableCredentials
from botocore.session import Session
from botocore.utils import JSONFileCache, generate_login_cache_key, get_login_token_cache_directory

from ssotui.core.timestamps import parse_timestamp
from ssotui.errors import AwsLoginNeeded

_LEAST_LEFT = timedelta(minutes=1)
_ENDED = (aws.LoginTokenLoadError, aws.LoginRefreshRequired)


class CachedLogin(CredentialProvider):
    """botocore's provider, and without its optional package awscrt the credentials in the cache of ``aws login``.

    awscrt is only needed to refresh them, which every command of the AWS CLI does, too.
    """

    METHOD = "login"

    def __init__(self, inner: CredentialProvider, session: Session, name: str) -> None:
        super().__init__()
        self._inner = inner
        self._session = session
        self._name = name

    def load(self) -> Credentials | None:
        login = self._session.full_config.get("profiles", {}).get(self._name, {}).get("login_session")
        if login is None:
            return None
        try:
            found = self._inner.load() if _can_refresh() else _cached(login)
            if found is not None:
                found.get_frozen_credentials()
        except _ENDED as error:
            raise AwsLoginNeeded(self._name) from error
        if found is None:
            raise AwsLoginNeeded(self._name)
        return found


def _can_refresh() -> bool:
    return getattr(botocore_credentials, "EC", None) is not None


def _cached(login: str) -> RefreshableCredentials | None:
    """The cached credentials; None if there are none, or they have expired."""
    try:
        held = JSONFileCache(get_login_token_cache_directory())[generate_login_cache_key(login)]["accessToken"]
        metadata = {"access_key": held["accessKeyId"], "secret_key": held["secretAccessKey"]}
        metadata |= {"token": held["sessionToken"], "expiry_time": held["expiresAt"]}
        is_over = parse_timestamp(metadata["expiry_time"]) - datetime.now(UTC) < _LEAST_LEFT
    except (OSError, LookupError, TypeError, ValueError):
        return None
    return (
        None if is_over else RefreshableCredentials.create_from_metadata(metadata, lambda: metadata, CachedLogin.METHOD)
    )
