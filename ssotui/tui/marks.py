"""The roles that the user has marked, for commands on several roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.catalog import Catalog
from ssotui.core.model import RoleRef
from ssotui.core.tree.rows import Row

if TYPE_CHECKING:
    from ssotui.core.search.index import Found


class Marks(NamedTuple):
    """The marked roles; ``below`` are their numbers by branch (Row.branch), shown on collapsed rows."""

    refs: frozenset[RoleRef] = frozenset()
    below: Mapping[tuple[str, ...], int] = {}

    def toggled(self, refs: Collection[RoleRef]) -> Marks:
        """Mark these, too; if all of them are marked, unmark them."""
        return self.without(refs) if self.refs.issuperset(refs) else self._with(self.refs.union(refs))

    def without(self, refs: Collection[RoleRef]) -> Marks:
        return self._with(self.refs.difference(refs))

    def _with(self, refs: frozenset[RoleRef]) -> Marks:
        """Update the numbers for changed roles only, because there may be 25,000 marks."""
        below = Counter(self.below)
        below.update(_by_branch(refs - self.refs))
        below.subtract(_by_branch(self.refs - refs))
        return Marks(refs, below)


def refs_below(row: Row, catalog: Catalog, found: Found | None) -> Sequence[RoleRef]:
    """The role of the row; of a branch all roles below it, with a query only those ``found``."""
    if row.ref:
        return [row.ref]
    session, wanted = row.session, row.role
    if found is None:
        known = catalog.of(session)
        accounts = [row.account] if row.account else known.known_accounts()
        granted = [(one.id, known.known_roles(one.id)) for one in accounts]
    else:
        groups = (one for one in found.groups if one[0].session == session)
        granted = [(entry.account.id, roles) for entry, roles in groups if row.account in (None, entry.account)]
    made: list[RoleRef] = []
    for one, roles in granted:
        fitting = roles if not wanted else [role for role in roles if role == wanted]
        # A session may have 25,000 roles, and zip builds tuples fastest.
        made += map(tuple.__new__, repeat(RoleRef), zip(repeat(session), repeat(one), fitting))
    return made


def _by_branch(refs: Collection[RoleRef]) -> dict[tuple[str, ...], int]:
    accounts = Counter(map(itemgetter(0, 1), refs))
    sets = Counter(map(itemgetter(0, 2), refs))
    return {
        **{("session", *names): count for names, count in accounts.items()},
        **{("permission-set", *names): count for names, count in sets.items()},
    }
