"""The request pacer: burst freely until AWS throttles, then hover just under the rate that it really grants.

Pure: time is an argument (monotonic seconds), chance comes in, and whoever shares a pacer between threads locks it.
Everything is counted in calls, not seconds, so that a limit of 2 a second and one of 200 are met in the same way; the
constants come from the simulation in tests/core/test_rate_limiter.py.
"""

from __future__ import annotations

from collections.abc import Callable

_SLOW_START = 8
"""Calls in flight while nothing is known: so many are refused at most when the first wall is met."""
_TRUSTED_AFTER = 40
"""Successes that end the slow start: more than a burst of 20 and what is granted meanwhile.

20 calls a second is the collective limit of IAM Identity Center's APIs (User Guide, "Throttle limits").
"""
_LOOK_AGAIN = 0.005
"""Seconds until a call held back by the slow start asks again; a round trip is ten times that."""

_CAUTION = 0.04
"""How far below the measured rate pacing resumes after a 429."""
_PLATEAU = 120
"""Calls until the rate is back at the measured one; growth then speeds up, as in TCP CUBIC."""
_FIRST_PLATEAU = 10
"""The same while the rate is only the configured guess."""
_OVERSHOOT = 0.06
"""How far above the granted rate a measured one has grown, at most, when the next 429 comes."""
_MEASURABLE = 12
"""Calls granted between two 429s that make a measurement rather than noise."""
_MEMORY = 240
"""Calls granted after which a measurement starts anew, so that a changed limit is noticed."""
_IDLE = 2.0
"""Seconds without a call after which a measurement starts anew: AWS was not asked, rather than slow."""
_RETREAT = 0.8
"""What is left of the rate where a 429 comes too soon after the last to measure anything."""
_SLOWEST, _FASTEST = 0.5, 1000.0
"""Bounds of the rate, in calls a second."""
_LONGEST_PAUSE = 5.0
"""Seconds without a call, at most, however often AWS refuses."""


class RateLimiter:
    """One schedule for all the calls that one limit counts.

    Before the first 429 every call may go at once, 8 at a time until 40 have succeeded. After it calls are spaced:
    the rate starts at the configured guess and follows what is measured, which is exact where a token bucket counts:
    calls granted between two moments at which it was empty, divided by the time between.
    """

    def __init__(self, guess: float, chance: Callable[[], float]) -> None:
        """``guess`` in calls a second; ``chance`` gives numbers from 0 to 1, for the jitter of pauses."""
        self._measured = guess
        self._chance = chance
        self._is_paced = False
        self._is_measured = False
        self._in_flight = 0
        self._granted = 0
        self._refused_in_a_row = 0
        self._sent_since_wall = 0
        self._last_wall = 0.0
        self._next = 0.0
        self._mark = (0.0, 0)

    @property
    def rate(self) -> float | None:
        """Calls a second now; None while nothing is held back."""
        if not self._is_paced:
            return None
        plateau = _PLATEAU if self._is_measured else _FIRST_PLATEAU
        growth = _CAUTION * (self._sent_since_wall / plateau - 1) ** 3
        return min(max(self._measured * (1 + growth), _SLOWEST), _FASTEST)

    def ask(self, now: float) -> float:
        """0: the call may go and counts as sent at ``now``. Else: ask again in so many seconds."""
        rate = self.rate
        if rate is None:
            if self._granted < _TRUSTED_AFTER and self._in_flight >= _SLOW_START:
                return _LOOK_AGAIN
        elif now < self._next:
            return self._next - now
        else:
            if now - self._next > _IDLE:
                self._mark = (now, self._granted)
            # Who comes late catches up by one slot at most: a pause is no reason to go faster after it.
            self._next = max(self._next, now - 1 / rate) + 1 / rate
            self._sent_since_wall += 1
        self._in_flight += 1
        return 0.0

    def answered(self) -> None:
        """A call came back with anything but a 429."""
        self._in_flight -= 1
        self._granted += 1
        self._refused_in_a_row = 0

    def unanswered(self) -> None:
        """A call was not sent after all, or nothing came back."""
        self._in_flight -= 1

    def throttled(self, now: float, sent: float) -> None:
        """A call sent at ``sent`` came back with a 429; those under way at the last 429 say nothing new."""
        self._in_flight -= 1
        rate = self.rate
        if rate is None:
            self._is_paced = True
            self._mark = (now, self._granted)
        elif sent <= self._last_wall:
            return
        else:
            self._measure(now, rate)
        self._last_wall = now
        self._sent_since_wall = 0
        self._next = now + self._pause()
        self._refused_in_a_row += 1

    def _measure(self, now: float, rate: float) -> None:
        """Learn from a 429 met at ``rate``."""
        since, granted_then = self._mark
        granted = self._granted - granted_then
        if granted < _MEASURABLE or self._refused_in_a_row:
            self._measured = max(min(self._measured, rate) * _RETREAT, _SLOWEST)
            return
        average = granted / (now - since)
        # A bucket too small to keep what wasn't asked for makes the average too low, never too high.
        self._measured = max(average, rate * (1 - _OVERSHOOT)) if self._is_measured else average
        self._is_measured = True
        if granted > _MEMORY:
            self._mark = (now, self._granted)

    def _pause(self) -> float:
        """Seconds to wait after a 429: a slot or two, doubled each time that nothing was granted in between."""
        slots = 2.0 ** min(self._refused_in_a_row, 10) * (1 + self._chance())
        return min(slots / (self.rate or _SLOWEST), _LONGEST_PAUSE)
