"""Gives profiles that ssotui manages the names of the template, which may have changed since they were written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from ssotui.actions.profile_defaults import Defaults
from ssotui.actions.switch import AssignedRole, default_region
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Profile, RoleRef
from ssotui.core.profiles.naming import names_for
from ssotui.core.profiles.renames import Renames
from ssotui.named_tuples import NamedTuple


class NewNames(NamedTuple):
    """New names by old ones; ``stuck`` are those that another profile has and keeps."""

    renames: Renames = MappingProxyType({})
    stuck: Renames = MappingProxyType({})


def new_names(
    found: AwsConfiguration, refs: Collection[RoleRef], known: Mapping[RoleRef, AssignedRole], defaults: Defaults
) -> NewNames:
    """The names for the managed profiles of ``refs``. Of several of one role only the first is renamed.

    None is renamed if one of them has the template's name already.
    """
    managed = {one.name: one for one in found.profiles if one.managed and one.ref in known and not one.has_credentials}
    foreign = {one.name for one in found.profiles if one.name not in managed}
    regions = {one.name: defaults.of(one.name).region or default_region(found, one.name) for one in found.sessions}
    first = _first_of_each_role(found, managed)
    own_regions = {ref: one.region for ref, one in first.items() if one.region}
    names = names_for(defaults.template_of, known.values(), foreign, regions, own_regions)
    own = found.profile_names_by_role()
    named = {first[ref].name: names[ref] for ref in refs if ref in first and names[ref] not in own[ref]}
    return _without_used(named, found.profiles_by_name.keys())


def _first_of_each_role(found: AwsConfiguration, managed: Mapping[str, Profile]) -> dict[RoleRef, Profile]:
    first: dict[RoleRef, Profile] = {}
    for one in found.profiles:
        if one.name in managed and one.ref:
            first.setdefault(one.ref, one)
    return first


def _without_used(named: dict[str, str], names: Collection[str]) -> NewNames:
    """Leave out names of profiles that keep theirs, until none is left: one that is left out keeps its own."""
    renames, stuck = dict(named), dict[str, str]()
    while True:
        others = set(names) - renames.keys()
        blocked = {old: new for old, new in renames.items() if new in others}
        if not blocked:
            return NewNames(renames, stuck)
        stuck |= blocked
        renames = {old: new for old, new in renames.items() if old not in blocked}
