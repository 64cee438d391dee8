"""Runs the picker's listings in worker threads: starts them, sets priorities, collects results, stops them."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ssotui import worker_pool
from ssotui.actions.listing.events import ListingEnded, ListingEvent, NotSaved, SessionFailed
from ssotui.actions.listing.session_listing import Listing, ListingRequest, is_stale
from ssotui.actions.listing.shared_rate_limiter import RateLimiters
from ssotui.actions.refresh import usable_token
from ssotui.core.catalog import SessionCatalog
from ssotui.core.listing_progress import Progress, Speed
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.tree.rows import Row
from ssotui.errors import SsoTuiError
from ssotui.settings import Settings

_AGAIN_AFTER = 60.0  # seconds until a failed listing is retried automatically


@dataclass(slots=True)
class _Running:
    listing: Listing
    pool: worker_pool.WorkerPool
    speed: Speed

    def progress(self, now: float) -> Progress:
        progress = self.listing.progress()
        return progress._replace(speed=self.speed.measure(now, progress.listed + progress.failed))


class RunningListings:
    """At most one listing for each session. Their events are queued until ``drain``."""

    def __init__(self, backend: Backend, settings: Settings, crashed: Callable[[BaseException], None]) -> None:
        self._backend = backend
        self._settings = settings
        self._crashed = crashed
        self._rate_limiters = RateLimiters(settings.catalog_rate_limit, time.monotonic, random.random)
        self._running: dict[str, _Running] = {}
        self._events: deque[ListingEvent] = deque()
        self._failed_at: dict[str, float] = {}

    @property
    def are_running(self) -> bool:
        return bool(self._running)

    def start(
        self, session: SsoSession, known: SessionCatalog, *, refresh: bool = False, only: tuple[str, ...] = ()
    ) -> None:
        """List what is old, with ``refresh`` all, with ``only`` these accounts' roles. Nothing if that is running."""
        running = self._running.get(session.name)
        if running and (not refresh or (only and running.listing.ask_again(only))):
            return
        if not refresh and (self._has_just_failed(session.name) or not self._needs(known)):
            return
        if running:
            running.pool.cancel.set()
        self._failed_at.pop(session.name, None)
        try:
            token = usable_token(self._backend, session)
        except SsoTuiError as error:
            self._events.append(SessionFailed(session.name, error))
            return
        order = ListingRequest(session, token, known, self._settings.catalog_max_age, refresh, only)
        listing = Listing(self._backend, order, self._rate_limiters.of(session.sso_region), self._events.append)
        pool = worker_pool.WorkerPool(listing.work, self._settings.catalog_workers, crashed=self._crashed)
        self._running[session.name] = _Running(listing, pool, Speed())

    def want(self, rows: Iterable[Row]) -> None:
        """List the accounts of these rows first."""
        self.want_accounts([(row.session, row.account.id) for row in rows if row.account])

    def want_accounts(self, accounts: Iterable[tuple[str, str]]) -> None:
        """List these accounts, as (session, account ID), before the others, in this order."""
        of_session: dict[str, dict[str, None]] = {}
        for session, account_id in accounts:
            of_session.setdefault(session, {})[account_id] = None
        for session, account_ids in of_session.items():
            if session in self._running:
                self._running[session].listing.want(account_ids)

    def drain(self) -> dict[str, list[ListingEvent]]:
        """The events since the last call, by session, in order."""
        found: dict[str, list[ListingEvent]] = {}
        for _ in range(len(self._events)):
            event = self._events.popleft()
            found.setdefault(event.session, []).append(event)
            if isinstance(event, ListingEnded):
                self._running.pop(event.session, None)
            elif isinstance(event, SessionFailed):
                self._failed_at[event.session] = time.monotonic()
        return found

    def progress(self) -> dict[str, Progress]:
        """The progress of the listings that are running, by session."""
        now = time.monotonic()
        return {name: running.progress(now) for name, running in self._running.items()}

    def stop(self) -> None:
        """Cancel all listings at once, and save their results."""
        for running in self._running.values():
            running.pool.cancel.set()
        for running in self._running.values():
            running.listing.save()

    def _has_just_failed(self, name: str) -> bool:
        failed_at = self._failed_at.get(name)
        return failed_at is not None and time.monotonic() - failed_at < _AGAIN_AFTER

    def _needs(self, known: SessionCatalog) -> bool:
        return is_stale(known, self._backend.now(), self._settings.catalog_max_age)


def new_errors(found: Mapping[str, list[ListingEvent]]) -> list[tuple[str, SsoTuiError]]:
    """(session, error) to show to the user: failed listings, and a cache that can't be written."""
    everything = (one for events in found.values() for one in events)
    return [(one.session, one.error) for one in everything if isinstance(one, SessionFailed | NotSaved)]
