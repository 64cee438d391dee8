"""What a configuration is after profiles were renamed, and which names can't be given."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.core.configuration import AwsConfiguration
from ssotui.core.profiles.lookup import profile_named
from ssotui.errors import UsageError

Renames = Mapping[str, str]
"""New names by old ones. All are given at the same time, so that two profiles can swap their names."""


def check_renames(found: AwsConfiguration, names: Renames) -> None:
    """Raises NothingMatched for a profile that doesn't exist, UsageError for a name that another one keeps."""
    for old in names:
        profile_named(found, old)
    others = found.profiles_by_name.keys() - names.keys()
    for new in names.values():
        if new in others:
            raise UsageError(f'The profile "{new}" exists already.', hint="Choose another name.")


def renamed(found: AwsConfiguration, names: Renames) -> AwsConfiguration:
    """The configuration with these profiles renamed, also where another profile takes its credentials from them."""
    return found._replace(
        profiles=tuple(
            one._replace(name=names.get(one.name, one.name), source=names.get(one.source, one.source))
            for one in found.profiles
        )
    )
