"""The searchable entry of an account, created once for many queries, and the matches of a query in it."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.core.model import Account
from ssotui.core.search.query import SearchText
from ssotui.named_tuples import NamedTuple


class AccountEntry(NamedTuple):
    """One account, prepared for the search.

    ``email_at`` is the index of the e-mail in ``text``. ``usual`` has the profile names that are just account and role
    joined with a dot, by role: a word without a dot that matches such a name matches the account or the role as well,
    so they are rarely searched. ``profiles`` has all others by role, and ``all_profiles`` the same in one piece.
    """

    session: str
    account: Account
    text: SearchText
    email_at: int
    roles: tuple[str, ...]
    profiles: Mapping[str, tuple[str, ...]]
    all_profiles: SearchText | None
    usual: Mapping[str, tuple[str, ...]]


AccountMatches = tuple[AccountEntry, tuple[str, ...]]
"""An account, and those of its roles that match."""
