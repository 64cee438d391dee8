"""Resolves the words of a command, or the name of a profile, to the target whose credentials are wanted."""

from __future__ import annotations

import re

from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.lookup import sound_profile
from ssotui.errors import NothingMatched, UsageError

Target = RoleRef | Profile
"""What credentials are wanted for: a role, or a profile that gives no role of a session."""


def label(target: Target) -> str:
    """The target's name in messages."""
    return target.name if isinstance(target, Profile) else target.role


def role_named(backend: Backend, text: str) -> RoleRef:
    """The one role that a query names; a SESSION/ACCOUNT_ID/ROLE may be unknown yet.

    Raises NothingMatched, SeveralMatched, or UsageError for a profile that gives no role of a session.
    """
    configuration = backend.profiles.read()
    if any(profile.name == text for profile in configuration.profiles):
        return role_of_profile(configuration, text)
    from ssotui.actions import (
        resolve_role,  # only needed if it isn't the name of a profile
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
    """The role that a profile gives, else the profile itself.

    Raises NothingMatched, and ProfileError for a profile that AWS's tools refuse or resolve to another role.
    """
    profile = sound_profile(configuration, name)
    return profile.ref or profile


def role_of_profile(configuration: AwsConfiguration, name: str) -> RoleRef:
    """The role that a profile gives. Raises NothingMatched, or UsageError if it gives none."""
    found = of_profile(configuration, name)
    if isinstance(found, Profile):
        raise UsageError(
            f'The profile "{name}" ({found.kind}) is not a role of an SSO session.', hint="Choose a role: ssotui list"
        )
    return found


def spelled_out(text: str, configuration: AwsConfiguration) -> RoleRef | None:
    """The role that SESSION/ACCOUNT_ID/ROLE names, listed or not, if the session is configured; else None."""
    for session in configuration.sessions:
        account_id, _, role = text.removeprefix(f"{session.name}/").partition("/")
        if text.startswith(f"{session.name}/") and role and re.fullmatch(r"\d{12}", account_id, re.ASCII):
            return RoleRef(session.name, account_id, role)
    return None
