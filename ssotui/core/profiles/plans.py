"""Plans which profiles to create, update and remove for the wanted roles. ``files`` carries the plan out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import pairwise
from types import MappingProxyType

from ssotui.core.configuration import AwsConfiguration, Edit, NewProfile
from ssotui.core.model import Profile
from ssotui.core.profiles.renames import Renames
from ssotui.named_tuples import NamedTuple

_ALREADY_ROLES = ("sso", "sso-legacy", "other")


class Plan(NamedTuple):
    """What happens to each wanted profile, in the order of their names, and which profiles are removed.

    ``create``: new profiles. ``update``: managed profiles that lack keys. ``same``: up to date. ``clash``: left out,
    because a foreign profile has the name. ``prune``: profiles to remove. ``renames``: new names by old ones, which
    the other members have already; ``stuck`` are those that another profile has.
    """

    create: tuple[NewProfile, ...] = ()
    update: tuple[NewProfile, ...] = ()
    same: tuple[NewProfile, ...] = ()
    clash: tuple[NewProfile, ...] = ()
    prune: tuple[Profile, ...] = ()
    renames: Renames = MappingProxyType({})
    stuck: Renames = MappingProxyType({})

    @property
    def changes(self) -> int:
        """How many profiles are renamed, written or removed."""
        return len(self.renames) + len(self.create) + len(self.update) + len(self.prune)


class Planned(NamedTuple):
    """A plan, and the change of the config file that it makes."""

    plan: Plan
    edit: Edit


class Renaming(NamedTuple):
    """The renaming of profiles: the change of the config file, and the profiles that the credentials file has, too.

    ``credentials`` is the path of that file. Its change isn't shown, because it has secrets in it.
    """

    edit: Edit
    in_credentials: tuple[str, ...]
    credentials: str


class Undo(NamedTuple):
    """The undoing of the last write; ``is_ours`` is False if another program has changed the file since.

    ``renames``: profiles that get their old names back. For ``in_credentials`` and ``credentials`` see Renaming.
    """

    edit: Edit
    is_ours: bool
    renames: Renames = MappingProxyType({})
    in_credentials: tuple[str, ...] = ()
    credentials: str = ""


Planner = Callable[[AwsConfiguration], Plan]
"""Makes a plan from the configuration that is read under the lock, just before the write."""


def plan(existing: Iterable[Profile], new: Iterable[NewProfile], gone: Collection[Profile] = ()) -> Plan:
    """The plan that turns ``existing`` into ``new``. Managed profiles in ``gone`` are removed.

    The order of the arguments doesn't matter. A managed profile keeps its own region and output. A managed profile that
    no longer names a role is completed; one of another role, or one that isn't managed, is never overwritten.
    """
    by_name = {profile.name: profile for profile in existing}
    kinds: dict[str, list[NewProfile]] = {"create": [], "update": [], "same": [], "clash": []}
    for one in sorted(set(new)):
        kinds[_change_for(by_name.get(one.name), one)].append(one)
    names = {one.name for ones in kinds.values() for one in ones}
    leaving = {one.name for one in gone} - names
    pruned = sorted(one for one in by_name.values() if one.name in leaving and one.managed)
    created = kinds["create"]
    ambiguous = {one.name for one, following in pairwise(created) if one.name == following.name}
    return Plan(
        create=tuple(one for one in created if one.name not in ambiguous),
        update=tuple(kinds["update"]),
        same=tuple(kinds["same"]),
        clash=(*kinds["clash"], *(one for one in created if one.name in ambiguous)),
        prune=tuple(pruned),
    )


def missing_keys(have: Profile, new: NewProfile) -> dict[str, str]:
    """The wanted region and output, where the profile has none."""
    pairs = (("region", have.region, new.region), ("output", have.output, new.output))
    return {key: value for key, own, value in pairs if value and not own}


def _change_for(have: Profile | None, new: NewProfile) -> str:
    if have is None:
        return "create"
    if have.ref == new.ref:
        return "update" if have.managed and missing_keys(have, new) else "same"
    is_broken = have.managed and have.ref is None and have.kind in _ALREADY_ROLES
    return "update" if is_broken else "clash"
