"""Lists one session's accounts and roles with any number of worker threads, preferred accounts first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ssotui.actions.listing.events import AccountsRequested, ListingEnded, ListingEvent, SessionFailed, Throttling
from ssotui.actions.listing.fetch_queue import AccountsTask, FetchQueue, FetchTask, RolesTask
from ssotui.actions.listing.recorder import ListingRecorder
from ssotui.actions.listing.shared_rate_limiter import SharedRateLimiter
from ssotui.core.catalog import SessionCatalog, is_fresh, last_known
from ssotui.core.listing_progress import Progress
from ssotui.core.model import Account, SsoSession, Token
from ssotui.core.ports.backend import Backend, IdentityCenter
from ssotui.core.ports.cancellation import CancelToken
from ssotui.errors import AccessDenied, BadAnswer, Rejected, SsoTuiError, Throttled, Unreachable
from ssotui.named_tuples import NamedTuple

_LOOK_AGAIN = 0.02
"""Seconds until a worker checks again for a task that is ready. One worker checks, the others wait for it."""
_TRIES = 3
"""The most tries of a call."""
_MOST_FAILURES = 48
"""Consecutive failures that end a listing, because AWS or the network is down."""
_LONGEST_THROTTLING = 90.0
"""Seconds with 429 as the only response that end a listing."""
_SAVE_EVERY = 5.0
"""Seconds between two writes of the results so far."""


@dataclass(frozen=True, slots=True)
class ListingRequest:
    """List what is older than ``max_age``; with ``refresh`` everything; with ``only`` these accounts' roles."""

    session: SsoSession
    token: Token
    known: SessionCatalog
    max_age: timedelta
    refresh: bool = False
    only: tuple[str, ...] = ()


class _Sent(NamedTuple):
    task: FetchTask
    at: float


def is_stale(catalog: SessionCatalog, now: datetime, max_age: timedelta) -> bool:
    """Whether anything is missing or older than ``max_age``, so that a listing would make requests."""
    return not is_fresh(catalog.accounts, now, max_age) or any(
        not is_fresh(catalog.roles_of(account.id), now, max_age) for account in catalog.known_accounts()
    )


class Listing:
    """One listing. Any number of threads run ``work``. Thread-safe.

    ``sink`` gets each event in order while the listing is locked, so it must return at once.
    """

    def __init__(
        self,
        backend: Backend,
        request: ListingRequest,
        rate_limiter: SharedRateLimiter,
        sink: Callable[[ListingEvent], object],
    ) -> None:
        self._backend = backend
        self._request = request
        self._rate_limiter = rate_limiter
        self._name = request.session.name
        self._recorder = ListingRecorder(backend.catalogs, request.session, request.known, sink)
        self._queue = FetchQueue()
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._seen_ids: set[str] = set()
        self._under_way: set[str] = set()
        self._calls = 0
        self._failures_in_a_row = 0
        self._throttled_since: float | None = None
        self._is_over = False
        self._end_was_sent = False
        self._saved_at = rate_limiter.clock()
        with self._lock:
            self._begin()

    def work(self, cancel: CancelToken) -> None:
        """Do tasks until none is left, or until ``cancel`` is set, which ends every wait at once."""
        center = self._backend.center()
        while (sent := self._next(cancel)) is not None:
            self._do(center, sent, cancel)
        if cancel.is_set():
            self.save()

    def want(self, account_ids: Iterable[str]) -> None:
        """List these accounts' roles first, in this order, instead of those preferred before.

        Accounts that aren't found yet or are fresh are ignored. To be called again when more are found.
        """
        with self._lock:
            self._queue.want(account_ids)

    def ask_again(self, account_ids: Iterable[str]) -> bool:
        """List these accounts' roles even if they are fresh. False if the listing has ended: start another one."""
        with self._lock:
            if not self._is_over:
                self._ask_roles(account_ids)
            return not self._is_over

    def progress(self) -> Progress:
        with self._lock:
            return self._recorder.progress(self._rate_limiter.rate)

    def save(self) -> None:
        """Save the results so far. Workers also do it from time to time and at the end; this is for cancelling."""
        self._recorder.save(self._lock)

    # Adding tasks; the lock is held

    def _begin(self) -> None:
        request = self._request
        if request.only:
            self._recorder.lists_only_some()
            self._ask_roles(request.only)
        elif not request.refresh and is_fresh(request.known.accounts, self._backend.now(), request.max_age):
            self._recorder.accounts_are_fresh()
            self._ask_stale(request.known.known_accounts())
        else:
            self._queue.add(AccountsTask())
            self._recorder.emit(AccountsRequested(self._name))

    def _ask_stale(self, accounts: Iterable[Account]) -> None:
        """Queue the roles of these accounts, unless they are fresh or were queued before."""
        request, now, stale = self._request, self._backend.now(), []
        for account in accounts:
            if account.id in self._seen_ids:
                continue
            self._seen_ids.add(account.id)
            if not request.refresh and is_fresh(request.known.roles_of(account.id), now, request.max_age):
                self._recorder.roles_are_fresh(account.id)
            else:
                stale.append(account.id)
        self._ask_roles(stale)

    def _ask_roles(self, account_ids: Iterable[str]) -> None:
        asked = [one for one in dict.fromkeys(account_ids) if one not in self._under_way]
        self._under_way.update(asked)
        for account_id in asked:
            known = last_known(self._request.known.roles_of(account_id))
            self._queue.add(RolesTask(account_id, known.as_of.timestamp() if known else 0.0))
        self._recorder.asked(asked)

    # Workers

    def _next(self, cancel: CancelToken) -> _Sent | None:
        """Wait for the next task that is ready. None if there are no more, or the listing was canceled."""
        with self._turn:
            while not cancel.is_set():
                with self._lock:
                    if self._is_over or not (self._queue or self._calls):
                        self._is_over = True
                        break
                    now = self._rate_limiter.clock()
                    pause = self._rate_limiter.ask() if self._queue.is_ready(now) else _LOOK_AGAIN
                    if pause == 0:
                        self._calls += 1
                        return _Sent(self._queue.take(), now)
                cancel.wait(min(pause, _LOOK_AGAIN))
            else:
                return None
            self._end()
            return None

    def _do(self, center: IdentityCenter, sent: _Sent, cancel: CancelToken) -> None:
        task = sent.task
        try:
            outcome: bool | SsoTuiError = self._ask(center, task)
        except SsoTuiError as error:
            outcome = error
        self._adjust_rate(sent, outcome)
        with self._lock:
            self._calls -= 1
            if cancel.is_set() or self._is_over:
                return
            if isinstance(outcome, SsoTuiError):
                self._failed(task, outcome)
            else:
                self._answered(task, is_last=outcome)
            is_time = self._rate_limiter.clock() - self._saved_at > _SAVE_EVERY
            if is_time:
                self._saved_at = self._rate_limiter.clock()
        if is_time:
            self.save()

    def _ask(self, center: IdentityCenter, task: FetchTask) -> bool:
        """Fetch one page; True if it was the last. No other thread has the task meanwhile."""
        session, token = self._request.session, self._request.token
        if isinstance(task, AccountsTask):
            accounts = center.accounts_page(session, token, task.paging.next_token)
            return task.paging.add(accounts.accounts, accounts.next_token)
        roles = center.roles_page(session, token, task.account_id, task.paging.next_token)
        return task.paging.add(roles.roles, roles.next_token)

    def _adjust_rate(self, sent: _Sent, outcome: bool | SsoTuiError) -> None:
        match outcome:
            case Throttled():
                self._rate_limiter.throttled(sent.at)
            case Unreachable():
                self._rate_limiter.unanswered()
            case _:
                self._rate_limiter.answered()

    def _end(self) -> None:
        """Send ListingEnded. Only one worker at a time gets here, so it is sent once."""
        self.save()
        with self._lock:
            if not self._end_was_sent:
                self._end_was_sent = True
                self._recorder.emit(ListingEnded(self._name))

    # Handling responses; the lock is held

    def _answered(self, task: FetchTask, *, is_last: bool) -> None:
        self._failures_in_a_row = task.tries = 0
        self._throttled_since = None
        now = self._backend.now()
        if isinstance(task, AccountsTask):
            accounts = tuple({account.id: account for account in task.paging.entries}.values())
            self._recorder.found_accounts(accounts, now, is_complete=is_last)
            self._ask_stale(accounts)
            if not is_last:
                self._queue.add(task)
        elif is_last:
            self._under_way.discard(task.account_id)
            self._recorder.found_roles(task.account_id, tuple(sorted(task.paging.entries, key=str.lower)), now)
        else:
            self._queue.add(task, urgent=True)

    def _failed(self, task: FetchTask, error: SsoTuiError) -> None:
        match error:
            case Throttled() if self._is_storm():
                self._give_up(task, error, whole=True)
            case Throttled():
                self._queue.add(task, urgent=True)
                self._recorder.emit(Throttling(self._name, self._rate_limiter.rate or 0.0))
            case BadAnswer() | Unreachable():
                self._failures_in_a_row += 1
                task.tries += 1
                if task.tries < _TRIES and self._failures_in_a_row < _MOST_FAILURES:
                    self._queue.delay(task, self._rate_limiter.clock() + self._rate_limiter.back_off(task.tries))
                else:
                    self._give_up(task, error, whole=self._failures_in_a_row >= _MOST_FAILURES)
            case AccessDenied() | Rejected():
                self._give_up(task, error, whole=False)
            case _:
                self._give_up(task, error, whole=True)

    def _is_storm(self) -> bool:
        """Whether 429 was the only response for ``_LONGEST_THROTTLING`` seconds."""
        now = self._rate_limiter.clock()
        if self._throttled_since is None:
            self._throttled_since = now
        return now - self._throttled_since > _LONGEST_THROTTLING

    def _give_up(self, task: FetchTask, error: SsoTuiError, *, whole: bool) -> None:
        """Record a failure: of one account's roles or, if the accounts failed, of the ``whole`` listing."""
        if whole or isinstance(task, AccountsTask):
            self._is_over = True
            self._recorder.emit(SessionFailed(self._name, error))
        else:
            self._under_way.discard(task.account_id)
            self._recorder.failed(task.account_id, error)
