"""Lists sessions for a command with worker threads, and shows the progress on stderr."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Mapping, Sequence

from ssotui import worker_pool
from ssotui.actions.listing.events import AccountFailed, ListingEvent, NotSaved, SessionFailed, apply
from ssotui.actions.listing.session_listing import Listing, ListingRequest
from ssotui.actions.listing.shared_rate_limiter import RateLimiters
from ssotui.actions.refresh import usable_token
from ssotui.cli.progress import Bars
from ssotui.core.catalog import Catalog, SessionCatalog
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.errors import SsoTuiError
from ssotui.named_tuples import NamedTuple
from ssotui.settings import Settings

_REDRAW = 0.1
"""Seconds between two updates of the progress."""
_NAMED = 10
"""The most accounts that an error names; the rest are counted."""


class Listed(NamedTuple):
    """The catalog with all that is known; ``failures`` are errors of listings, ``warnings`` other errors."""

    catalog: Catalog
    failures: tuple[SsoTuiError, ...]
    warnings: tuple[SsoTuiError, ...]


class _Running(NamedTuple):
    listing: Listing
    events: deque[ListingEvent]
    pool: worker_pool.WorkerPool


class Live:
    """Lists several sessions at the same time, each with ``catalog.workers`` workers."""

    def __init__(self, backend: Backend, settings: Settings, env: Mapping[str, str]) -> None:
        self._backend = backend
        self._settings = settings
        self._bars = Bars(env)
        self._rate_limiters = RateLimiters(settings.catalog_rate_limit, time.monotonic, random.random)

    def list(self, sessions: Sequence[SsoSession], known: Catalog, *, refresh: bool) -> Listed:
        """List what is old, with ``refresh`` everything. Results are saved even if the user interrupts."""
        running: dict[str, _Running] = {}
        failures: list[SsoTuiError] = []
        for session in sessions:
            try:
                token = usable_token(self._backend, session)
            except SsoTuiError as error:
                failures.append(error)
                continue
            max_age = self._settings.catalog_max_age
            running[session.name] = self._start(
                ListingRequest(session, token, known.of(session.name), max_age, refresh)
            )
        self._wait(running)
        warnings: list[SsoTuiError] = []
        for name, one in running.items():
            known = known.with_session(name, apply(known.of(name), one.events))
            failures += _failures(one.events, known.of(name))
            warnings += [event.error for event in one.events if isinstance(event, NotSaved)]
        return Listed(known, tuple(failures), tuple(warnings))

    def _start(self, order: ListingRequest) -> _Running:
        events: deque[ListingEvent] = deque()
        listing = Listing(self._backend, order, self._rate_limiters.of(order.session.sso_region), events.append)
        return _Running(listing, events, worker_pool.WorkerPool(listing.work, self._settings.catalog_workers))

    def _wait(self, running: Mapping[str, _Running]) -> None:
        try:
            for one in running.values():
                while not one.pool.wait(_REDRAW):
                    self._bars.draw({name: other.listing.progress() for name, other in running.items()})
        except BaseException:
            for one in running.values():
                one.pool.cancel.set()
            for one in running.values():
                one.listing.save()
            raise
        finally:
            self._bars.clear()


def _failures(events: Sequence[ListingEvent], known: SessionCatalog) -> list[SsoTuiError]:
    """The error that ended the listing, or the errors of accounts, one for each cause."""
    ended = [event.error for event in events if isinstance(event, SessionFailed)]
    causes: dict[tuple[type[SsoTuiError], str, str], list[AccountFailed]] = {}
    for one in events:
        if isinstance(one, AccountFailed):
            words = one.error.message.replace(one.account_id, "")
            causes.setdefault((type(one.error), words, one.error.hint), []).append(one)
    return ended or [_of_all(failed, known) for failed in causes.values()]


def _of_all(failed: Sequence[AccountFailed], known: SessionCatalog) -> SsoTuiError:
    """The common error of several accounts, with their number and names."""
    first = failed[0]
    if len(failed) == 1:
        return first.error
    accounts = (known.account(one.account_id) for one in failed[:_NAMED])
    names = [
        printable(account.name) if account else one.account_id for one, account in zip(failed, accounts, strict=False)
    ]
    more = f" and {len(failed) - _NAMED:,} more" if len(failed) > _NAMED else ""
    several = f"{len(failed):,} accounts ({', '.join(names)}{more})"
    return type(first.error)(first.error.message.replace(f"account {first.account_id}", several), hint=first.error.hint)
