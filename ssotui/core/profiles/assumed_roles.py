"""What STS AssumeRole is asked for on behalf of a profile, and the file in which the answer is cached."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from ssotui.core.model import AssumeRoleArguments, Profile
from ssotui.core.profiles.chains import root_session

_NAMES = (("external_id", "ExternalId"), ("mfa_serial", "SerialNumber"))


def arguments(values: Mapping[str, str]) -> AssumeRoleArguments:
    """The arguments that a profile's values give, by their names in the API (botocore, AssumeRoleProvider)."""
    found: list[tuple[str, str | int]] = [("RoleArn", values.get("role_arn", ""))]
    if values.get("role_session_name"):
        found.append(("RoleSessionName", values["role_session_name"]))
    if "web_identity_token_file" in values:
        return tuple(found)
    found += [(name, values[key]) for key, name in _NAMES if key in values]
    try:
        found.append(("DurationSeconds", int(values["duration_seconds"])))
    except (KeyError, ValueError):
        return tuple(found)  # botocore passes over what isn't a number
    return tuple(found)


def file_name(asked: AssumeRoleArguments) -> str:
    """The file in ~/.aws/cli/cache (botocore, BaseAssumeRoleCredentialFetcher; AWS CLI v2, assumerole.py)."""
    text = json.dumps(dict(asked), sort_keys=True)
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest() + ".json"


def files_behind(session: str, profiles: Iterable[Profile]) -> Iterator[str]:
    """The files of every chain that the session's sign-in gives credentials to."""
    known = {profile.name: profile for profile in profiles}
    for profile in known.values():
        if profile.assumes and root_session(profile, known) == session:
            yield file_name(profile.assumes)
