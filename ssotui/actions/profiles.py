"""Profiles for roles: which ones are wanted, under which names, and what has become of the old ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from ssotui.actions.snapshot import Snapshot, profiles_by_role
from ssotui.actions.switch import Defaults, Wanted, home_region
from ssotui.core.configuration import AwsConfiguration, NewProfile
from ssotui.core.model import Account, RoleRef
from ssotui.core.profiles.drift import gone_profiles
from ssotui.core.profiles.lookup import profile_named
from ssotui.core.profiles.name_collisions import warning
from ssotui.core.profiles.naming import names_for
from ssotui.core.profiles.plans import Plan, Planner, plan
from ssotui.errors import UsageError


class Pruning(NamedTuple):
    """Managed profiles to go: those whose role no listing made after ``since`` has; ``names`` restricts them."""

    since: datetime
    names: frozenset[str] | None = None


def syncing(taken: Snapshot, refs: Iterable[RoleRef], defaults: Defaults, pruning: Pruning | None = None) -> Planner:
    """A plan that gives each of ``refs`` a profile; what stands for a role already is kept, under the name it has."""
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
    """A plan for one profile under its own name. The planner raises UsageError where that is another's."""

    def planner(found: AwsConfiguration) -> Plan:
        made = plan(found.profiles, [new])
        if made.clash:
            raise UsageError(f'The profile "{new.name}" exists already.', hint="Choose another name for the new one.")
        return made

    return planner


def proposed(taken: Snapshot, ref: RoleRef, defaults: Defaults) -> NewProfile:
    """The profile that a role has, else the one that the template gives it."""
    return proposals(taken.configuration, [ref], everyone(taken), defaults)[0]


def proposals(
    found: AwsConfiguration, refs: Iterable[RoleRef], everybody: Mapping[RoleRef, Wanted], defaults: Defaults
) -> list[NewProfile]:
    """What each role should have: the profiles it has, else one under a name of its own.

    Names are chosen among all that is known, so that a name doesn't depend on which roles are asked for.
    """
    refs = tuple(refs)
    everybody = {ref: Wanted(ref, Account(ref.account_id, "", "")) for ref in refs} | dict(
        everybody
    )  # gone, but pinned
    have = profiles_by_role(found, sound=True)
    regions = {one.name: defaults.region or home_region(found, one.name) for one in found.sessions}
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
    """What the template lacks to name those of ``refs`` that have no profile yet; "" if nothing."""
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
    """Raises NothingMatched for a profile that isn't there, UsageError for one of the credentials file alone."""
    for name in names:
        if not profile_named(configuration, name).line:
            raise UsageError(
                f'The profile "{name}" is in the credentials file, from which ssotui removes nothing.',
                hint="Remove its section with an editor.",
            )


def _names(
    found: AwsConfiguration, everybody: Mapping[RoleRef, Wanted], defaults: Defaults, regions: Mapping[str, str]
) -> dict[RoleRef, str]:
    """A name for each role that has no profile; those that have one contend for the names that the template gives."""
    held = {profile.name: profile for profile in found.profiles}
    foreign = {name for name, profile in held.items() if not profile.managed or profile.ref not in everybody}
    names = names_for(defaults.name_template, everybody.values(), foreign, regions)
    named = profiles_by_role(found, sound=True)
    bare = {ref: name for ref, name in names.items() if ref not in named}
    if held.keys().isdisjoint(bare.values()):
        return bare
    return names_for(defaults.name_template, [everybody[ref] for ref in bare], held.keys(), regions)
