"""Checks whether the shell's profile can be used now, fast enough for every prompt (``status --check``)."""

from __future__ import annotations

from datetime import timedelta

from ssotui.core.chains.soundness import ProfileFacts, first_fault
from ssotui.core.chains.source_profiles import follow
from ssotui.errors import ExitCode, ProfileError, login_hint
from ssotui.files.merged_profiles import MergedProfiles
from ssotui.files.quick_token import accepted_token, can_refresh, time_left

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping

_MARGIN = timedelta(seconds=30)  # the same as in core.model


def check(current: str, env: Mapping[str, str], least: timedelta = _MARGIN) -> tuple[int, str, str]:
    """The exit code; if that isn't 0 also why the profile can't be used, and what to do.

    ``current`` is the shell's profile, "" for ``[default]`` if it is defined. It must be usable for ``least``.
    Raises FileError.
    """
    profiles, profile = MergedProfiles(env), current or "default"
    if profiles.get(profile) is not None:
        sources, fault = follow(profile, profiles.link_of)
        if fault:
            unusable = ProfileError(profile, fault)
            return unusable.exit_code, unusable.message, unusable.hint
        for name in (profile, *sources):
            unsound = first_fault(_facts(profiles, name))
            if unsound:
                return ExitCode.FILE_ERROR, unsound.message, unsound.hint
        return _check_root((profile, [profile, *sources][-1]), profiles, env, least)
    if not current:
        return ExitCode.FAILED, "No profile is active in this shell.", "Pick one: ssotui"
    return ExitCode.FILE_ERROR, f'There is no profile "{profile}".', "Pick one: ssotui"


def _check_root(
    names: tuple[str, str], profiles: MergedProfiles, env: Mapping[str, str], least: timedelta
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
    token = accepted_token(key, (session or {}).get("sso_region", ""), env)
    if _is_usable(token, renews="sso_session" in values, least=max(least, _MARGIN)):
        return ExitCode.DONE, "", ""
    # The profile instead of a legacy session, whose name is only known to ssotui.
    named = key if "sso_session" in values else root
    return ExitCode.SIGN_IN_NEEDED, f'The profile "{profile}" needs a sign-in.', login_hint(named)


def _facts(profiles: MergedProfiles, name: str) -> ProfileFacts:
    """The profile with what decides whether it is sound."""
    shared = profiles.credentials().get(name, {})
    return ProfileFacts(
        name, profiles.get(name) or {}, shared, lambda session: profiles.config.of("sso-session", session)
    )


def _is_usable(token: Mapping[str, str], *, renews: bool, least: timedelta) -> bool:
    if not token.get("accessToken"):
        return False
    return time_left(token.get("expiresAt", "")) > least or (renews and can_refresh(token))
