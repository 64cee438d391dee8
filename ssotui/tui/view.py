"""The view model: an immutable value with everything that the widgets show. The screen replaces it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.catalog import Catalog
from ssotui.core.model import Profile, RoleRef, SsoSession
from ssotui.core.printable import printable
from ssotui.core.profiles.chains import root_session
from ssotui.core.profiles.production import account_of, is_production, leads_to_production
from ssotui.core.session_status import NO_SUCH_PROFILE, UNUSABLE_PROFILE, SessionStatus, State, of_listing, of_sign_in
from ssotui.core.tree.rows import Row
from ssotui.core.usage import Use
from ssotui.tui.marks import Marks

if TYPE_CHECKING:
    from ssotui.core.search.query import Term


class View(NamedTuple):
    """The data for all labels; ``current`` is the shell's profile, ``now`` is in UTC."""

    now: datetime
    catalog: Catalog = Catalog()
    sessions: Mapping[str, SsoSession] = MappingProxyType({})
    session_statuses: Mapping[str, SessionStatus] = MappingProxyType({})
    names: Mapping[RoleRef, tuple[str, ...]] = MappingProxyType({})
    profiles: Mapping[str, Profile] = MappingProxyType({})
    favourites: frozenset[str] = frozenset()
    uses: Mapping[str, Use] = MappingProxyType({})
    gone: frozenset[str] = frozenset()  # profiles whose role is no longer granted
    marks: Marks = Marks()
    pivoted: bool = False  # grouped by role: accounts are below permission sets
    current: str = ""
    terms: tuple[Term, ...] = ()
    max_age: timedelta = timedelta(hours=12)
    rates: Mapping[str, float] = MappingProxyType({})  # rate limits of sessions' listings, in requests a second
    how_to_sign_in: str = ""
    production: tuple[str, ...] = ()

    def is_current(self, names: tuple[str, ...]) -> bool:
        return bool(self.current) and self.current in names

    def is_favourite(self, ref: RoleRef) -> bool:
        return str(ref) in self.favourites

    def production_title(self, row: Row) -> str:
        """The title of the production account that the row belongs to; "" if it isn't production."""
        if row.account:
            return row.account.title if is_production(row.account, self.production) else ""
        profile = self.profiles.get(row.text) if row.kind in ("profile", "pinned") else None
        if profile is None or not leads_to_production(profile, self.catalog, self.production):
            return ""
        account = account_of(profile, self.catalog)
        return account.title if account else printable(profile.name)

    def history_key(self, row: Row) -> str:
        """The row's key in the history: of its role, else of its profile; "" if it can't be pinned."""
        if row.ref:
            return str(row.ref)
        if row.kind not in ("profile", "pinned"):
            return ""
        profile = self.profiles.get(row.text)
        return str(profile.ref) if profile and profile.ref else f"profile:{row.text}"

    def sign_in(self, session: str) -> State:
        """The State of the session's sign-in."""
        return of_sign_in(
            self.session_statuses.get(session, SessionStatus("signed-out")), self.now, self.how_to_sign_in
        )

    def shell_state(self, name: str) -> State | None:
        """Whether the shell's profile ``name`` can be used: the State of its sign-in, or of its fault.

        None if it needs no sign-in, or the shell has no profile.
        """
        profile = self.profiles.get(name)
        if profile is None:
            return NO_SUCH_PROFILE if name else None
        if profile.fault:
            return UNUSABLE_PROFILE
        session = root_session(profile, self.profiles)
        return self.sign_in(session) if session in self.session_statuses else None

    def listing(self, session: str) -> State | None:
        """The State of the session's listing; None if there is nothing to show."""
        return of_listing(self.catalog.of(session), self.now, self.max_age, self.rates.get(session, 0))


class KeyHint(NamedTuple):
    """A command in the bottom line: its key as shown, and its current label."""

    id: str
    key: str
    label: str
