"""Creates a boto3 Session with credentials that are refreshed automatically."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.credentials import CredentialProvider, CredentialResolver, Credentials, RefreshableCredentials

if TYPE_CHECKING:
    import boto3

    from ssotui.core import model


def renewing_session(fetch: Callable[[], model.Credentials], region: str) -> boto3.Session:
    """A session whose clients call ``fetch`` for credentials, and again 15 minutes before they expire, if they do.

    ``region`` may be "". Everything except profile and credentials (endpoints, retries, CA bundle …) comes from the
    environment and ``[default]``.
    """
    import boto3
    from botocore.session import Session

    # AWS_PROFILE is ignored: an undefined profile would raise, although the session needs none.
    session = Session(session_vars={"profile": (None, None, None, None)})
    session.register_component("credential_provider", CredentialResolver([_Provider(fetch)]))
    return boto3.Session(botocore_session=session, region_name=region or None)


class _Provider(CredentialProvider):
    """The provider that botocore gets credentials from."""

    METHOD = "ssotui"

    def __init__(self, fetch: Callable[[], model.Credentials]) -> None:
        super().__init__()
        self._fetch = fetch

    def load(self) -> Credentials:
        credentials = self._fetch()
        if credentials.expires_at is None:
            return Credentials(
                credentials.access_key_id, credentials.secret_access_key, credentials.session_token or None, self.METHOD
            )
        return RefreshableCredentials.create_from_metadata(_metadata(credentials), self._refreshed, self.METHOD)

    def _refreshed(self) -> dict[str, str]:
        return _metadata(self._fetch())


def _metadata(credentials: model.Credentials) -> dict[str, str]:
    assert credentials.expires_at is not None  # credentials that expire are only replaced by such ones
    return {
        "access_key": credentials.access_key_id,
        "secret_key": credentials.secret_access_key,
        "token": credentials.session_token,
        "expiry_time": credentials.expires_at.isoformat(),
    }
