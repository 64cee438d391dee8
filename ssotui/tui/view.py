"""What the picker shows at one moment, as one immutable value; the screen replaces it, the widgets read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ssotui.actions.survey import Standing
from ssotui.core.catalog import Catalog, Failed, Loading, SessionCatalog, last_known
from ssotui.core.durations import span
from ssotui.core.model import Profile, RoleRef, SsoSession
from ssotui.core.uses import Use

if TYPE_CHECKING:
    from ssotui.core.query import Term


class View(NamedTuple):
    """Everything a label can ask for; ``current`` is the shell's profile, ``now`` is UTC."""

    now: datetime
    catalog: Catalog = Catalog()
    sessions: Mapping[str, SsoSession] = MappingProxyType({})
    standings: Mapping[str, Standing] = MappingProxyType({})
    names: Mapping[RoleRef, tuple[str, ...]] = MappingProxyType({})
    profiles: Mapping[str, Profile] = MappingProxyType({})
    favourites: frozenset[str] = frozenset()
    uses: Mapping[str, Use] = MappingProxyType({})
    gone: frozenset[str] = frozenset()  # profiles whose role is no longer granted
    marks: frozenset[RoleRef] = frozenset()
    current: str = ""
    terms: tuple[Term, ...] = ()
    max_age: timedelta = timedelta(hours=12)
    production: tuple[str, ...] = ()

    def is_current(self, names: tuple[str, ...]) -> bool:
        return bool(self.current) and self.current in names

    def is_favourite(self, ref: RoleRef) -> bool:
        return str(ref) in self.favourites


def time_left(standing: Standing, now: datetime) -> str:
    """``7h12m``, ``4m``, ``40s``; empty where there is nothing to count down."""
    if standing.state != "active" or standing.expires_at is None:
        return ""
    return span(standing.expires_at - now)


def state_words(standing: Standing, now: datetime) -> str:
    """A session's state, as its row says it."""
    if standing.state == "signed-out":
        return "signed out"
    if standing.state == "broken":
        return "token file unreadable"
    return f"{standing.state} {time_left(standing, now)}".strip()


def progress_words(catalog: SessionCatalog, now: datetime) -> str:
    """How far a session's listing is, and how old or why it failed."""
    accounts = catalog.known_accounts()
    if not accounts:
        return "loading…" if isinstance(catalog.accounts, Loading) else ""
    counted = f"{len(accounts):,} account{'s' if len(accounts) != 1 else ''}"
    done = _listed(catalog)
    if isinstance(catalog.accounts, Failed):
        known = last_known(catalog.accounts)
        age = f", {span(now - known.as_of)} old" if known else ""
        return f"{counted}{age} · {catalog.accounts.error.message}"
    return counted if done == len(accounts) else f"{done:,} of {counted}"


def _listed(catalog: SessionCatalog) -> int:
    """How many accounts' roles are known; counted once for each catalogue, for every repaint asks."""
    kept = _COUNTED.get(id(catalog))
    if kept is None or kept[0] is not catalog:
        while len(_COUNTED) >= _MOST_COUNTED:  # old catalogues are large
            del _COUNTED[next(iter(_COUNTED))]
        count = sum(1 for account in catalog.known_accounts() if last_known(catalog.roles_of(account.id)))
        kept = _COUNTED[id(catalog)] = (catalog, count)
    return kept[1]


_MOST_COUNTED = 4
_COUNTED: dict[int, tuple[SessionCatalog, int]] = {}
