"""Plans profiles for roles: which roles get one, under which name, and which old ones are removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from ssotui.actions.snapshot import Snapshot, profiles_by_role
from ssotui.actions.switch import Defaults, Wanted, default_region
from ssotui.core.configuration import AwsConfiguration, NewProfile
from ssotui.core.model import Account, RoleRef
from ssotui.core.profiles.drift import gone_profiles
from ssotui.core.profiles.lookup import profile_named
from ssotui.core.profiles.name_collisions import warning
from ssotui.core.profiles.naming import names_for
from ssotui.core.profiles.plans import Plan, Planner, plan
from ssotui.errors import UsageError


class Pruning(NamedTuple):
    """Which managed profiles to remove: those whose role is missing in listings after ``since``, only of ``names``."""

    since: datetime
    names: frozenset[str] | None = None


def syncing(taken: Snapshot, refs: Iterable[RoleRef], defaults: Defaults, pruning: Pruning | None = None) -> Planner:
    """A planner that gives each of ``refs`` a profile. Existing profiles keep their names."""
    chosen = frozenset(refs)
    everybody = everyone(taken)

    def planner(found: AwsConfiguration) -> Plan:
        wanted = proposals(found, chosen, everybody, defaults)
        gone = gone_profiles(found.profiles, taken.catalog, pruning.since) if pruning else ()
        if pruning and pruning.names is not None:
            gone = tuple(profile for profile in gone if profile.name in pruning.names)
        return plan(found.profiles, wanted, gone)

    return planner


def adding(new: NewProfile) -> Planner:
    """A planner for one new profile. It raises UsageError if another profile has its name."""

    def planner(found: AwsConfiguration) -> Plan:
        made = plan(found.profiles, [new])
        if made.clash:
            raise UsageError(f'The profile "{new.name}" exists already.', hint="Choose another name for the new one.")
        return made

    return planner


def proposed(taken: Snapshot, ref: RoleRef, defaults: Defaults) -> NewProfile:
    """The existing profile of a role, else the one that the template gives it."""
    return proposals(taken.configuration, [ref], everyone(taken), defaults)[0]


def proposals(
    found: AwsConfiguration, refs: Iterable[RoleRef], everybody: Mapping[RoleRef, Wanted], defaults: Defaults
) -> list[NewProfile]:
    """The profiles that each role should have: the existing ones, else one with a unique name.

    Names are unique among all known roles, so that a name doesn't depend on which roles are given.
    """
    refs = tuple(refs)
    # Favorites whose role is gone aren't in ``everybody``.
    everybody = {ref: Wanted(ref, Account(ref.account_id, "", "")) for ref in refs} | dict(everybody)
    have = profiles_by_role(found, sound=True)
    regions = {one.name: defaults.region or default_region(found, one.name) for one in found.sessions}
    names: dict[RoleRef, str] | None = None
    wanted = []
    for ref in refs:
        region = regions.get(ref.session, defaults.region)
        own = have.get(ref, ())
        if own:
            wanted += [NewProfile(name, ref, region, defaults.output) for name in own]
            continue
        if names is None:
            names = _names(found, everybody, defaults, regions)
        wanted.append(NewProfile(names[ref], ref, region, defaults.output))
    return wanted


def naming_warning(taken: Snapshot, refs: Iterable[RoleRef], template: str) -> str:
    """A warning if the template gives several of ``refs`` without a profile the same name; else ""."""
    have = profiles_by_role(taken.configuration, sound=True)
    new = {ref for ref in refs if ref not in have}
    return warning(template, everyone(taken).values(), new) if new else ""


def everyone(taken: Snapshot) -> dict[RoleRef, Wanted]:
    """Every known role, with its account."""
    return {
        ref: Wanted(ref, account)
        for session in taken.session_names
        for account in taken.catalog.of(session).known_accounts()
        for role in taken.catalog.of(session).known_roles(account.id)
        for ref in (RoleRef(session, account.id, role),)
    }


def check_removable(configuration: AwsConfiguration, names: Iterable[str]) -> None:
    """Raises NothingMatched for an undefined profile, UsageError for one that only the credentials file has."""
    for name in names:
        if not profile_named(configuration, name).line:
            raise UsageError(
                f'The profile "{name}" is in the credentials file, from which ssotui removes nothing.',
                hint="Remove its section with an editor.",
            )


def _names(
    found: AwsConfiguration, everybody: Mapping[RoleRef, Wanted], defaults: Defaults, regions: Mapping[str, str]
) -> dict[RoleRef, str]:
    """A name for each role without a profile. Names that the template gives to the other roles count as taken."""
    held = {profile.name: profile for profile in found.profiles}
    foreign = {name for name, profile in held.items() if not profile.managed or profile.ref not in everybody}
    names = names_for(defaults.name_template, everybody.values(), foreign, regions)
    named = profiles_by_role(found, sound=True)
    bare = {ref: name for ref, name in names.items() if ref not in named}
    if held.keys().isdisjoint(bare.values()):
        return bare
    return names_for(defaults.name_template, [everybody[ref] for ref in bare], held.keys(), regions)
