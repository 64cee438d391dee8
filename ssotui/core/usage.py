"""The usage of roles and profiles: favorites, and how often and when last each was switched to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple


class Use(NamedTuple):
    """How often a role or profile was switched to, and when last (UTC)."""

    times: int
    last: datetime


class History(NamedTuple):
    """Favorites in the order they were pinned, and usage. A key is ``str(RoleRef)`` or ``profile:NAME``."""

    favourites: tuple[str, ...] = ()
    uses: Mapping[str, Use] = {}
