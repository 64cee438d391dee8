"""Finds the style of an account, and of a profile that leads to one, by the patterns in the settings.

The patterns of [accounts] come first, in the file's order, then those of safety.production. The first that matches the
account's name or ID counts, ignoring case.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ssotui.settings import AccountStyle, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ssotui.core.catalog import Catalog
    from ssotui.core.model import Account, Profile, RoleRef

PLAIN = AccountStyle("")
"""The style of an account that no pattern matches."""


def styles_in(settings: Settings) -> tuple[AccountStyle, ...]:
    """The styles in the order in which they are tried."""
    confirm = settings.safety_confirm
    short = (AccountStyle(pattern, "PROD", "red", confirm) for pattern in settings.safety_production)
    return (*settings.accounts, *short)


def badge_of(settings: Settings, *names: str) -> str:
    """The badge of an account with these names and IDs, such as "PROD"; "" if it has none."""
    return _first_fitting(styles_in(settings), *names).badge


def style_of(account: Account, styles: Sequence[AccountStyle]) -> AccountStyle:
    """The style of an account; ``PLAIN`` if no pattern matches."""
    return _first_fitting(styles, account.name, account.id)


def style_of_profile(profile: Profile, catalog: Catalog, styles: Sequence[AccountStyle]) -> AccountStyle:
    """The style of the profile's account; if that isn't listed, or the profile is a chain, its own name counts, too."""
    if not styles:
        return PLAIN
    account = account_of(profile, catalog)
    names = [account.name, account.id] if account else []
    if account is None or profile.ref is None:
        names += [profile.name, profile.account_id]
    return _first_fitting(styles, *names)


def style_of_target(target: RoleRef | Profile, catalog: Catalog, styles: Sequence[AccountStyle]) -> AccountStyle:
    """The style of a role's account, or of a profile."""
    from ssotui.core.model import Profile  # too slow for a prompt

    if isinstance(target, Profile):
        return style_of_profile(target, catalog, styles)
    account = catalog.of(target.session).account(target.account_id)
    return style_of(account, styles) if account else _first_fitting(styles, target.account_id)


def title_of_target(target: RoleRef | Profile, catalog: Catalog) -> str:
    """What a question calls it: ROLE in ACCOUNT (SESSION), with the ID of an account that isn't listed.

    For a profile that gives no role of a session it is its account's title, or the profile's name.
    """
    from ssotui.core.model import Profile  # too slow for a prompt

    if isinstance(target, Profile) and target.ref is None:
        account = account_of(target, catalog)
        return account.title if account else target.name
    ref = target.ref if isinstance(target, Profile) else target
    assert ref is not None
    account = catalog.of(ref.session).account(ref.account_id)
    return f"{ref.role} in {account.title if account else ref.account_id} ({ref.session})"


def account_of(profile: Profile, catalog: Catalog) -> Account | None:
    """The listed account that the profile gives credentials of; None if it isn't listed."""
    return catalog.account(profile.account_id) if profile.account_id else None


def unmatched(pattern: str, accounts: Iterable[Account], profiles: Iterable[Profile]) -> bool:
    """Whether the pattern matches no account and no profile."""
    style = AccountStyle(pattern)
    names = [name for account in accounts for name in (account.name, account.id)]
    names += [name for profile in profiles for name in (profile.name, profile.account_id)]
    return _first_fitting((style,), *names) is not style


def _first_fitting(styles: Sequence[AccountStyle], *names: str) -> AccountStyle:
    known = [name.lower() for name in names if name]
    return next((style for style in styles if any(fnmatchcase(name, style.pattern.lower()) for name in known)), PLAIN)
