"""The usage of roles and profiles: favorites, how often and when last each was switched to, and chosen regions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ssotui.named_tuples import NamedTuple


class Use(NamedTuple):
    """How often a role or profile was switched to, and when last (UTC)."""

    times: int
    last: datetime


class History(NamedTuple):
    """Favorites in the order they were pinned, and usage. A key is ``str(RoleRef)`` or ``profile:NAME``.

    ``services`` is the usage of the console's services, by name. ``regions`` are the regions that the user chose for
    roles and profiles, and ``region_uses`` is how often each region was chosen. ``tree_share`` is the part of the
    picker's width that the user gave to the tree, 0 for the usual one.
    """

    favorites: tuple[str, ...] = ()
    uses: Mapping[str, Use] = {}
    services: Mapping[str, Use] = {}
    regions: Mapping[str, str] = {}
    region_uses: Mapping[str, Use] = {}
    tree_share: float = 0
