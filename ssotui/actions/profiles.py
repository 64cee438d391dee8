"""Plans profiles for roles: which roles get one, under which name, and which old ones are removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ssotui.actions.profile_defaults import Defaults
from ssotui.actions.profile_names import NewNames, new_names
from ssotui.actions.snapshots import Snapshot
from ssotui.actions.switch import AssignedRole, default_region
from ssotui.core.configuration import AwsConfiguration, NewProfile
from ssotui.core.model import Account, RoleRef
from ssotui.core.profiles.drift import gone_profiles
from ssotui.core.profiles.lookup import profile_named
from ssotui.core.profiles.name_collisions import warning
from ssotui.core.profiles.naming import names_for
from ssotui.core.profiles.plans import Plan, Planner, plan
from ssotui.core.profiles.renames import renamed
from ssotui.errors import UsageError
from ssotui.named_tuples import NamedTuple


class Pruning(NamedTuple):
    """Which managed profiles to remove: those whose role is missing in listings after ``since``, only of ``names``."""

    since: datetime
    names: frozenset[str] | None = None


def syncing(
    snapshot: Snapshot,
    refs: Iterable[RoleRef],
    defaults: Defaults,
    pruning: Pruning | None = None,
    *,
    rename: bool = False,
) -> Planner:
    """A planner that gives each of ``refs`` a profile.

    Existing profiles keep their names; with ``rename`` managed ones get those of the template.
    """
    chosen = frozenset(refs)
    known = known_roles(snapshot)

    def planner(found: AwsConfiguration) -> Plan:
        names = new_names(found, chosen, known, defaults) if rename else NewNames()
        found = renamed(found, names.renames)
        planned = proposals(found, chosen, known, defaults)
        gone = gone_profiles(found.profiles, snapshot.catalog, pruning.since) if pruning else ()
        if pruning and pruning.names is not None:
            gone = tuple(profile for profile in gone if profile.name in pruning.names)
        return plan(found.profiles, planned, gone)._replace(renames=names.renames, stuck=names.stuck)

    return planner


def adding(new: NewProfile) -> Planner:
    """A planner for one new profile. It raises UsageError if another profile has its name."""

    def planner(found: AwsConfiguration) -> Plan:
        made = plan(found.profiles, [new])
        if made.clash:
            raise UsageError(f'The profile "{new.name}" exists already.', hint="Choose another name for the new one.")
        return made

    return planner


def proposed(snapshot: Snapshot, ref: RoleRef, defaults: Defaults) -> NewProfile:
    """The existing profile of a role, else the one that the template gives it."""
    return proposals(snapshot.configuration, [ref], known_roles(snapshot), defaults)[0]


def proposals(
    found: AwsConfiguration, refs: Iterable[RoleRef], known: Mapping[RoleRef, AssignedRole], defaults: Defaults
) -> list[NewProfile]:
    """The profiles that each role should have: the existing ones, else one with a unique name.

    Names are unique among all known roles, so that a name doesn't depend on which roles are given.
    """
    refs = tuple(refs)
    # Favorites whose role is gone aren't in ``known``.
    known = {ref: AssignedRole(ref, Account(ref.account_id, "", "")) for ref in refs} | dict(known)
    existing = found.profile_names_by_role(sound=True)
    regions = {one.name: defaults.of(one.name).region or default_region(found, one.name) for one in found.sessions}
    names: dict[RoleRef, str] | None = None
    new = []
    for ref in refs:
        region, output = regions.get(ref.session, defaults.region), defaults.of(ref.session).output
        if ref in existing:
            new += [NewProfile(name, ref, region, output) for name in existing[ref]]
            continue
        if names is None:
            names = _names(found, known, defaults, regions)
        new.append(NewProfile(names[ref], ref, region, output))
    return new


def naming_warning(snapshot: Snapshot, refs: Iterable[RoleRef], defaults: Defaults) -> str:
    """A warning if a name template gives several of ``refs`` without a profile the same name; else ""."""
    with_profile = snapshot.configuration.profile_names_by_role(sound=True)
    new: dict[str, set[RoleRef]] = {}
    for ref in refs:
        if ref not in with_profile:
            new.setdefault(defaults.template_of(ref.session), set()).add(ref)
    known = known_roles(snapshot).values() if new else ()
    warnings = (
        warning(template, (one for one in known if defaults.template_of(one.ref.session) == template), some)
        for template, some in new.items()
    )
    return next(filter(None, warnings), "")


def known_roles(snapshot: Snapshot) -> dict[RoleRef, AssignedRole]:
    """Every role in the catalog, with its account."""
    return {
        ref: AssignedRole(ref, account)
        for session in snapshot.session_names
        for account in snapshot.catalog.of(session).known_accounts()
        for role in snapshot.catalog.of(session).known_roles(account.id)
        for ref in (RoleRef(session, account.id, role),)
    }


def check_removable(configuration: AwsConfiguration, names: Iterable[str]) -> None:
    """Raises NothingMatched for an undefined profile, UsageError for one that only the credentials file has."""
    for name in names:
        if not profile_named(configuration, name).line:
            raise UsageError(
                f'The profile "{name}" is in the credentials file. ssotui removes profiles from the config file only.',
                hint="Remove its section with an editor.",
            )


def _names(
    found: AwsConfiguration, known: Mapping[RoleRef, AssignedRole], defaults: Defaults, regions: Mapping[str, str]
) -> dict[RoleRef, str]:
    """A name for each role without a profile. Names that the template gives to the other roles count as taken."""
    existing = found.profiles_by_name
    foreign = {name for name, profile in existing.items() if not profile.managed or profile.ref not in known}
    names = names_for(defaults.template_of, known.values(), foreign, regions)
    with_profile = found.profile_names_by_role(sound=True)
    new = {ref: name for ref, name in names.items() if ref not in with_profile}
    if existing.keys().isdisjoint(new.values()):
        return new
    return names_for(defaults.template_of, [known[ref] for ref in new], existing.keys(), regions)
