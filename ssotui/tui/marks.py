"""The roles that the user has marked, for commands on several roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING

from ssotui.core.catalog import Catalog
from ssotui.core.model import RoleRef
from ssotui.core.tree.rows import Row
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.search.index import Found


class Marks(NamedTuple):
    """The marked roles; ``below`` are their numbers by branch (Row.branch), shown on collapsed rows."""

    refs: frozenset[RoleRef] = frozenset()
    below: Mapping[tuple[str, ...], int] = {}

    def toggled(self, refs: Collection[RoleRef]) -> Marks:
        """Mark these, too; if all of them are marked, unmark them."""
        added = frozenset(refs) - self.refs
        return Marks(self.refs | added, self._below(added, 1)) if added else self.without(refs)

    def without(self, refs: Collection[RoleRef]) -> Marks:
        lost = self.refs.intersection(refs)
        return Marks(self.refs - lost, self._below(lost, -1))

    def _below(self, changed: frozenset[RoleRef], by: int) -> Mapping[tuple[str, ...], int]:
        """The numbers, each changed roles' ones ``by`` one: there may be 25,000 marks."""
        below = dict(self.below)
        for branch, count in _by_branch(changed).items():
            below[branch] = below.get(branch, 0) + by * count
        return below


def refs_below(row: Row, catalog: Catalog, found: Found | None) -> Sequence[RoleRef]:
    """The role of the row; of a branch all roles below it, with a query only those ``found``."""
    if row.ref:
        return [row.ref]
    session, role_name = row.session, row.role
    if found is None:
        known = catalog.of(session)
        accounts = [row.account] if row.account else known.known_accounts()
        granted = [(one.id, known.known_roles(one.id)) for one in accounts]
    else:
        groups = (one for one in found.groups if one[0].session == session)
        granted = [(entry.account.id, roles) for entry, roles in groups if row.account in (None, entry.account)]
    made: list[RoleRef] = []
    for one, roles in granted:
        fitting = roles if not role_name else [role for role in roles if role == role_name]
        # A session may have 25,000 roles, and zip builds tuples fastest.
        made += map(tuple.__new__, repeat(RoleRef), zip(repeat(session), repeat(one), fitting))
    return made


def _by_branch(refs: Collection[RoleRef]) -> dict[tuple[str, ...], int]:
    """The number of roles below each branch. Names are counted for each session: pairs take three times as long."""
    counts: dict[tuple[str, ...], int] = {}
    for session in set(map(itemgetter(0), refs)):
        own = [ref for ref in refs if ref[0] == session]
        for kind, place in (("session", 1), ("permission-set", 2)):
            names = Counter(map(itemgetter(place), own))
            counts.update(zip(zip(repeat(kind), repeat(session), names), names.values()))  # noqa: B905  # repeat ends never
    return counts
