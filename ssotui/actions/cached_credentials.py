"""Removes a session's cached role credentials after a sign-out or a new sign-in, which may be another user's."""

from __future__ import annotations

from collections.abc import Iterator

from ssotui.core.chains.assumed_roles import files_behind
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import RoleRef, SsoSession
from ssotui.core.ports.backend import Backend


def forget_credentials(backend: Backend, session: SsoSession) -> int:
    """Remove what the AWS CLI and ssotui have cached for roles of the session and for role chains that start there.

    Returns how many roles had cached credentials. Raises FileError.
    """
    configuration = backend.profiles.read()
    mine = frozenset(roles_of(backend, configuration, session))
    others = frozenset(
        (other, ref)
        for other in configuration.sessions
        if other.name != session.name
        for ref in roles_of(backend, configuration, other)
    )
    count = backend.role_cache.forget(session, mine, others)
    return count + backend.role_cache.forget_files(frozenset(files_behind(session.name, configuration.profiles)))


def roles_of(backend: Backend, configuration: AwsConfiguration, session: SsoSession) -> Iterator[RoleRef]:
    """Every known role of the session: those named by profiles, and those in the catalog."""
    for profile in configuration.profiles:
        if profile.ref and profile.session == session.name:
            yield profile.ref
    catalog = backend.catalogs.load(session)
    for account in catalog.known_accounts():
        for role in catalog.known_roles(account.id):
            yield RoleRef(session.name, account.id, role)
