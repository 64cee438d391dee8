"""Keeps favorites, usage and chosen regions when profiles or sessions get other names."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from ssotui.core.configuration import AwsConfiguration
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.renames import Renames
from ssotui.errors import FileError

_NONE: Mapping[str, str] = MappingProxyType({})


def keep_history(backend: Backend, before: AwsConfiguration, renames: Renames = _NONE) -> None:
    """Let the history follow a change of the configuration that was ``before``; ``renames`` are new names of profiles.

    A session has another name if its profiles give the same roles in another session, as after a migration. The change
    counts even if the history can't be written.
    """
    with suppress(FileError):
        backend.history.rename(profiles=renames, sessions=_renamed_sessions(before, backend.profiles.read()))


def _renamed_sessions(before: AwsConfiguration, after: AwsConfiguration) -> dict[str, str]:
    now = after.profiles_by_name
    gone = before.sessions_by_name.keys() - after.sessions_by_name.keys()
    return {
        profile.session: now[profile.name].session
        for profile in before.profiles
        if profile.session in gone and profile.name in now and now[profile.name].session
    }
