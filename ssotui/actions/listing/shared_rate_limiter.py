"""Pacers that threads can share: one for each region that a process asks."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ssotui.core.rate_limiter import RateLimiter

_FIRST_BACK_OFF = 0.25
"""Seconds before a failed call is tried again, at least and on average; doubled for each further try."""


class SharedRateLimiter:
    """A core.rate_limiter.RateLimiter with a lock and a clock; see there for what the methods mean."""

    def __init__(self, rate: float, clock: Callable[[], float], chance: Callable[[], float]) -> None:
        """``rate`` in calls a second, ``clock`` in monotonic seconds, ``chance`` from 0 to 1."""
        self._rate_limiter = RateLimiter(rate, chance)
        self._chance = chance
        self._lock = threading.Lock()
        self.clock = clock

    @property
    def rate(self) -> float | None:
        return self._rate_limiter.rate

    def ask(self) -> float:
        with self._lock:
            return self._rate_limiter.ask(self.clock())

    def answered(self) -> None:
        with self._lock:
            self._rate_limiter.answered()

    def unanswered(self) -> None:
        with self._lock:
            self._rate_limiter.unanswered()

    def throttled(self, sent: float) -> None:
        with self._lock:
            self._rate_limiter.throttled(self.clock(), sent)

    def back_off(self, tries: int) -> float:
        """Seconds to leave a call alone that has failed ``tries`` times; different each time."""
        return _FIRST_BACK_OFF * 2.0**tries * (0.5 + self._chance())


class RateLimiters:
    """The process's paces: AWS counts the calls of all sessions of a region together, as far as is known."""

    def __init__(self, rate: float, clock: Callable[[], float], chance: Callable[[], float]) -> None:
        """As in SharedRateLimiter; ``rate`` is the setting ``catalog.rate_limit``."""
        self._rate = rate
        self._clock = clock
        self._chance = chance
        self._lock = threading.Lock()
        self._of: dict[str, SharedRateLimiter] = {}

    def of(self, region: str) -> SharedRateLimiter:
        """The one pace of a region; thread-safe."""
        with self._lock:
            if region not in self._of:
                self._of[region] = SharedRateLimiter(self._rate, self._clock, self._chance)
            return self._of[region]
