"""The rate limiter for requests: unlimited until AWS throttles, then just below the rate that AWS allows.

Pure: time is an argument (monotonic seconds), random numbers come from ``chance``, and callers lock it for threads.
The constants count calls, not seconds, so that it adapts equally to a limit of 2 a second and of 200. They were tuned
with the simulation in tests/core/test_rate_limiter.py.
"""

from __future__ import annotations

from collections.abc import Callable

_SLOW_START = 8
"""Calls in flight before the first 429: at most so many are refused then."""
_TRUSTED_AFTER = 40
"""Successes that end the slow start: more than a burst of 20 and what is granted meanwhile.

20 calls a second is the collective limit of IAM Identity Center's APIs (User Guide, "Throttle limits").
"""
_LOOK_AGAIN = 0.005
"""Seconds until a call delayed by the slow start asks again: about a tenth of a round trip."""

_CAUTION = 0.04
"""The fraction by which the rate after a 429 is below the measured one."""
_PLATEAU = 120
"""Calls until the rate is back at the measured one. Growth accelerates after that, as in TCP CUBIC (RFC 9438)."""
_FIRST_PLATEAU = 10
"""The same while the rate is only the configured guess."""
_OVERSHOOT = 0.06
"""The fraction by which the rate has grown above the allowed one, at most, when the next 429 comes."""
_MEASURABLE = 12
"""The fewest calls between two 429s for a measurement; fewer are noise."""
_MEMORY = 240
"""Calls after which a measurement starts again, so that a changed limit is noticed."""
_IDLE = 2.0
"""Seconds without a call after which a measurement starts again: the pause was ssotui's, not AWS's."""
_RETREAT = 0.8
"""The factor for the rate after a 429 that comes too soon after the last one for a measurement."""
_SLOWEST, _FASTEST = 0.5, 1000.0
"""Bounds of the rate, in calls a second."""
_LONGEST_PAUSE = 5.0
"""The longest pause in seconds, however many 429s come in a row."""


class RateLimiter:
    """Schedules all the calls that share one limit.

    Before the first 429 calls aren't delayed: at most 8 in flight until 40 have succeeded, then any number. After it
    they are spaced. The rate starts at the configured guess and follows the measurements: the calls between two 429s,
    divided by the time between. With a token bucket that is exact, because it is empty at each 429.
    """

    def __init__(self, guess: float, chance: Callable[[], float]) -> None:
        """``guess`` is in calls a second; ``chance`` returns numbers from 0 to 1, for the jitter of pauses."""
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
        """The current rate in calls a second; None before the first 429."""
        if not self._is_paced:
            return None
        plateau = _PLATEAU if self._is_measured else _FIRST_PLATEAU
        growth = _CAUTION * (self._sent_since_wall / plateau - 1) ** 3
        return min(max(self._measured * (1 + growth), _SLOWEST), _FASTEST)

    def ask(self, now: float) -> float:
        """0 if the call may be sent, which counts as sent at ``now``; else the seconds until it may ask again."""
        rate = self.rate
        if rate is None:
            if self._granted < _TRUSTED_AFTER and self._in_flight >= _SLOW_START:
                return _LOOK_AGAIN
        elif now < self._next:
            return self._next - now
        else:
            if now - self._next > _IDLE:
                self._mark = (now, self._granted)
            # After a pause at most one slot is caught up, so that calls don't come in a burst.
            self._next = max(self._next, now - 1 / rate) + 1 / rate
            self._sent_since_wall += 1
        self._in_flight += 1
        return 0.0

    def answered(self) -> None:
        """Report a response other than a 429."""
        self._in_flight -= 1
        self._granted += 1
        self._refused_in_a_row = 0

    def unanswered(self) -> None:
        """Report a call that was not sent, or had no response."""
        self._in_flight -= 1

    def throttled(self, now: float, sent: float) -> None:
        """Report a 429 for a call sent at ``sent``. It is ignored if the call was in flight at the last 429."""
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
        """Measure the allowed rate at a 429; ``rate`` is the one in use."""
        since, granted_then = self._mark
        granted = self._granted - granted_then
        if granted < _MEASURABLE or self._refused_in_a_row:
            self._measured = max(min(self._measured, rate) * _RETREAT, _SLOWEST)
            return
        average = granted / (now - since)
        # A small bucket loses tokens while no calls are made, so the average may be too low, but never too high.
        self._measured = max(average, rate * (1 - _OVERSHOOT)) if self._is_measured else average
        self._is_measured = True
        if granted > _MEMORY:
            self._mark = (now, self._granted)

    def _pause(self) -> float:
        """Seconds to wait after a 429: one or two slots, doubled for each 429 without a successful call in between."""
        slots = 2.0 ** min(self._refused_in_a_row, 10) * (1 + self._chance())
        return min(slots / (self.rate or _SLOWEST), _LONGEST_PAUSE)
