"""Keeps the picker's catalog up to date: lists what is old, preferred accounts first."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from ssotui.actions import snapshots
from ssotui.core.printable import printable
from ssotui.errors import SignInNeeded

if TYPE_CHECKING:
    from ssotui.actions.listing.events import ListingEvent
    from ssotui.core.listing_progress import Progress
    from ssotui.core.model import RoleRef
    from ssotui.core.ports.backend import Backend
    from ssotui.core.tree.rows import Row
    from ssotui.settings import Settings
    from ssotui.tui.picker.running_listings import RunningListings
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState

DRAIN_EVERY = 0.01  # seconds between two calls of drain while listings run
TICK_EVERY = 1.0  # seconds
_TAKE_IN_EVERY = 0.03
_SHARE = 5  # processing results may take a fifth of the time, so that typing stays fast
_READ_TOKENS_EVERY = 5  # ticks between reading the token files, which other programs may change
_PREFERRED_OF_FOUND = 64


class DrainTimer(Protocol):
    """Calls ``drain`` periodically while it isn't paused."""

    def pause(self) -> None:
        """Stop the calls."""

    def resume(self) -> None:
        """Start the calls."""


class CatalogFeed:
    """Starts listings, and adds their results to the state."""

    def __init__(self, state: PickerState, backend: Backend, settings: Settings, screen: ScreenProtocol) -> None:
        self._state = state
        self._backend = backend
        self._settings = settings
        self._screen = screen
        self._listings: RunningListings | None = None
        self._timer: DrainTimer | None = None
        self._drain_after = 0.0
        self._ticks = 0
        self._states: tuple[str, ...] = ()

    def start(self, timer: DrainTimer, crashed: Callable[[BaseException], None]) -> None:
        """Start after the first frame, because importing botocore and requests are slow."""
        from ssotui.tui.picker.running_listings import RunningListings

        self._listings = RunningListings(self._backend, self._settings, crashed)
        self._timer = timer
        self._list_signed_in()
        self._states = self._shown_states()

    def stop(self) -> None:
        """Stop the listings at once, and save their results."""
        if self._listings:
            self._listings.stop()

    def progress(self) -> Mapping[str, Progress]:
        """The progress of the listings that are running, by session."""
        return self._listings.progress() if self._listings else {}

    @property
    def is_fetching(self) -> bool:
        """Whether listings are running."""
        return self._listings is None or self._listings.are_running

    # Starting listings

    def reload(self) -> None:
        """Read the user's files again, and list sessions that can be listed now."""
        self._state.set_snapshot(snapshots.load(self._backend))
        self._list_signed_in()
        self._screen.redraw()

    def refresh(self, name: str, account_ids: tuple[str, ...] = ()) -> None:
        """List a session again, or just these accounts' roles; show a message if it is signed out."""
        state = self._state
        session = state.session_named(name)
        if session and self._listings and state.snapshot.session_statuses[name].state == "active":
            self._listings.start(session, state.catalog.of(name), refresh=True, only=account_ids)
            self._resume()
        else:
            sign_in = state.view().sign_in(name)
            self._screen.say(f"{printable(name)}: {sign_in.words}. {sign_in.advice}", is_error=True)

    def refresh_row(self) -> None:
        """List the accounts of the marked roles again, else those of the row, else its session, else everything."""
        row = self._screen.row
        self._state.set_snapshot(snapshots.load(self._backend))
        accounts = self._accounts_of(row)
        for name in self._state.snapshot.session_names:
            account_ids = tuple(account_id for session, account_id in accounts if session == name)
            if account_ids or (not accounts and (row is None or row.session in ("", name))):
                self.refresh(name, account_ids)
        self._screen.redraw()

    def prefer_found(self) -> None:
        """List the accounts that the query matches before the others."""
        found = self._state.found()
        if found is not None and self._listings:
            heads = [head for head, _ in found.groups[:_PREFERRED_OF_FOUND]]
            self._listings.want_accounts([(head.session, head.account.id) for head in heads])

    def prefer_visible(self, rows: Iterable[Row]) -> None:
        """List the accounts of these rows before the others, unless there is a query."""
        if self._state.found() is None and self._listings:
            self._listings.want(rows)

    def _accounts_of(self, row: Row | None) -> list[tuple[str, str]]:
        """(session, account ID) of the marked roles, else of the row; [] if the row has more than one account."""
        refs: Collection[RoleRef] = self._state.marks.refs
        if not refs and row and row.kind == "permission-set":
            refs = self._state.refs_below(row)
        if not refs and row and row.account and (row.role or row.kind == "account"):
            return [(row.session, row.account.id)]
        return sorted({(ref.session, ref.account_id) for ref in refs})

    def _list_signed_in(self) -> None:
        state = self._state
        for session in state.snapshot.configuration.sessions:
            if self._listings and state.snapshot.session_statuses[session.name].state == "active":
                self._listings.start(session, state.catalog.of(session.name))
                self._resume()

    # Processing results

    def drain(self) -> None:
        """Add the results of the listings to the state, no more often than leaves time for typing."""
        assert self._listings is not None
        start = time.monotonic()
        if start < self._drain_after:
            return
        found = self._listings.drain()
        if found:
            self._take_in(found)
            self._drain_after = start + max((time.monotonic() - start) * _SHARE, _TAKE_IN_EVERY)
        if self._timer and not self._listings.are_running:
            self._timer.pause()  # the timer would take most of the CPU time of an idle picker

    def _resume(self) -> None:
        if self._timer:
            self._timer.resume()

    def _take_in(self, found: Mapping[str, list[ListingEvent]]) -> None:
        from ssotui.actions.listing.events import apply
        from ssotui.tui.picker.running_listings import new_errors

        assert self._listings is not None
        for session, events in found.items():
            self._state.set_catalog(session, apply(self._state.catalog.of(session), events))
        self._state.set_progress(self._listings.progress())
        for session, error in new_errors(found):
            words = error.in_one_line
            if isinstance(error, SignInNeeded):
                words = f"{error.message} {self._state.view().how_to_sign_in} to sign in."
            self._screen.say(f"{printable(session)}: {words}", is_error=True)
            self._read_sign_ins()
        self._states = self._shown_states()
        self._screen.redraw()

    def _read_sign_ins(self) -> None:
        """Update the sessions' status from the token files and the refused tokens."""
        sessions = self._state.snapshot.configuration.sessions
        self._state.set_session_statuses(snapshots.session_statuses(self._backend, sessions))

    def tick(self) -> None:
        """Called every second: update ages, and sign-ins and sign-outs by other programs."""
        self._ticks += 1
        self._state.set_time(self._backend.now())
        self._state.set_progress(self.progress())
        if self._ticks % _READ_TOKENS_EVERY == 0:
            self._read_sign_ins()
            self._list_signed_in()
        shown = self._states
        self._states = self._shown_states()
        if self._states != shown:
            self._screen.repaint()

    def _shown_states(self) -> tuple[str, ...]:
        """The texts of the sessions' rows. A tick only repaints if they have changed."""
        view = self._state.view()
        return tuple(str(state(name)) for name in view.session_statuses for state in (view.sign_in, view.listing))
