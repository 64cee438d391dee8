"""The rate limit of the simulated portal: a token bucket for each instance."""

from __future__ import annotations

from datetime import datetime, timedelta


class TokenBucket:
    """A token bucket: ``rate`` requests a second, with a burst of as many after a second without requests."""

    def __init__(self, rate: float, at: datetime) -> None:
        self._rate = rate
        self._left = max(rate, 1.0)
        self._at = at

    def take(self, at: datetime) -> bool:
        passed = (at - self._at) / timedelta(seconds=1)
        self._left = min(max(self._rate, 1.0), self._left + passed * self._rate)
        self._at = at
        if self._left < 1:
            return False
        self._left -= 1
        return True
