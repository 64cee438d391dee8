"""Finds profiles of roles that are no longer granted, and roles without a profile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from ssotui.core.catalog import Catalog, Known, Loading, SessionCatalog
from ssotui.core.model import Profile, RoleRef
from ssotui.core.timestamps import EPOCH
from ssotui.named_tuples import NamedTuple

"""The ``as_of`` of incomplete listings. What is missing in them may still be granted."""


class Drift(NamedTuple):
    """``gone`` are profiles whose role is no longer granted, in the file's order.

    ``bare`` are listed roles that have no profile, in the portal's order.
    """

    gone: tuple[Profile, ...]
    bare: tuple[RoleRef, ...]


def drift(profiles: Iterable[Profile], catalog: Catalog, sessions: Iterable[str]) -> Drift:
    """The drift by complete listings only: a failed or incomplete one makes no profile ``gone``."""
    profiles = tuple(profiles)
    named = {profile.ref for profile in profiles}
    bare = tuple(ref for ref in catalog.refs(sessions) if ref not in named)
    return Drift(gone_profiles(profiles, catalog), bare)


def gone_profiles(profiles: Iterable[Profile], catalog: Catalog, since: datetime = EPOCH) -> tuple[Profile, ...]:
    """The profiles whose role is missing in a complete listing made after ``since``."""
    granted: dict[str, _Granted] = {}
    gone = []
    for profile in profiles:
        ref = profile.ref
        if ref is None:
            continue
        if ref.session not in granted:
            granted[ref.session] = _Granted(catalog.of(ref.session), since)
        if granted[ref.session].lacks(ref):
            gone.append(profile)
    return tuple(gone)


def unlisted_profiles(profiles: Iterable[Profile], catalog: Catalog, sessions: Collection[str]) -> tuple[Profile, ...]:
    """These sessions' profiles of accounts without any listed role. They have no row in the tree."""
    return tuple(
        profile
        for profile in profiles
        if profile.ref
        and profile.session in sessions
        and not catalog.of(profile.session).known_roles(profile.account_id)
    )


def is_settled(catalog: SessionCatalog) -> bool:
    """Whether no request for the session is under way."""
    return not any(isinstance(one, Loading) for one in (catalog.accounts, *catalog.roles.values()))


class _Granted:
    """The accounts and roles that a session's complete listings contain, prepared for thousands of look-ups."""

    def __init__(self, catalog: SessionCatalog, since: datetime) -> None:
        accounts = catalog.accounts
        is_complete = isinstance(accounts, Known) and accounts.as_of > since
        self._accounts = {account.id for account in catalog.known_accounts()} if is_complete else None
        self._catalog = catalog
        self._since = since

    def lacks(self, ref: RoleRef) -> bool:
        """Whether a complete listing lacks the role. False for failed and unfinished listings."""
        if self._accounts is None:
            return False
        if ref.account_id not in self._accounts:
            return True
        roles = self._catalog.roles_of(ref.account_id)
        return isinstance(roles, Known) and roles.as_of > self._since and ref.role not in roles.value
