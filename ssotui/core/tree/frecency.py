"""Ranks roles by how often and how recently they were used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ssotui.core.model import RoleRef, parse_role_ref
from ssotui.core.usage import History, Use

# The weight of a use by its age: the steps of zoxide (wiki, "Algorithm").
_AGES = ((timedelta(hours=1), 4.0), (timedelta(days=1), 2.0), (timedelta(weeks=1), 0.5))
_OLD = 0.25
_FAVORITE = 0.5


def frecency(use: Use, now: datetime) -> float:
    """The weight of a role's usage at ``now``: higher for frequent and for recent use."""
    age = now - use.last
    return use.times * next((weight for limit, weight in _AGES if age < limit), _OLD)


def preferences(history: History, now: datetime) -> Mapping[RoleRef, float]:
    """Decides between roles that match a query equally well: favorites (0.5 to 1) before used ones (0 to 0.5)."""
    weights = {key: frecency(use, now) for key, use in history.uses.items()}
    heaviest = max(weights.values(), default=0.0) or 1.0
    values = {key: weight / heaviest * (1 - _FAVORITE) * 0.99 for key, weight in weights.items()}
    for key in history.favorites:
        values[key] = values.get(key, 0.0) + _FAVORITE
    return {ref: value for key, value in values.items() if (ref := parse_role_ref(key))}


def pinned(history: History, now: datetime, most: int) -> list[str]:
    """The keys of the rows on top: favorites in the order they were pinned, then the others by frecency."""
    used = sorted(history.uses, key=lambda key: -frecency(history.uses[key], now))
    return list(dict.fromkeys((*history.favorites, *used)))[: max(most, len(history.favorites))]
