"""Role chains: the profiles that a profile's credentials come from, and the session that has to be signed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ssotui.core.chains.soundness import Fault
from ssotui.core.chains.source_profiles import follow
from ssotui.core.model import Profile
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.chains.source_profiles import Link


class Chain(NamedTuple):
    """The names of a profile's source profiles, in order.

    ``fault`` says why no tool can use the chain, "" if there is no fault. ``root`` is the profile at the end, which has
    credentials of its own; None if it isn't defined.
    """

    names: tuple[str, ...] = ()
    root: Profile | None = None
    fault: str = ""

    @property
    def session(self) -> str:
        """The SSO session that the credentials come from; "" if they come from none."""
        return self.root.session if self.root else ""


def chain_of(profile: Profile, profiles: Mapping[str, Profile]) -> Chain:
    """Follow source_profile, and credential_process where it is ssotui's, to the profile with credentials."""
    known = {**profiles, profile.name: profile} if profile.name not in profiles else profiles

    def link_of(name: str) -> Link | None:
        found = known.get(name)
        return (found.source, found.has_credentials) if found else None

    names, fault = follow(profile.name, link_of)
    if fault:
        return Chain(tuple(names), None, fault)
    root = known[names[-1] if names else profile.name]
    return Chain(tuple(names), root, _fault_of_root(root) if names else "")


def dangling(before: Iterable[Profile], after: Iterable[Profile]) -> tuple[str, ...]:
    """The profiles in ``after`` that no longer work because one of their sources is only in ``before``."""
    old, new = ({profile.name: profile for profile in profiles} for profiles in (before, after))
    broken = (name for name, profile in new.items() if profile.source and chain_of(profile, new).fault)
    return tuple(name for name in broken if name in old and not chain_of(old[name], old).fault)


def root_session(profile: Profile, profiles: Mapping[str, Profile]) -> str:
    """The session that must be signed in for the profile's credentials; "" if there is none."""
    chain = chain_of(profile, profiles)
    return "" if chain.fault else chain.session


def chain_fault(profile: Profile, profiles: Mapping[str, Profile]) -> Fault | None:
    """Why no tool can use the chain that begins with ``profile``: a source is missing or unsound. None if sound."""
    chain = chain_of(profile, profiles)
    if chain.fault:
        message = f'The profile "{profile.name}" can\'t be used: {chain.fault}.'
        key = "credential_process" if profile.kind == "process" else "source_profile"
        return Fault("broken-chain", key, message, f"Correct its {key} in the AWS config.")
    unsound = next((profiles[name] for name in chain.names if profiles[name].fault), None)
    if unsound is None:
        return None
    message = f'The profile "{profile.name}" takes its credentials from "{unsound.name}". {unsound.fault}'
    return Fault("unsound-source", "source_profile", message, unsound.fault_hint)


def _fault_of_root(root: Profile) -> str:
    """Why the profile at the end provides no credentials: they must be in its own section. "" if it gives some."""
    is_bare = root.kind == "other" or (root.kind in ("sso", "sso-legacy") and root.ref is None)
    return f'the profile "{root.name}" has no credentials' if is_bare else ""
