"""Renews credentials in the background for as long as a command runs, so that they can be handed out at any time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from ssotui.actions import credentials
from ssotui.actions.targets import Target, label
from ssotui.core.model import Credentials
from ssotui.core.ports.backend import Backend
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.printable import printable
from ssotui.errors import BadAnswer, Canceled, SsoTuiError, Throttled, Unreachable

_BEFORE_END = timedelta(minutes=20)
"""When to renew: botocore asks for new ones 15 minutes before the end (credentials.py, RefreshableCredentials), the AWS
SDK for JavaScript 5 minutes before (credential-provider-node, credentialsTreatedAsExpired)."""
_ASSUMED_LIFE = timedelta(hours=1)  # of credentials that don't expire: then they are looked up again
_TRANSIENT = (Unreachable, Throttled, BadAnswer)
_REPORTED_FROM = timedelta(minutes=5)  # the time left from which such an error is reported, too

_ANSWER_WITHIN = 0.8  # seconds: the AWS SDK for JavaScript waits 1 s for an answer
_CHECK_CLOCK_EVERY = 30.0  # seconds: the clock may jump when a computer wakes up
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds until the next try after a failure; doubled for each further one
_SHORTEST_BETWEEN = timedelta(seconds=0.5)  # from one renewal to the next


class RenewedCredentials:
    """The credentials of one role or profile, with the time when they end. Thread-safe.

    A renewal asks for no MFA code: nobody may be there, and the command has the terminal.
    """

    def __init__(
        self, backend: Backend, target: Target, first: Credentials, say: Callable[[SsoTuiError], object]
    ) -> None:
        """``first`` are the credentials to begin with. ``say`` gets the first error of each cause."""
        self._backend = backend._replace(ask_code=None)
        self._target = target
        self._say = say
        self._credentials, self._end = self._with_end(first)
        self._due = self._end - _BEFORE_END
        self._changed = threading.Condition()
        self._should_renew = False  # until the renewal that is due, asked for or under way has ended
        self._tries = 0
        self._pause = _FIRST_PAUSE  # after the next failure
        self._error: SsoTuiError | None = None
        self._not_before = backend.now()
        self._said: set[str] = set()

    def current(self) -> Credentials:
        """Credentials that are valid now; ``expires_at`` is set. Doesn't wait for a renewal while there are any.

        Raises SsoTuiError if they have ended and can't be renewed now.
        """
        with self._changed:
            now = self._backend.now()
            if now >= self._due and now >= self._not_before:
                self._should_renew = True
                self._changed.notify_all()
            if now >= self._end and self._should_renew:
                seen = self._tries
                self._changed.wait_for(lambda: self._tries > seen, _ANSWER_WITHIN)
            if self._backend.now() < self._end:
                return self._credentials
            raise self._error or Unreachable(
                f"The credentials of {printable(label(self._target))} have expired, and AWS hasn't answered yet.",
                hint="Try again.",
            )

    def keep_renewing(self, cancel: CancelToken) -> None:
        """Renew them before they end, until ``cancel`` is set."""
        pause = 0.0
        while not cancel.is_set():
            with self._changed:
                self._changed.wait_for(lambda: self._should_renew or cancel.is_set(), pause)
                self._should_renew = self._should_renew or self._backend.now() >= self._due
            pause = self._renew(cancel) if self._should_renew else self._until_due()

    def wake(self) -> None:
        """Make keep_renewing notice at once that its ``cancel`` is set."""
        with self._changed:
            self._changed.notify_all()

    def _renew(self, cancel: CancelToken) -> float:
        """Try once. Returns the seconds to wait after that."""
        try:
            found = credentials.get_expiring_after(self._backend, self._target, cancel, self._end)
        except Canceled:
            return 0.0
        except SsoTuiError as error:
            pause, self._pause = self._pause, min(2 * self._pause, _LONGEST_PAUSE)
            self._failed(error)
            return pause
        with self._changed:
            now = self._backend.now()
            self._credentials, self._end = self._with_end(found)
            self._due = max(self._end - min(_BEFORE_END, (self._end - now) / 2), now + _SHORTEST_BETWEEN)
            self._error, self._pause = None, _FIRST_PAUSE
            self._said.clear()
            self._tried()
        return self._until_due()

    def _failed(self, error: SsoTuiError) -> None:
        with self._changed:
            now = self._backend.now()
            self._error = error
            self._not_before = now + timedelta(seconds=_FIRST_PAUSE)
            self._tried()
        is_reported = not isinstance(error, _TRANSIENT) or self._end - now < _REPORTED_FROM
        if is_reported and error.message not in self._said:
            self._said.add(error.message)
            self._say(error)

    def _tried(self) -> None:
        self._tries += 1
        self._should_renew = False
        self._changed.notify_all()

    def _until_due(self) -> float:
        return min(max((self._due - self._backend.now()).total_seconds(), 0), _CHECK_CLOCK_EVERY)

    def _with_end(self, found: Credentials) -> tuple[Credentials, datetime]:
        """The credentials with a time when they end. Those that don't expire are looked up again after an hour."""
        end = found.expires_at or (self._backend.now() + _ASSUMED_LIFE).replace(microsecond=0)
        return found._replace(expires_at=end), end
