"""Removing a session's cached role credentials, after a sign-out and before anybody new uses a new sign-in."""

from __future__ import annotations

from collections.abc import Iterator

from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import RoleRef, SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.assumed_roles import files_behind


def forget_credentials(backend: Backend, session: SsoSession) -> None:
    """Remove those that AWS CLI and ssotui have cached for roles of the session, and of chains that lead to it.

    Raises FileError.
    """
    configuration = backend.profiles.read()
    mine = frozenset(roles_of(backend, configuration, session))
    others = frozenset(
        (other, ref)
        for other in configuration.sessions
        if other.name != session.name
        for ref in roles_of(backend, configuration, other)
    )
    backend.role_keys.forget(session, mine, others)
    backend.role_keys.forget_files(frozenset(files_behind(session.name, configuration.profiles)))


def roles_of(backend: Backend, configuration: AwsConfiguration, session: SsoSession) -> Iterator[RoleRef]:
    """Every role of the session that is known: those that profiles name, and those that were listed."""
    for profile in configuration.profiles:
        if profile.ref and profile.session == session.name:
            yield profile.ref
    catalog = backend.catalogs.load(session)
    for account in catalog.known_accounts():
        for role in catalog.known_roles(account.id):
            yield RoleRef(session.name, account.id, role)
