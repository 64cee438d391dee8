"""Sorts regions to choose from: those that the user chose before, those of profiles, then the others by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ssotui.core.console.partitions import PARTITIONS, partition_of
from ssotui.core.tree.frecency import frecency
from ssotui.core.usage import Use
from ssotui.named_tuples import NamedTuple
from ssotui.region_names import KNOWN


class RegionByUse(NamedTuple):
    """A region; ``used``: the user chose it before, or a profile has it."""

    name: str
    used: bool = False


def regions_by_use(
    home: str, uses: Mapping[str, Use], configured: Sequence[str], now: datetime
) -> tuple[RegionByUse, ...]:
    """The regions of the partition of ``home`` ("": of all partitions), those chosen often and lately first.

    ``uses`` is how often each was chosen, ``configured`` has the region of each profile.
    """
    chosen = sorted(uses, key=lambda name: (-frecency(uses[name], now), name))
    used = dict.fromkeys((*chosen, *sorted(set(configured), key=lambda name: (-configured.count(name), name))))
    partitions = (partition_of(home),) if home else PARTITIONS
    return tuple(
        RegionByUse(name, name in used)
        for name in dict.fromkeys((*used, *sorted(KNOWN)))
        if any(one.regions.fullmatch(name) for one in partitions)
    )
