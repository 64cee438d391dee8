"""Thread-safe rate limiters, one for each region."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ssotui.core.rate_limiter import RateLimiter

_FIRST_BACK_OFF = 0.25
"""Seconds before the first retry of a failed call, on average; doubled for each further retry."""


class SharedRateLimiter:
    """A core.rate_limiter.RateLimiter with a lock and a clock. Its methods are described there."""

    def __init__(self, rate: float, clock: Callable[[], float], chance: Callable[[], float]) -> None:
        """``rate`` is in calls a second; ``clock`` returns monotonic seconds, ``chance`` numbers from 0 to 1."""
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
        """Seconds until the retry of a call that has failed ``tries`` times, with jitter."""
        return _FIRST_BACK_OFF * 2.0**tries * (0.5 + self._chance())


class RateLimiters:
    """The rate limiters of the process. Sessions of one region share one, because AWS's limit may be common to them."""

    def __init__(self, rate: float, clock: Callable[[], float], chance: Callable[[], float]) -> None:
        """The arguments are those of SharedRateLimiter; ``rate`` is the setting ``catalog.rate_limit``."""
        self._rate = rate
        self._clock = clock
        self._chance = chance
        self._lock = threading.Lock()
        self._of: dict[str, SharedRateLimiter] = {}

    def of(self, region: str) -> SharedRateLimiter:
        """The rate limiter of a region. Thread-safe."""
        with self._lock:
            if region not in self._of:
                self._of[region] = SharedRateLimiter(self._rate, self._clock, self._chance)
            return self._of[region]
