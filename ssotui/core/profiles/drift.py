"""How profiles and roles have drifted apart: profiles of roles that are no longer granted, roles without a profile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from ssotui.core.catalog import Catalog, Known, Loading, SessionCatalog
from ssotui.core.model import Profile, RoleRef

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Lists of which only some pages came have this for their age: they tell nothing of what is missing."""


class Drift(NamedTuple):
    """``gone`` are profiles, in the file's order; ``bare`` are known roles that have none, in the portal's."""

    gone: tuple[Profile, ...]
    bare: tuple[RoleRef, ...]


def drift(profiles: Iterable[Profile], catalog: Catalog, sessions: Iterable[str]) -> Drift:
    """What is known of it now; never a guess (see ``is_gone``)."""
    profiles = tuple(profiles)
    named = {profile.ref for profile in profiles}
    bare = tuple(ref for ref in catalog.refs(sessions) if ref not in named)
    return Drift(gone_profiles(profiles, catalog), bare)


def gone_profiles(profiles: Iterable[Profile], catalog: Catalog, since: datetime = ALWAYS) -> tuple[Profile, ...]:
    """The profiles whose role AWS no longer grants, by listings that were complete and made after ``since``."""
    granted: dict[str, _Granted] = {}
    gone = []
    for profile in profiles:
        ref = profile.ref
        if ref is None:
            continue
        if ref.session not in granted:
            granted[ref.session] = _Granted(catalog.of(ref.session), since)
        if granted[ref.session].is_without(ref):
            gone.append(profile)
    return tuple(gone)


def unlisted_profiles(profiles: Iterable[Profile], catalog: Catalog, sessions: Collection[str]) -> tuple[Profile, ...]:
    """The profiles of accounts of which no role was ever listed, in these sessions: they stand nowhere in the tree."""
    return tuple(
        profile
        for profile in profiles
        if profile.ref
        and profile.session in sessions
        and not catalog.of(profile.session).known_roles(profile.account_id)
    )


def is_settled(catalog: SessionCatalog) -> bool:
    """Nothing of the session is being asked for: worth another look at what is gone."""
    return not any(isinstance(one, Loading) for one in (catalog.accounts, *catalog.roles.values()))


class _Granted:
    """What a session's listing says, ready to be asked thousands of times."""

    def __init__(self, catalog: SessionCatalog, since: datetime) -> None:
        accounts = catalog.accounts
        is_complete = isinstance(accounts, Known) and accounts.as_of > since
        self._accounts = {account.id for account in catalog.known_accounts()} if is_complete else None
        self._catalog = catalog
        self._since = since

    def is_without(self, ref: RoleRef) -> bool:
        """Only what was listed whole can lack something; failed and unfinished listings say nothing."""
        if self._accounts is None:
            return False
        if ref.account_id not in self._accounts:
            return True
        roles = self._catalog.roles_of(ref.account_id)
        return isinstance(roles, Known) and roles.as_of > self._since and ref.role not in roles.value
