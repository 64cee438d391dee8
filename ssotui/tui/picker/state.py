"""The picker's state: snapshot, query, expanded rows, marks; and the outline and view computed from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ssotui.actions import switch
from ssotui.actions.profile_defaults import Defaults
from ssotui.actions.snapshots import Snapshot
from ssotui.core.catalog import SessionCatalog
from ssotui.core.configuration import AwsConfiguration
from ssotui.core.model import Account, Profile, RoleRef, SsoSession
from ssotui.core.profiles.drift import gone_profiles, is_settled, unlisted_profiles
from ssotui.core.session_status import SessionStatus
from ssotui.core.tree.layout import OutlineSources, SortedAccounts, filtered, gone_rows, whole
from ssotui.core.tree.rows import Openness, Outline, Row
from ssotui.core.usage import History
from ssotui.named_tuples import NamedTuple
from ssotui.settings import AccountStyle
from ssotui.tui.marks import Marks, refs_below
from ssotui.tui.picker.pinned_rows import MOST, PinnedRows
from ssotui.tui.picker.query_results import QueryResults, SearchSources, with_paste
from ssotui.tui.picker.selector import Selector
from ssotui.tui.picker.session_in_use import session_in_use
from ssotui.tui.view import View

if TYPE_CHECKING:
    from ssotui.core.listing_progress import Progress
    from ssotui.core.search.index import Found


class Conditions(NamedTuple):
    """Values that don't change while the picker is open; ``current`` is the shell's profile."""

    defaults: Defaults
    current: str = ""
    max_age: timedelta = timedelta(hours=12)
    account_styles: tuple[AccountStyle, ...] = ()
    sign_in: str = ""  # how to sign in, for messages


class _LaidOut(NamedTuple):
    """The outline of the query's result, and how many of its rows are gone."""

    found: Found
    openness: Openness
    pivoted: bool
    outline: Outline
    gone: int


class PickerState:
    """Holds the newest data, and computes what to show. Independent of widgets."""

    def __init__(self, snapshot: Snapshot, conditions: Conditions, now: datetime) -> None:
        self.snapshot = snapshot
        self.selector: Selector | None = None
        self.catalog = snapshot.catalog
        self.query = ""
        self.openness = Openness()
        self.marks = Marks()
        self.pivoted = False
        self.most_pins = MOST
        self._filter_openness = Openness(filtering=True)
        self._sorted = SortedAccounts()
        self._laid_out: _LaidOut | None = None
        self.results = QueryResults()
        self._now = now
        self._conditions = conditions
        self._view = View(
            now,
            current=conditions.current,
            max_age=conditions.max_age,
            account_styles=conditions.account_styles,
            how_to_sign_in=conditions.sign_in,
        )
        self._configured(snapshot.configuration)

    # Updates

    def set_time(self, now: datetime) -> None:
        self._now = now

    def set_catalog(self, session: str, catalog: SessionCatalog) -> None:
        self.catalog = self.catalog.with_session(session, catalog)
        self.results.forget()
        if is_settled(catalog):
            self._find_gone()
            of = self.catalog.of
            lost = [ref for ref in self.marks.refs if ref.role not in of(ref.session).known_roles(ref.account_id)]
            self.marks = self.marks.without(lost) if lost else self.marks

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Replace the snapshot after files were read again. Keeps the catalog, which is newer than the cached one."""
        self.snapshot = snapshot._replace(catalog=self.catalog)
        self.results.forget()
        self._configured(snapshot.configuration)

    def set_session_statuses(self, statuses: Mapping[str, SessionStatus]) -> None:
        before = self._not_active()
        self.snapshot = self.snapshot._replace(session_statuses=statuses)
        if self._not_active() != before:
            self._find_gone()
            self.results.forget()

    def _not_active(self) -> frozenset[str]:
        return frozenset(name for name, status in self.snapshot.session_statuses.items() if status.state != "active")

    def set_progress(self, progress: Mapping[str, Progress]) -> None:
        """Set the progress of the listings that are running, by session."""
        self._view = self._view._replace(progress=progress)

    def set_credential_ends(self, ends: Mapping[str, datetime]) -> None:
        self._view = self._view._replace(credential_ends=ends)

    def set_history(self, history: History) -> None:
        self.snapshot = self.snapshot._replace(history=history)
        self.results.forget()

    def set_query(self, query: str) -> None:
        """Set the query, and expand what was collapsed while filtering."""
        self.query = query
        self._filter_openness = Openness(filtering=True)

    def open(self, branch: tuple[str, ...], *, opened: bool) -> None:
        if self.query.strip():
            self._filter_openness = self._filter_openness.with_branch(branch, opened=opened)
        else:
            self.openness = self.openness.with_branch(branch, opened=opened)

    def fold_sessions(self, height: int) -> None:
        """If not all rows fit ``height`` lines, collapse all sessions but that of the current profile or last use."""
        self.openness = Openness()
        names = self.snapshot.session_names
        in_use = session_in_use(self.snapshot, self._view.profiles, self._conditions.current)
        if in_use and len(names) > 1 and len(self._whole()) > height:
            self.openness = Openness(frozenset(("session", name) for name in names if name != in_use))

    def mark(self, refs: Collection[RoleRef]) -> None:
        """Mark these roles; if all of them are marked, unmark them."""
        self.marks = self.marks.toggled(refs)

    def pivot(self, row: Row | None) -> Row | None:
        """Switch between grouping by role and by account. Returns the row that corresponds to ``row`` then."""
        refs = self.refs_below(row) if row and row.kind in ("account", "permission-set", "role") else ()
        self.pivoted = not self.pivoted
        if row is None or not refs:
            return row
        ref = refs[0]
        over = Row("account", 1, ref.session, self.account(ref))
        if self.pivoted:
            over = Row("permission-set", 1, ref.session, None, ref.role)
        if self.query and not self.pivoted:  # every match is one row
            return Row("role", 1, ref.session, self.account(ref), ref.role)
        if row.kind != "role":
            return over
        self.open(over.branch or (), opened=True)
        return row

    # Results

    @property
    def shown_openness(self) -> Openness:
        return self._filter_openness if self.query.strip() else self.openness

    def view(self) -> View:
        """The view model for the widgets."""
        snapshot, found = self.snapshot, self.found()
        return self._view._replace(
            now=self._now,
            catalog=self.catalog,
            session_statuses=snapshot.session_statuses,
            favorites=frozenset(snapshot.history.favorites),
            uses=snapshot.history.uses,
            regions=snapshot.history.regions,
            services=snapshot.history.services,
            marks=self.marks,
            pivoted=self.pivoted,
            terms=found.terms if found else (),
        )

    def outline(self) -> Outline:
        found = self.found()
        if found is not None:
            return self._lay_out(found).outline
        return self._whole()

    def _whole(self) -> Outline:
        pins = tuple(self._pinned_rows().rows(self._now, self.most_pins))
        ground = OutlineSources(self.snapshot.session_names, self.catalog, self.others, pins, self._notes())
        return whole(ground, self.openness, self._sorted, pivoted=self.pivoted)

    def _pinned_rows(self) -> PinnedRows:
        view, snapshot = self._view, self.snapshot
        return PinnedRows(
            snapshot.history, snapshot.session_names, self.catalog, view.profiles, view.names, view.current
        )

    def count_found(self) -> int:
        """The number of roles, profiles and gone rows that match the query."""
        found = self.found()
        return found.total + len(found.profiles) + self._lay_out(found).gone if found else 0

    def _lay_out(self, found: Found) -> _LaidOut:
        laid_out, openness, pivoted = self._laid_out, self._filter_openness, self.pivoted
        if laid_out is None or laid_out.found is not found or laid_out[1:3] != (openness, pivoted):
            # An exact form names one thing only; gone rows can only match words.
            gone = gone_rows(self.catalog, self.snapshot.session_names, found.terms) if found.terms else {}
            outline = filtered(found, openness, gone=gone, pivoted=pivoted)
            laid_out = self._laid_out = _LaidOut(found, openness, pivoted, outline, sum(map(len, gone.values())))
        return laid_out

    def found(self) -> Found | None:
        """The result of the query; None without a query."""
        return self.find(self.query) if self.query else None

    def find(self, query: str) -> Found | None:
        """The result of a query; None if it is empty. A reference, ARN or link only matches what it names."""
        return self.results.found(query, self._sources())

    def get_ready(self) -> None:
        """Update the search index, so that the first key of a query is fast."""
        self.results.get_ready(self._sources())

    def query_after_paste(self, text: str) -> str:
        """The query after a paste."""
        return with_paste(self.query, text, self._sources())

    def _sources(self) -> SearchSources:
        view, snapshot = self._view, self.snapshot
        return SearchSources(
            snapshot.session_names, self.catalog, view.names, view.profiles, self.others, snapshot.history, self._now
        )

    def first_pin(self) -> int:
        """The index, counting the heading, of the first pinned row that isn't the current one."""
        return self._pinned_rows().first(self._now, self.most_pins)

    def session_named(self, name: str) -> SsoSession | None:
        return self._view.sessions.get(name)

    def session_of(self, row: Row | None) -> SsoSession | None:
        """The session of the row, or the only one; without a row, the first that wasn't searched. None if unclear."""
        sessions = self.snapshot.configuration.sessions
        if row and row.session:
            return self.session_named(row.session)
        names = [sessions[0].name] if len(sessions) == 1 else [] if row else self.view().not_searched(self.query)
        return self.session_named(names[0]) if names else None

    def profile_named(self, name: str) -> Profile | None:
        return self._view.profiles.get(name)

    def refs_below(self, row: Row) -> Sequence[RoleRef]:
        """The role of the row; of a branch all roles below it, while filtering only matching ones."""
        return refs_below(row, self.catalog, self.found())

    def account(self, ref: RoleRef) -> Account | None:
        return self.catalog.of(ref.session).account(ref.account_id)

    def style_of(self, target: RoleRef | Profile) -> AccountStyle:
        """The badge and color of a role's or profile's account."""
        if isinstance(target, Profile):
            return self._view.row_style(Row("profile", 0, text=target.name))
        return self._view.account_style(self.catalog.account_of(target))

    def names_of(self, ref: RoleRef) -> tuple[str, ...]:
        """The role's sound profiles, among which Enter chooses."""
        names = self._view.names.get(ref, ())
        return tuple(name for name in names if not self._view.profiles[name].fault)

    def assigned_role(self, ref: RoleRef, account: Account) -> switch.AssignedRole:
        """The role with its account, to write a profile for it."""
        return switch.with_rivals(switch.AssignedRole(ref, account), self.catalog, self._conditions.defaults)

    def _find_gone(self) -> None:
        """Find profiles whose role is no longer granted. They are shown among the other profiles, with a note.

        Profiles of sessions that aren't active, whose roles were never listed are shown there, too.
        """
        configuration = self.snapshot.configuration
        gone = gone_profiles(configuration.profiles, self.catalog)
        unlisted = unlisted_profiles(configuration.profiles, self.catalog, self._not_active())
        self.others = (*configuration.other_profiles, *dict.fromkeys((*gone, *unlisted)))
        self._view = self._view._replace(gone=frozenset(profile.name for profile in gone))

    def _configured(self, configuration: AwsConfiguration) -> None:
        self._view = self._view._replace(
            sessions=configuration.sessions_by_name,
            names=configuration.profile_names_by_role(),
            profiles=configuration.profiles_by_name,
        )
        self._find_gone()

    def _notes(self) -> dict[str, str]:
        view = self.view()
        return {name: note for name in self.snapshot.session_statuses if (note := view.note(name))}
