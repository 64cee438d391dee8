"""The rows above the sessions: favourites, what was used most of late, and where the shell is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from ssotui.core.catalog import Catalog
from ssotui.core.frecency import pinned
from ssotui.core.model import Profile
from ssotui.core.outline import Row
from ssotui.core.uses import History

FEWEST, MOST = 3, 8


class Pinboard(NamedTuple):
    """What pins are made of; ``current`` is the shell's profile."""

    history: History
    sessions: tuple[str, ...]
    catalog: Catalog
    profiles: Mapping[str, Profile]
    current: str = ""

    def rows(self, now: datetime, most: int) -> Iterator[Row]:
        """All favourites; of the others as many as make ``most`` rows, and the current one whatever happens."""
        keys = pinned(self.history, now, most)
        current = self.profiles.get(self.current)
        own = [str(current.ref) if current.ref else f"profile:{current.name}"] if current else []
        for key in dict.fromkeys((*keys, *own)):
            row = self._profile(key) if key.startswith("profile:") else self._role(key)
            if row:
                yield row

    def first(self, now: datetime, most: int) -> int:
        """Where, counted with their heading, the first stands that leads elsewhere than where the shell is; else 0."""
        here = self.profiles.get(self.current)
        places = ((row.text, row.ref) for row in self.rows(now, most))
        away = (
            index
            for index, (name, ref) in enumerate(places, 1)
            if not here or (name != here.name and (ref is None or ref != here.ref))
        )
        return next(away, 0)

    def _profile(self, key: str) -> Row | None:
        name = key.removeprefix("profile:")
        return Row("pinned", 1, text=name) if name in self.profiles else None

    def _role(self, key: str) -> Row | None:
        """The role that a key of the history stands for, if that role is still listed."""
        for session in self.sessions:
            account_id, _, role = key.removeprefix(f"{session}/").partition("/")
            known = self.catalog.of(session)
            if key.startswith(f"{session}/") and role in known.known_roles(account_id):
                account = known.account(account_id)
                return Row("pinned", 1, session, account, role) if account else None
        return None


def is_pinnable(row: Row) -> bool:
    """It stands for a role or a profile."""
    return row.ref is not None or row.kind in ("profile", "pinned")
