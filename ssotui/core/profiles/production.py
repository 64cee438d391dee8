"""Decides which accounts are production, by the patterns of ``safety.production``, and which profiles lead to one."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from ssotui.core.catalog import Catalog
from ssotui.core.model import Account, Profile


def is_production(account: Account, patterns: Sequence[str]) -> bool:
    """Whether the account's name or ID matches one of the patterns, ignoring case."""
    return _fits(patterns, account.name, account.id)


def leads_to_production(profile: Profile, catalog: Catalog, patterns: Sequence[str]) -> bool:
    """Whether the profile's account is production. If the account isn't known, the profile's name decides."""
    if not patterns:
        return False
    account = account_of(profile, catalog)
    if account and is_production(account, patterns):
        return True
    is_told = profile.ref is not None and account is not None
    return not is_told and _fits(patterns, profile.name, profile.account_id)


def account_of(profile: Profile, catalog: Catalog) -> Account | None:
    """The listed account that the profile gives credentials of; None if it isn't listed."""
    return catalog.account(profile.account_id) if profile.account_id else None


def _fits(patterns: Sequence[str], *names: str) -> bool:
    return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in patterns for name in names if name)
