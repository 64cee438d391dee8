"""Keeps the catalog up to date behind the picker: lists what is old, the wanted accounts first."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from ssotui.actions import snapshot
from ssotui.core.text import printable
from ssotui.errors import SignInNeeded

if TYPE_CHECKING:
    from ssotui.actions.listing.events import ListingEvent
    from ssotui.core.model import RoleRef
    from ssotui.core.ports.backend import Backend
    from ssotui.core.tree.rows import Row
    from ssotui.settings import Settings
    from ssotui.tui.picker.running_listings import RunningListings
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState

DRAIN_EVERY = 0.01  # seconds between looks at what the listings found, while there are some
TICK_EVERY = 1.0  # seconds
_TAKE_IN_EVERY = 0.03
_SHARE = 5  # taking it in may cost one part in so many of the time: typing goes first
_READ_TOKENS_EVERY = 5  # ticks: another program may sign in or out
_WANTED_OF_FOUND = 64


class DrainTimer(Protocol):
    """Calls ``drain`` again and again while it isn't paused."""

    def pause(self) -> None:
        """Until it is resumed."""

    def resume(self) -> None:
        """From now on."""


class CatalogFeed:
    """Starts listings and takes what they find into the state."""

    def __init__(self, state: PickerState, backend: Backend, settings: Settings, screen: ScreenProtocol) -> None:
        self._state = state
        self._backend = backend
        self._settings = settings
        self._screen = screen
        self._listings: RunningListings | None = None
        self._timer: DrainTimer | None = None
        self._drain_after = 0.0
        self._ticks = 0
        self.drains = 0  # looks at what the listings found so far: what tests count
        self._states: tuple[str, ...] = ()

    def start(self, timer: DrainTimer, crashed: Callable[[BaseException], None]) -> None:
        """After the first frame: only now may anything slow begin, as loading boto3 and waiting for the network."""
        from ssotui.tui.picker.running_listings import RunningListings

        self._listings = RunningListings(self._backend, self._settings, crashed)
        self._timer = timer
        self._list_signed_in()
        self._states = self._shown_states()

    def stop(self) -> None:
        """Keep what was found; takes effect at once."""
        if self._listings:
            self._listings.stop()

    def progress(self) -> str:
        """How far the listings are; empty when nothing is under way."""
        return self._listings.progress() if self._listings else ""

    @property
    def is_fetching(self) -> bool:
        """More may be found in a moment."""
        return self._listings is None or self._listings.are_running

    # What is fetched

    def reload(self) -> None:
        """Read the user's files again, and list what can be listed now."""
        self._state.with_snapshot(snapshot.load(self._backend))
        self._list_signed_in()
        self._screen.redraw()

    def refresh(self, name: str, account_ids: tuple[str, ...] = ()) -> None:
        """Fetch a session again, or just these accounts' roles; say so where nobody is signed in."""
        state = self._state
        session = state.session_named(name)
        if session and self._listings and state.snapshot.standings[name].state == "active":
            self._listings.start(session, state.catalog.of(name), refresh=True, only=account_ids)
            self._resume()
        else:
            sign_in = state.view().sign_in(name)
            self._screen.say(f"{printable(name)}: {sign_in.words}. {sign_in.advice}", is_error=True)

    def refresh_row(self) -> None:
        """Fetch the marked roles' accounts again, else those of the row, else its session, else everything."""
        row = self._screen.row
        self._state.with_snapshot(snapshot.load(self._backend))
        accounts = self._accounts_of(row)
        for name in self._state.snapshot.session_names:
            account_ids = tuple(account_id for session, account_id in accounts if session == name)
            if account_ids or (not accounts and (row is None or row.session in ("", name))):
                self.refresh(name, account_ids)
        self._screen.redraw()

    def prefer_found(self) -> None:
        """The accounts that a query found are fetched before the others."""
        found = self._state.found()
        if found is not None and self._listings:
            heads = [head for head, _ in found.groups[:_WANTED_OF_FOUND]]
            self._listings.want_accounts([(head.session, head.account.id) for head in heads])

    def prefer_visible(self, rows: Iterable[Row]) -> None:
        """The accounts of these rows are fetched before the others, unless there is a query."""
        if self._state.found() is None and self._listings:
            self._listings.want(rows)

    def _accounts_of(self, row: Row | None) -> list[tuple[str, str]]:
        """(session, account id) of the marked roles, else of what the row is about; none if that is more."""
        refs: Collection[RoleRef] = self._state.marks.refs
        if not refs and row and row.kind == "permission-set":
            refs = self._state.refs_below(row)
        if not refs and row and row.account and (row.role or row.kind == "account"):
            return [(row.session, row.account.id)]
        return sorted({(ref.session, ref.account_id) for ref in refs})

    def _list_signed_in(self) -> None:
        state = self._state
        for session in state.snapshot.configuration.sessions:
            if self._listings and state.snapshot.standings[session.name].state == "active":
                self._listings.start(session, state.catalog.of(session.name))
                self._resume()

    # What was found

    def drain(self) -> None:
        """Take in what the listings found, as often as that leaves time for typing."""
        assert self._listings is not None
        start = time.monotonic()
        if start < self._drain_after:
            return
        self.drains += 1
        found = self._listings.drain()
        if found:
            self._take_in(found)
            self._drain_after = start + max((time.monotonic() - start) * _SHARE, _TAKE_IN_EVERY)
        if self._timer and not self._listings.are_running:
            self._timer.pause()  # waking up for nothing would cost more than all the rest of being idle

    def _resume(self) -> None:
        if self._timer:
            self._timer.resume()

    def _take_in(self, found: Mapping[str, list[ListingEvent]]) -> None:
        from ssotui.tui.picker.running_listings import applied, troubles

        assert self._listings is not None
        for session, findings in found.items():
            self._state.with_session(session, applied(self._state.catalog.of(session), findings))
        self._state.with_rates(self._listings.rates())
        for session, error in troubles(found):
            words = error.in_one_line
            if isinstance(error, SignInNeeded):
                words = f"{error.message} {self._state.view().how_to_sign_in} to sign in."
            self._screen.say(f"{printable(session)}: {words}", is_error=True)
            self._read_sign_ins()
        self._states = self._shown_states()
        self._screen.redraw()

    def _read_sign_ins(self) -> None:
        """The sessions' sign-in status, by their files and by what AWS has refused."""
        self._state.with_standings(snapshot.standings(self._backend, self._state.snapshot.configuration.sessions))

    def tick(self) -> None:
        """Every second: ages grow, and other programs sign in and out."""
        self._ticks += 1
        self._state.with_time(self._backend.now())
        if self._ticks % _READ_TOKENS_EVERY == 0:
            self._read_sign_ins()
            self._list_signed_in()
        shown = self._states
        self._states = self._shown_states()
        if self._states != shown:
            self._screen.repaint()

    def _shown_states(self) -> tuple[str, ...]:
        """What the rows say of the sessions: a tick paints only where that has become another."""
        view = self._state.view()
        return tuple(str(state(name)) for name in view.standings for state in (view.sign_in, view.listing))
