"""What is remembered of roles and profiles: the favourites, and how often each was switched to, and when last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple


class Use(NamedTuple):
    """How often a role or profile was switched to, and when last (UTC)."""

    times: int
    last: datetime


class History(NamedTuple):
    """Favourites in the order they were pinned, and uses; a key is ``str(RoleRef)`` or ``profile:NAME``."""

    favourites: tuple[str, ...] = ()
    uses: Mapping[str, Use] = {}
