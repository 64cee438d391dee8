"""Whose credentials are wanted: what the words of a command, or the name of a profile, lead to."""

from __future__ import annotations

import re

from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.lookup import sound_profile
from ssotui.errors import NothingMatched, UsageError

Target = RoleRef | Profile
"""Whose credentials are wanted: a role's, or those of a profile that stands for no role."""


def label(target: Target) -> str:
    """What to call it in a sentence."""
    return target.name if isinstance(target, Profile) else target.role


def role_named(backend: Backend, text: str) -> RoleRef:
    """The one role that a query names; SESSION/ACCOUNT_ID/ROLE need not be known yet.

    Raises NothingMatched, SeveralMatched, or UsageError for a profile that stands for no role of a session.
    """
    configuration = backend.profiles.read()
    if any(profile.name == text for profile in configuration.profiles):
        return role_of_profile(configuration, text)
    from ssotui.actions import (
        resolve_role,  # the search is only for what isn't a profile's name
        snapshot,
    )

    try:
        found = resolve_role.exactly_one(backend, snapshot.load(backend), text)
    except NothingMatched:
        ref = spelled_out(text, configuration)
        if ref is None:
            raise
        return ref
    return role_of_profile(configuration, found) if isinstance(found, str) else found.ref


def of_profile(configuration: AwsConfiguration, name: str) -> Target:
    """The role that a profile stands for, else the profile itself.

    Raises NothingMatched, and ProfileError for a profile that AWS's tools refuse, or take for another role.
    """
    profile = sound_profile(configuration, name)
    return profile.ref or profile


def role_of_profile(configuration: AwsConfiguration, name: str) -> RoleRef:
    """The role that a profile stands for. Raises NothingMatched, or UsageError if it stands for none."""
    found = of_profile(configuration, name)
    if isinstance(found, Profile):
        raise UsageError(
            f'The profile "{name}" ({found.kind}) is not a role of an SSO session.', hint="Choose a role: ssotui list"
        )
    return found


def spelled_out(text: str, configuration: AwsConfiguration) -> RoleRef | None:
    """The role of a configured session that SESSION/ACCOUNT_ID/ROLE names, whether it is known or not."""
    for session in configuration.sessions:
        account_id, _, role = text.removeprefix(f"{session.name}/").partition("/")
        if text.startswith(f"{session.name}/") and role and re.fullmatch(r"\d{12}", account_id, re.ASCII):
            return RoleRef(session.name, account_id, role)
    return None
