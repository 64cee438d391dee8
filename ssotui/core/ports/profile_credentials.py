"""Protocols for the credentials of profiles, and for what they need from the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from ssotui.core.model import Credentials, Profile, RoleRef
from ssotui.core.ports.cancellation import CancelToken
from ssotui.named_tuples import NamedTuple


class CredentialSources(NamedTuple):
    """Where the credentials of a profile come from, besides the files.

    ``roles`` are the SSO profiles by name, and ``fetch`` returns their credentials. ``ask_code`` returns a code of the
    MFA device with a serial number. A cached response of STS that expires by ``later_than`` isn't used.
    """

    roles: Mapping[str, RoleRef]
    fetch: Callable[[RoleRef], Credentials]
    ask_code: Callable[[str], str]
    later_than: datetime


class ProfileCredentials(Protocol):
    """Credentials of profiles that aren't a role of a session: role chains, credential_process, static credentials."""

    def get(self, profile: Profile, sources: CredentialSources) -> Credentials:
        """The credentials that the AWS CLI and boto3 use for the profile, whatever the environment contains.

        Raises what ``sources`` raise, AwsLoginNeeded, ProfileError for a profile that can't be used as it is written,
        AccessDenied (also for a wrong MFA code), Rejected, Unreachable, SsoTuiError.
        """
        ...


AskCode = Callable[[str, CancelToken], str]
"""Asks the user for a code of the MFA device with a serial number. Raises Canceled."""
