"""Where a profile that assumes a role takes its own credentials from, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ssotui.core.model import Profile


class Chain(NamedTuple):
    """The names of the profiles behind the first one, in order; ``fault`` says why no tool can use it, "" if one can.

    ``root`` is the profile that has credentials of its own, if it is there.
    """

    names: tuple[str, ...] = ()
    root: Profile | None = None
    fault: str = ""


def chain_of(profile: Profile, profiles: Mapping[str, Profile]) -> Chain:
    """Follow the source_profile keys as botocore does: a profile that names itself has keys of its own."""
    names: list[str] = []
    current, seen = profile, {profile.name}
    while current.kind == "assume-role" and current.source and current.source != current.name:
        names.append(current.source)
        following = profiles.get(current.source)
        if following is None:
            return Chain(tuple(names), None, f"there is no profile {current.source}")
        if following.name in seen:
            return Chain(tuple(names), None, "they go round in a circle")
        seen.add(following.name)
        current = following
    return Chain(tuple(names), current)


def root_session(profile: Profile, profiles: Mapping[str, Profile]) -> str:
    """The session that must be signed in for the profile's credentials; "" if none must."""
    root = chain_of(profile, profiles).root
    return root.session if root else ""
