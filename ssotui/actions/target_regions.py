"""The region that credentials are used in, and the region of the Identity Center that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ssotui.actions.switch import home_region
from ssotui.actions.targets import Target
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.chains import root_session
from ssotui.core.profiles.lookup import session_named
from ssotui.core.shell.variables import REGION


class Usual(NamedTuple):
    """Where the user works: the shell's region, and the setting's; "" where there is none."""

    shell: str
    setting: str


def usual_regions(env: Mapping[str, str], setting: str) -> Usual:
    """Those of this environment."""
    return Usual(next(filter(None, map(env.get, REGION)), ""), setting)


def region_of(configuration: AwsConfiguration, target: Target, setting: str, words: str = "") -> str:
    """The region of the sound profile that ``use`` switches to, which it may have to write; "" if that says none.

    ``setting`` is that of new profiles. ``words`` are what the user has typed: a role may have several profiles, and
    the one that is named counts.
    """
    if isinstance(target, Profile):
        return target.region
    named = next((one for one in configuration.profiles if one.name == words), None)
    if named is not None:
        return named.region
    regions = [one.region for one in configuration.profiles if one.ref == target and not one.fault]
    if not regions:
        return setting or home_region(configuration, target.session)
    return next(filter(None, regions), "")


def region_for(backend: Backend, target: Target, usual: Usual, words: str = "") -> str:
    """The region to use credentials in that come without their profile; "" if nothing says one."""
    return region_of(backend.profiles.read(), target, usual.setting, words) or next(filter(None, usual), "")


def home_of(configuration: AwsConfiguration, target: Target) -> str:
    """Where the Identity Center is that a role or a profile leads to; "" if it leads to none."""
    if isinstance(target, RoleRef):
        return session_named(configuration, target.session).sso_region
    name = root_session(target, {one.name: one for one in configuration.profiles})
    return next((session.sso_region for session in configuration.sessions if session.name == name), "")
