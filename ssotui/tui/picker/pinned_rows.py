"""The rows above the sessions: favorites, recently used roles and profiles, and the current one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ssotui.core.catalog import Catalog
from ssotui.core.model import Profile, RoleRef, parse_role_ref
from ssotui.core.tree.frecency import pinned
from ssotui.core.tree.rows import Row
from ssotui.core.usage import History
from ssotui.named_tuples import NamedTuple

FEWEST, MOST = 3, 8


class PinnedRows(NamedTuple):
    """The data for pinned rows; ``names`` are each role's profiles, ``current`` is the shell's profile."""

    history: History
    sessions: tuple[str, ...]
    catalog: Catalog
    profiles: Mapping[str, Profile]
    names: Mapping[RoleRef, tuple[str, ...]]
    current: str = ""

    def rows(self, now: datetime, most: int) -> Iterator[Row]:
        """All favorites and the current one, and others up to ``most`` rows."""
        keys = pinned(self.history, now, most)
        current = self.profiles.get(self.current)
        own = [current.history_key] if current else []
        for key in dict.fromkeys((*keys, *own)):
            is_profile = key.startswith("profile:")
            row = self._profile(key.removeprefix("profile:")) if is_profile else self._role(key)
            if row:
                yield row

    def first(self, now: datetime, most: int) -> int:
        """The index, counting the heading, of the first row that isn't the current one; 0 if there is none."""
        here = self.profiles.get(self.current)
        places = ((row.text, row.ref) for row in self.rows(now, most))
        away = (
            index
            for index, (name, ref) in enumerate(places, 1)
            if not here or (name != here.name and (ref is None or ref != here.ref))
        )
        return next(away, 0)

    def _profile(self, name: str) -> Row | None:
        return Row("pinned", 1, text=name) if name in self.profiles else None

    def _role(self, key: str) -> Row | None:
        """The row of the role with this key of the history; if it isn't listed, the row of one of its profiles."""
        ref = parse_role_ref(key)
        if ref is None or ref.session not in self.sessions:
            return None
        known = self.catalog.of(ref.session)
        if ref.role in known.known_roles(ref.account_id) and (account := known.account(ref.account_id)):
            return Row("pinned", 1, ref.session, account, ref.role)
        return next((self._profile(name) for name in self.names.get(ref, ())), None)
