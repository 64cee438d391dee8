"""Creates a boto3 Session with credentials that are refreshed automatically."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.credentials import CredentialProvider, CredentialResolver, RefreshableCredentials

if TYPE_CHECKING:
    import boto3

    from ssotui.core.model import Credentials


def renewing_session(fetch: Callable[[], Credentials], region: str) -> boto3.Session:
    """A session whose clients call ``fetch`` for credentials, and again 15 minutes before they expire.

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

    def __init__(self, fetch: Callable[[], Credentials]) -> None:
        super().__init__()
        self._fetch = fetch

    def load(self) -> RefreshableCredentials:
        return RefreshableCredentials.create_from_metadata(self._metadata(), self._metadata, self.METHOD)

    def _metadata(self) -> dict[str, str]:
        keys = self._fetch()
        assert keys.expires_at is not None  # credentials of a role always expire
        return {
            "access_key": keys.access_key_id,
            "secret_key": keys.secret_access_key,
            "token": keys.session_token,
            "expiry_time": keys.expires_at.isoformat(),
        }
