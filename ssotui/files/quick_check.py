"""Can the shell's profile be used now? Answered for a prompt, which asks before every line it shows.

Reads the same files as aws_profiles and token_cache do, and imports next to nothing: core.model alone costs as much as
Python's start.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

from ssotui import paths
from ssotui.errors import FileTrouble, login_hint
from ssotui.files.atomic import read_file
from ssotui.files.ini import decoded, scan
from ssotui.files.lookup import ConfigSections
from ssotui.files.refused_tokens import RefusedTokens

TYPE_CHECKING = False  # what mypy takes for typing's own, which costs as much again
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MARGIN = timedelta(seconds=30)  # as core.model has it
_NEEDED_TO_REFRESH = ("refreshToken", "clientId", "clientSecret", "registrationExpiresAt")


def check(profile: str, env: Mapping[str, str]) -> str:
    """Why the profile's session can't be used without a sign-in; empty if it can, or if it needs none.

    A refreshable one can: whoever uses it refreshes it. Raises FileTrouble.
    """
    config = ConfigSections(env)
    values = config.of("profile", profile)
    if values is None:
        return "" if _has(paths.credentials_file(env), profile) else absent(profile)
    key = values.get("sso_session") or values.get("sso_start_url", "")
    if not key or "role_arn" in values:
        return ""
    session = config.of("sso-session", key) if "sso_session" in values else values
    if session is None:
        return f"The profile {profile} names the session {key}, which is not configured."
    token = _accepted(_token(paths.token_folder(env), key), session.get("sso_region", ""), env)
    is_usable = _is_usable(token, can_refresh="sso_session" in values)
    return "" if is_usable else f"Nobody is signed in for the profile {profile}. {login_hint(key)}"


def absent(profile: str) -> str:
    """What ``check`` says of a profile that neither file has."""
    return f"There is no profile {profile}."


def _has(path: Path, profile: str) -> bool:
    content = read_file(path) or b""
    return any(section.header == profile for section in scan(decoded(content, str(path)), str(path)))


def _token(folder: Path, key: str) -> dict[str, str]:
    path = folder / (hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest() + ".json")
    try:
        members = json.loads(read_file(path) or b"")
    except (FileTrouble, ValueError, RecursionError):
        return {}
    return {name: value for name, value in members.items() if isinstance(value, str)} if _is_object(members) else {}


def _accepted(token: dict[str, str], region: str, env: Mapping[str, str]) -> dict[str, str]:
    """What is left of the token without what AWS has refused."""
    refused = RefusedTokens(paths.refused_tokens_folder(env))
    if refused.has(region, token.get("refreshToken", "")):
        del token["refreshToken"]
    if refused.has(region, token.get("accessToken", "")):
        token["expiresAt"] = ""
    return token


def _is_object(members: object) -> bool:
    return isinstance(members, dict)


def _is_usable(token: Mapping[str, str], *, can_refresh: bool) -> bool:
    now = datetime.now(UTC)
    if not token.get("accessToken"):
        return False
    if _moment(token.get("expiresAt", "")) - now > _MARGIN:
        return True
    return (
        can_refresh
        and all(token.get(name) for name in _NEEDED_TO_REFRESH)
        and _moment(token["registrationExpiresAt"]) > now
    )


def _moment(text: str) -> datetime:
    """The beginning of time for what is none."""
    try:
        moment = datetime.fromisoformat(text.strip().removesuffix("UTC").rstrip())
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
