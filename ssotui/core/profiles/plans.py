"""What is to be done to the profiles so that wanted roles have theirs: decided here, carried out in files/."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.model import Profile

if TYPE_CHECKING:
    from ssotui.core.ports.backend import AwsConfiguration, NewProfile

_ALREADY_ROLES = ("sso", "sso-legacy", "other")


class Plan(NamedTuple):
    """What happens to each wanted profile, in the order of their names, and which others go.

    ``create`` are new; ``update`` are ours and lack keys; ``same`` need nothing; ``clash`` have the name of a profile
    that is another's and get nothing. ``prune`` are profiles to be removed.
    """

    create: tuple[NewProfile, ...] = ()
    update: tuple[NewProfile, ...] = ()
    same: tuple[NewProfile, ...] = ()
    clash: tuple[NewProfile, ...] = ()
    prune: tuple[Profile, ...] = ()

    @property
    def changes(self) -> int:
        """How many profiles are written or removed."""
        return len(self.create) + len(self.update) + len(self.prune)


class Edit(NamedTuple):
    """What is to become, or has become, of a file: its path and its text before and after.

    ``in_place``: the file is mounted by itself, so it was not replaced but written over. ``dangling`` are profiles
    that can't be used afterwards, because what they take their credentials from is removed.
    """

    path: str
    before: str
    after: str
    in_place: bool = False
    dangling: tuple[str, ...] = ()

    @property
    def caution(self) -> str:
        """What a user must know of a file that could not be replaced as every other one is; else ""."""
        return written_over(self.path) if self.in_place else ""


def written_over(what: str) -> str:
    """The sentence on a file that was written in place."""
    return f"{what} is mounted by itself, so it was written over. A backup was saved next to it."


class Planned(NamedTuple):
    """A plan, and what it does to the config file."""

    plan: Plan
    edit: Edit


class Undo(NamedTuple):
    """The last write taken back; ``is_ours`` is False if another program has changed the file since."""

    edit: Edit
    is_ours: bool


Planner = Callable[["AwsConfiguration"], Plan]
"""Makes a plan from what the files say at the moment of writing."""


def plan(existing: Iterable[Profile], wanted: Iterable[NewProfile], gone: Collection[Profile] = ()) -> Plan:
    """What turns ``existing`` into ``wanted``; of ``gone``, those that ssotui manages are removed.

    Neither order counts. A managed profile keeps its region and output, if it has any; one that the user broke so that
    it names no role is mended; one of another role, or one that isn't managed, is never overwritten.
    """
    by_name = {profile.name: profile for profile in existing}
    kinds: dict[str, list[NewProfile]] = {"create": [], "update": [], "same": [], "clash": []}
    for one in sorted(set(wanted)):
        kinds[_fate(by_name.get(one.name), one)].append(one)
    names = {one.name for ones in kinds.values() for one in ones}
    leaving = {one.name for one in gone} - names
    pruned = sorted(one for one in by_name.values() if one.name in leaving and one.managed)
    created = kinds["create"]
    taken_twice = {one.name for one, following in pairwise(created) if one.name == following.name}
    return Plan(
        create=tuple(one for one in created if one.name not in taken_twice),
        update=tuple(kinds["update"]),
        same=tuple(kinds["same"]),
        clash=(*kinds["clash"], *(one for one in created if one.name in taken_twice)),
        prune=tuple(pruned),
    )


def missing_keys(have: Profile, wanted: NewProfile) -> dict[str, str]:
    """The region and the output that a profile has not, though they are wanted."""
    pairs = (("region", have.region, wanted.region), ("output", have.output, wanted.output))
    return {key: value for key, own, value in pairs if value and not own}


def _fate(have: Profile | None, wanted: NewProfile) -> str:
    if have is None:
        return "create"
    if have.ref == wanted.ref:
        return "update" if have.managed and missing_keys(have, wanted) else "same"
    is_broken = have.managed and have.ref is None and have.kind in _ALREADY_ROLES
    return "update" if is_broken else "clash"
