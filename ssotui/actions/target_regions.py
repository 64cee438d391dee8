"""Finds the region to use credentials in, and the region of the Identity Center that they come from."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.actions.switch import default_region
from ssotui.actions.targets import Target, session_of
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.lookup import session_named
from ssotui.core.shell.variables import region_in
from ssotui.named_tuples import NamedTuple


class UsualRegions(NamedTuple):
    """The user's usual regions: that of the shell and that of the setting, "" if there is none."""

    shell: str
    setting: str


def usual_regions(env: Mapping[str, str], setting: str) -> UsualRegions:
    """The usual regions in this environment."""
    return UsualRegions(region_in(env), setting)


def profile_region(configuration: AwsConfiguration, target: Target, setting: str, words: str = "") -> str:
    """The region of the profile that ``use`` would switch to or write; "" if it has none.

    ``setting`` is the region of new profiles. ``words`` is the user's query: if a role has several profiles, the one it
    names counts.
    """
    if isinstance(target, Profile):
        return target.region
    named = configuration.profiles_by_name.get(words)
    if named is not None:
        return named.region
    regions = [one.region for one in configuration.profiles if one.ref == target and not one.fault]
    if not regions:
        return setting or default_region(configuration, target.session)
    return next(filter(None, regions), "")


def chosen_region(backend: Backend, target: Target) -> str:
    """The region that the user chose for the role or profile in the picker; "" if for none."""
    key = target.history_key if isinstance(target, Profile) else str(target)
    return backend.history.load().regions.get(key, "")


def usable_region(backend: Backend, target: Target, usual: UsualRegions, words: str = "") -> str:
    """The region to use credentials in without their profile; "" if none is found."""
    return profile_region(backend.profiles.read(), target, usual.setting, words) or next(filter(None, usual), "")


def identity_center_region(configuration: AwsConfiguration, target: Target) -> str:
    """The region of the Identity Center that a role or profile belongs to; "" if to none."""
    if isinstance(target, RoleRef):
        return session_named(configuration, target.session).sso_region
    session = configuration.sessions_by_name.get(session_of(configuration, target))
    return session.sso_region if session else ""
