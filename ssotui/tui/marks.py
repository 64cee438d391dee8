"""The roles that the user has marked, for what can be done with several at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ssotui.core.model import RoleRef


class Marks(NamedTuple):
    """``below`` counts them by branch, as in Row.branch: what is shown of a closed account or permission set."""

    refs: frozenset[RoleRef] = frozenset()
    below: Mapping[tuple[str, ...], int] = {}

    def toggled(self, refs: Collection[RoleRef]) -> Marks:
        """Mark these as well; if they all are marked, take their marks away."""
        return _marks(self.refs - set(refs) if self.refs.issuperset(refs) else self.refs.union(refs))

    def without(self, refs: Collection[RoleRef]) -> Marks:
        return _marks(self.refs.difference(refs))


def _marks(refs: frozenset[RoleRef]) -> Marks:
    below: Counter[tuple[str, ...]] = Counter()
    for ref in refs:
        below["session", ref.session, ref.account_id] += 1
        below["permission-set", ref.session, ref.role] += 1
    return Marks(refs, below)
