"""The view model: an immutable value with everything that the widgets show. The screen replaces it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from ssotui.core.catalog import Catalog
from ssotui.core.chains.assumed_roles import file_name
from ssotui.core.chains.chains import root_session
from ssotui.core.durations import span
from ssotui.core.model import Account, Profile, RoleRef, SsoSession
from ssotui.core.printable import printable
from ssotui.core.profiles.account_styles import PLAIN, account_of, style_of, style_of_profile
from ssotui.core.role_cache_names import file_of
from ssotui.core.session_status import (
    NEEDS_SIGN_IN,
    NO_SUCH_PROFILE,
    UNUSABLE_PROFILE,
    SessionStatus,
    State,
    of_listing,
    of_sign_in,
)
from ssotui.core.tree.rows import Row
from ssotui.core.usage import Use
from ssotui.named_tuples import NamedTuple
from ssotui.settings import AccountStyle
from ssotui.tui.marks import Marks

if TYPE_CHECKING:
    from ssotui.core.listing_progress import Progress
    from ssotui.core.search.query import Term


class View(NamedTuple):
    """The data for all labels; ``current`` is the shell's profile, ``now`` is in UTC."""

    now: datetime
    catalog: Catalog = Catalog()
    sessions: Mapping[str, SsoSession] = MappingProxyType({})
    session_statuses: Mapping[str, SessionStatus] = MappingProxyType({})
    names: Mapping[RoleRef, tuple[str, ...]] = MappingProxyType({})
    profiles: Mapping[str, Profile] = MappingProxyType({})
    favorites: frozenset[str] = frozenset()
    uses: Mapping[str, Use] = MappingProxyType({})
    regions: Mapping[str, str] = MappingProxyType({})  # chosen for roles and profiles, by their keys in the history
    services: Mapping[str, Use] = MappingProxyType({})  # of the console
    gone: frozenset[str] = frozenset()  # profiles whose role is no longer granted
    marks: Marks = Marks()
    pivoted: bool = False  # grouped by role: accounts are below permission sets
    current: str = ""
    terms: tuple[Term, ...] = ()
    max_age: timedelta = timedelta(hours=12)
    progress: Mapping[str, Progress] = MappingProxyType({})  # of the sessions' listings that are running
    how_to_sign_in: str = ""
    account_styles: tuple[AccountStyle, ...] = ()
    credential_ends: Mapping[str, datetime] = MappingProxyType({})  # of cached credentials, by their files' names

    def is_current(self, names: tuple[str, ...]) -> bool:
        return bool(self.current) and self.current in names

    def is_favorite(self, ref: RoleRef) -> bool:
        return str(ref) in self.favorites

    def account_style(self, account: Account) -> AccountStyle:
        """The badge and color of an account."""
        return style_of(account, self.account_styles)

    def row_style(self, row: Row) -> AccountStyle:
        """The badge and color of the account that the row belongs to."""
        if row.account:
            return self.account_style(row.account)
        profile = self.profiles.get(row.text) if row.kind in ("profile", "pinned") else None
        return style_of_profile(profile, self.catalog, self.account_styles) if profile else PLAIN

    def titles(self, row: Row) -> tuple[str, ...]:
        """What a question calls the row, the longest first: ROLE in ACCOUNT (SESSION), ROLE in ACCOUNT, ACCOUNT.

        Where no role of a session is used, only its account's title, or the profile's name if that isn't known.
        """
        profile = self.profiles.get(row.text)
        account = row.account or (account_of(profile, self.catalog) if profile else None)
        title = account.title if account else printable(row.text)
        ref = row.ref or (profile.ref if profile else None)
        return (f"{ref.role} in {title} ({ref.session})", f"{ref.role} in {title}", title) if ref else (title,)

    def target_of(self, row: Row) -> RoleRef | Profile:
        """The row's role, or its profile without a role. For commands that require one of them."""
        profile = self.profiles.get(row.text) if row.ref is None else None
        target = row.ref or (profile.ref if profile and profile.ref else profile)
        assert target is not None
        return target

    def history_key(self, row: Row) -> str:
        """The row's key in the history: of its role, else of its profile; "" if it can't be pinned."""
        if row.ref:
            return str(row.ref)
        if row.kind not in ("profile", "pinned"):
            return ""
        profile = self.profiles.get(row.text)
        return profile.history_key if profile else f"profile:{row.text}"

    def chosen_region(self, row: Row) -> str:
        """The region that the user chose for the row's role or profile; "" if none."""
        return self.regions.get(self.history_key(row), "")

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

    def credentials_left(self, target: RoleRef | Profile | None) -> str:
        """The time left of the cached credentials of a role or profile, such as "56m"; "" if there are none."""
        if not self.credential_ends or target is None:
            return ""
        ref = target.ref if isinstance(target, Profile) else target
        session = self.sessions.get(ref.session) if ref else None
        name = file_of(session, ref) if session and ref else ""
        if isinstance(target, Profile) and target.assumes:
            name = file_name(target.assumes)
        end = self.credential_ends.get(name)
        return span(end - self.now) if end and end > self.now else ""

    def listing(self, session: str) -> State | None:
        """The State of the session's listing; None if there is nothing to show."""
        progress = self.progress.get(session)
        rate = progress.rate if progress else None
        return of_listing(self.catalog.of(session), self.now, self.max_age, rate or 0)

    def needs_sign_in(self, session: str) -> bool:
        """Whether the session has nothing to show before a sign-in."""
        status = self.session_statuses.get(session)
        is_signed_out = status is not None and status.state in NEEDS_SIGN_IN
        return is_signed_out and not self.catalog.of(session).known_accounts()

    def not_searched(self, query: str) -> list[str]:
        """The sessions that need a sign-in before anything in them is found. Those that the query names are first."""
        words, missing = query.lower().split(), filter(self.needs_sign_in, self.session_statuses)
        return sorted(missing, key=lambda name: not any(word in name.lower() for word in words))

    def note(self, session: str) -> str:
        """Why the session has no accounts, and what to do; "" if it has some, or nothing is to be said."""
        if self.catalog.of(session).known_accounts():
            return ""
        state = self.sign_in(session) if self.needs_sign_in(session) else self.listing(session)
        return state.advice if state else ""


class KeyHint(NamedTuple):
    """A command in the bottom line: its key as shown, and its current label.

    ``is_last``: it keeps its place at the end of the line.
    """

    id: str
    key: str
    label: str
    is_last: bool = False
