"""Checks whether the shell's profile can be used now, fast enough for every prompt (``status --check``).

Reads the same files as aws_profiles and token_cache, and imports almost nothing: core.model alone takes as long as
Python's start.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

from ssotui import paths
from ssotui.core.profiles.soundness import ProfileFacts, first_fault
from ssotui.core.profiles.source_profiles import follow, link
from ssotui.core.timestamps import timestamp_or_none
from ssotui.errors import ExitCode, FileError, ProfileError, login_hint
from ssotui.files.atomic import read_file
from ssotui.files.ini import decoded, scan
from ssotui.files.refused_tokens import RefusedTokens
from ssotui.files.section_lookup import config_sections

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MARGIN = timedelta(seconds=30)  # the same as in core.model
_NEEDED_TO_REFRESH = ("refreshToken", "clientId", "clientSecret", "registrationExpiresAt")


def check(current: str, env: Mapping[str, str], least: timedelta = _MARGIN) -> tuple[int, str, str]:
    """The exit code; if that isn't 0 also why the profile can't be used, and what to do.

    ``current`` is the shell's profile, "" for ``[default]`` if it is defined. It must be usable for ``least``.
    Raises FileError.
    """
    profiles, profile = _Profiles(env), current or "default"
    if profiles.get(profile) is not None:
        sources, fault = follow(profile, profiles.link_of)
        if fault:
            unusable = ProfileError(profile, fault)
            return unusable.exit_code, unusable.message, unusable.hint
        for name in (profile, *sources):
            unsound = first_fault(profiles.ground(name))
            if unsound:
                return ExitCode.FILE_ERROR, unsound.message, unsound.hint
        return _check_root((profile, [profile, *sources][-1]), profiles, env, least)
    if not current:
        return ExitCode.FAILED, "No profile is active in this shell.", "Pick one: ssotui"
    return ExitCode.FILE_ERROR, f'There is no profile "{profile}".', "Pick one: ssotui"


def _check_root(
    names: tuple[str, str], profiles: _Profiles, env: Mapping[str, str], least: timedelta
) -> tuple[int, str, str]:
    """Check the last profile of a role chain, which has credentials of its own.

    A token that can be refreshed counts as usable, because every tool refreshes it. Credentials of profiles without SSO
    are not checked.
    """
    profile, root = names
    values = profiles.get(root) or {}
    key = values.get("sso_session") or values.get("sso_start_url", "")
    if not key or "role_arn" in values:
        return ExitCode.DONE, "", ""
    session = profiles.config.of("sso-session", key) if "sso_session" in values else values
    token = _accepted(_token(paths.token_folder(env), key), (session or {}).get("sso_region", ""), env)
    if _is_usable(token, can_refresh="sso_session" in values, least=max(least, _MARGIN)):
        return ExitCode.DONE, "", ""
    # The profile instead of a legacy session, whose name is only known to ssotui.
    named = key if "sso_session" in values else root
    return ExitCode.SIGN_IN_NEEDED, f'The profile "{profile}" needs a sign-in.', login_hint(named)


class _Profiles:
    """The keys of single profiles, merged from both files. The credentials file overrides the config file."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.config = config_sections(env)
        self._path = paths.credentials_file(env)
        self._shared: dict[str, Mapping[str, str]] | None = None

    def get(self, name: str) -> Mapping[str, str] | None:
        values = self.config.of("profile", name)
        shared = self._credentials().get(name)
        return values if shared is None else {**(values or {}), **shared}

    def ground(self, name: str) -> ProfileFacts:
        """The profile with what decides whether it is sound."""
        shared = self._credentials().get(name, {})
        return ProfileFacts(name, self.get(name) or {}, shared, lambda session: self.config.of("sso-session", session))

    def link_of(self, name: str) -> tuple[str, bool] | None:
        values = self.get(name)
        return None if values is None else link(values)

    def _credentials(self) -> dict[str, Mapping[str, str]]:
        if self._shared is None:
            content = read_file(self._path) or b""
            sections = scan(decoded(content, str(self._path)), str(self._path))
            self._shared = {section.header: section.values for section in sections}
        return self._shared


def _token(folder: Path, key: str) -> dict[str, str]:
    path = folder / (hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest() + ".json")
    try:
        members = json.loads(read_file(path) or b"")
    except (FileError, ValueError, RecursionError):
        return {}
    return {name: value for name, value in members.items() if isinstance(value, str)} if _is_object(members) else {}


def _accepted(token: dict[str, str], region: str, env: Mapping[str, str]) -> dict[str, str]:
    """The token's members without access token and refresh token, where AWS has refused them."""
    refused = RefusedTokens(paths.refused_tokens_folder(env))
    if refused.has(region, token.get("refreshToken", "")):
        token.pop("refreshToken", None)
    if refused.has(region, token.get("accessToken", "")):
        token["expiresAt"] = ""
    return token


def _is_object(members: object) -> bool:
    return isinstance(members, dict)


def _is_usable(token: Mapping[str, str], *, can_refresh: bool, least: timedelta) -> bool:
    now = datetime.now(UTC)
    if not token.get("accessToken"):
        return False
    if _moment(token.get("expiresAt", "")) - now > least:
        return True
    return (
        can_refresh
        and all(token.get(name) for name in _NEEDED_TO_REFRESH)
        and _moment(token["registrationExpiresAt"]) > now
    )


def _moment(text: str) -> datetime:
    """The parsed time; the earliest datetime if it is invalid."""
    return timestamp_or_none(text) or datetime.min.replace(tzinfo=UTC)
