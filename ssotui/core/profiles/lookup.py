"""Looks up sessions and profiles of the AWS configuration by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.core.printable import printable
from ssotui.errors import NothingMatched, ProfileError

if TYPE_CHECKING:
    from ssotui.core.configuration import AwsConfiguration
    from ssotui.core.model import Profile, SsoSession


def session_named(found: AwsConfiguration, name: str) -> SsoSession:
    """Raises NothingMatched, or the FileError of a file that could not be read and may define it."""
    session = found.sessions_by_name.get(name)
    if session:
        return session
    if found.errors:
        raise found.errors[0]
    known = ", ".join(printable(session.name) for session in found.sessions) or "none"
    raise NothingMatched(f'There is no session "{printable(name)}".', hint=f"Configured: {known}.")


def profile_named(found: AwsConfiguration, name: str) -> Profile:
    """Raises NothingMatched, or the FileError of a file that could not be read and may define it."""
    profile = found.profiles_by_name.get(name)
    if profile:
        return profile
    if found.errors:
        raise found.errors[0]
    raise NothingMatched(f'There is no profile "{printable(name)}".', hint="See them: ssotui profile list")


def sound_profile(found: AwsConfiguration, name: str) -> Profile:
    """As profile_named; raises ProfileError for a profile that AWS's tools refuse or resolve to another role."""
    profile = profile_named(found, name)
    if profile.fault:
        raise ProfileError(profile.name, profile.fault, hint=profile.fault_hint)
    return profile
