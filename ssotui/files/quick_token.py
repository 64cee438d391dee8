"""The token of one session, read fast enough for every prompt.

Reads the same files as token_cache, and imports almost nothing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from ssotui import paths
from ssotui.core.digests import sha1
from ssotui.core.timestamps import timestamp_or_none
from ssotui.errors import FileError
from ssotui.files.atomic import read_file
from ssotui.files.refused_tokens import RefusedTokens

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NEEDED_TO_REFRESH = ("refreshToken", "clientId", "clientSecret", "registrationExpiresAt")


def accepted_token(key: str, region: str, env: Mapping[str, str]) -> dict[str, str]:
    """The text members of a session's token file, without what AWS has refused in this portal region.

    ``key`` is the session's name, or the start URL of a legacy one. {} if there is no file, or it is damaged.
    """
    token = _token(paths.token_folder(env), key)
    refused = RefusedTokens(paths.refused_tokens_folder(env))
    if refused.has(region, token.get("refreshToken", "")):
        token.pop("refreshToken", None)
    if refused.has(region, token.get("accessToken", "")):
        token["expiresAt"] = ""
    return token


def can_refresh(token: Mapping[str, str]) -> bool:
    """Whether the file has all that a refresh takes, and the client's registration hasn't expired."""
    return all(token.get(name) for name in _NEEDED_TO_REFRESH) and time_left(
        token["registrationExpiresAt"]
    ) > timedelta(0)


def time_left(text: str) -> timedelta:
    """The time until ``text``, a timestamp: negative if it is past, very negative if it isn't a valid one."""
    end = timestamp_or_none(text) or datetime.min.replace(tzinfo=UTC)
    return end - datetime.now(UTC)


def _token(folder: Path, key: str) -> dict[str, str]:
    path = folder / (sha1(key.encode()) + ".json")
    try:
        members = json.loads(read_file(path) or b"")
    except (FileError, ValueError, RecursionError):
        return {}
    return {name: value for name, value in members.items() if isinstance(value, str)} if _is_object(members) else {}


def _is_object(members: object) -> bool:
    return isinstance(members, dict)
