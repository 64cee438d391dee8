"""The usage of roles and profiles: favorites, and how often and when last each was switched to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from ssotui.core.model import RoleRef


class Use(NamedTuple):
    """How often a role or profile was switched to, and when last (UTC)."""

    times: int
    last: datetime


class History(NamedTuple):
    """Favorites in the order they were pinned, and usage. A key is ``str(RoleRef)`` or ``profile:NAME``."""

    favourites: tuple[str, ...] = ()
    uses: Mapping[str, Use] = {}


def role_of(key: str) -> RoleRef | None:
    """Parse ``SESSION/ACCOUNT_ID/ROLE``, from the right because a session's name may contain slashes."""
    session, found, role = key.rpartition("/")
    session, also, account_id = session.rpartition("/")
    return RoleRef(session, account_id, role) if found and also else None
