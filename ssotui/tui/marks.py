"""The roles that the user has marked, for what can be done with several at once, and what one mark takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.catalog import Catalog
from ssotui.core.model import RoleRef
from ssotui.core.outline import Row

if TYPE_CHECKING:
    from ssotui.core.search import Found


class Marks(NamedTuple):
    """``below`` counts them by branch, as in Row.branch: what is shown of a closed account or permission set."""

    refs: frozenset[RoleRef] = frozenset()
    below: Mapping[tuple[str, ...], int] = {}

    def toggled(self, refs: Collection[RoleRef]) -> Marks:
        """Mark these as well; if they all are marked, take their marks away."""
        return _marks(self.refs - set(refs) if self.refs.issuperset(refs) else self.refs.union(refs))

    def without(self, refs: Collection[RoleRef]) -> Marks:
        return _marks(self.refs.difference(refs))


def refs_below(row: Row, catalog: Catalog, found: Found | None) -> Sequence[RoleRef]:
    """The role of the row; of a branch all that it opens, of what was ``found`` if that is what is shown."""
    if row.ref:
        return [row.ref]
    if found is None:
        refs = catalog.refs([row.session])
    else:
        refs = (RoleRef(head.session, head.account.id, role) for head, roles in found.groups for role in roles)
    account_id = row.account.id if row.account else ""
    return [
        ref
        for ref in refs
        if ref.session == row.session and account_id in ("", ref.account_id) and row.role in ("", ref.role)
    ]


def _marks(refs: frozenset[RoleRef]) -> Marks:
    below: Counter[tuple[str, ...]] = Counter()
    for ref in refs:
        below["session", ref.session, ref.account_id] += 1
        below["permission-set", ref.session, ref.role] += 1
    return Marks(refs, below)
