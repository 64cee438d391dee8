"""The arguments of AssumeRole (AWS STS API) for a profile, and the file in which the AWS CLI caches the response.

Imports almost nothing: ``ssotui prompt`` loads it.
"""

from __future__ import annotations

import json

from ssotui.core.digests import sha1

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ssotui.core.model import AssumeRoleArguments, Profile

_NAMES = (("external_id", "ExternalId"), ("mfa_serial", "SerialNumber"))


def arguments(values: Mapping[str, str]) -> AssumeRoleArguments:
    """The arguments that a profile's values give, by their names in the API (botocore, credentials.py).

    They are those of botocore's AssumeRoleProvider.
    """
    found: list[tuple[str, str | int]] = [("RoleArn", values.get("role_arn", ""))]
    if values.get("role_session_name"):
        found.append(("RoleSessionName", values["role_session_name"]))
    if "web_identity_token_file" in values:
        return tuple(found)
    found += [(name, values[key]) for key, name in _NAMES if key in values]
    try:
        found.append(("DurationSeconds", int(values["duration_seconds"])))
    except (KeyError, ValueError):
        return tuple(found)  # botocore ignores a duration that isn't a number
    return tuple(found)


def file_name(asked: AssumeRoleArguments) -> str:
    """The name of the file in ~/.aws/cli/cache (botocore, credentials.py, BaseAssumeRoleCredentialFetcher)."""
    text = json.dumps(dict(asked), sort_keys=True)
    return sha1(text.encode()) + ".json"


def files_behind(session: str, profiles: Iterable[Profile]) -> Iterator[str]:
    """The names of the files of every role chain whose first credentials come from the session."""
    from ssotui.core.chains.chains import root_session  # too slow for a prompt, which needs the names only

    known = {profile.name: profile for profile in profiles}
    for profile in known.values():
        if profile.assumes and root_session(profile, known) == session:
            yield file_name(profile.assumes)
