"""Resolves the words of a command, or the name of a profile, to the target whose credentials are wanted."""

from __future__ import annotations

import re

from ssotui.core.chains.chains import root_session
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Account, Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.core.profiles.lookup import sound_profile

Target = RoleRef | Profile
"""What credentials are wanted for: a role, or a profile that gives no role of a session."""


def label(target: Target) -> str:
    """The target's name in messages."""
    return target.name if isinstance(target, Profile) else target.role


def session_of(configuration: AwsConfiguration, target: Target) -> str:
    """The session that must be signed in for the target's credentials; "" if there is none."""
    if isinstance(target, RoleRef):
        return target.session
    return root_session(target, configuration.profiles_by_name)


def account_of(backend: Backend, target: Target) -> Account:
    """The account as it is listed; without a name if it isn't. Makes no request."""
    sessions = backend.profiles.read().sessions
    if isinstance(target, RoleRef):
        sessions = tuple(one for one in sessions if one.name == target.session)
    listed = (backend.catalogs.load(session).account(target.account_id) for session in sessions)
    return next(filter(None, listed), Account(target.account_id, "", ""))


def with_account(backend: Backend, target: Target, name: str) -> str:
    """``Admin in account billing-prod (111122223333)``: only the ID if it isn't listed, the name alone without one."""
    if not target.account_id:
        return name
    title = printable(account_of(backend, target).title)
    return f"{name} in account {title}{f' ({target.account_id})' if title != target.account_id else ''}"


def target_named(backend: Backend, text: str) -> Target:
    """The one role or other profile that a query names; a SESSION/ACCOUNT_ID/ROLE may be unknown yet.

    Raises NothingMatched, SeveralMatched, and what ``of_profile`` raises.
    """
    configuration = backend.profiles.read()
    target = named_exactly(configuration, text)
    if target:
        return target
    from ssotui.actions import resolve_role, snapshots  # only needed for other words

    found = resolve_role.exactly_one(backend, snapshots.load(backend), text)
    return of_profile(configuration, found) if isinstance(found, str) else found.ref


def named_exactly(configuration: AwsConfiguration, text: str) -> Target | None:
    """What the name of a profile or a SESSION/ACCOUNT_ID/ROLE names; None for other words. Raises as ``of_profile``."""
    if text in configuration.profiles_by_name:
        return of_profile(configuration, text)
    return spelled_out(configuration, text)


def of_profile(configuration: AwsConfiguration, name: str) -> Target:
    """The role that a profile gives, else the profile itself.

    Raises NothingMatched, and ProfileError for a profile that AWS's tools refuse or resolve to another role.
    """
    profile = sound_profile(configuration, name)
    return profile.ref or profile


def spelled_out(configuration: AwsConfiguration, text: str) -> RoleRef | None:
    """The role that SESSION/ACCOUNT_ID/ROLE names, listed or not, if the session is configured; else None."""
    text = printable(text)  # as in the reference that ssotui writes
    for session in configuration.sessions:
        shown = printable(session.name)
        account_id, _, role = text.removeprefix(f"{shown}/").partition("/")
        if text.startswith(f"{shown}/") and role and re.fullmatch(r"\d{12}", account_id, re.ASCII):
            return RoleRef(session.name, account_id, role)
    return None
