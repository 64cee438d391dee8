"""Pacers that threads can share: one for each region that a process asks."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ssotui.core.pacing import Pacer

_FIRST_BACK_OFF = 0.25
"""Seconds before a failed call is tried again, at least and on average; doubled for each further try."""


class Pace:
    """A core.pacing.Pacer with a lock and a clock; see there for what the methods mean."""

    def __init__(self, rate: float, clock: Callable[[], float], chance: Callable[[], float]) -> None:
        """``rate`` in calls a second, ``clock`` in monotonic seconds, ``chance`` from 0 to 1."""
        self._pacer = Pacer(rate, chance)
        self._chance = chance
        self._lock = threading.Lock()
        self.clock = clock

    @property
    def rate(self) -> float | None:
        return self._pacer.rate

    def ask(self) -> float:
        with self._lock:
            return self._pacer.ask(self.clock())

    def answered(self) -> None:
        with self._lock:
            self._pacer.answered()

    def unanswered(self) -> None:
        with self._lock:
            self._pacer.unanswered()

    def throttled(self, sent: float) -> None:
        with self._lock:
            self._pacer.throttled(self.clock(), sent)

    def back_off(self, tries: int) -> float:
        """Seconds to leave a call alone that has failed ``tries`` times; different each time."""
        return _FIRST_BACK_OFF * 2.0**tries * (0.5 + self._chance())


class Paces:
    """The process's paces: AWS counts the calls of all sessions of a region together, as far as is known."""

    def __init__(self, rate: float, clock: Callable[[], float], chance: Callable[[], float]) -> None:
        """As in Pace; ``rate`` is the setting ``catalog.rate_limit``."""
        self._rate = rate
        self._clock = clock
        self._chance = chance
        self._lock = threading.Lock()
        self._of: dict[str, Pace] = {}

    def of(self, region: str) -> Pace:
        """The one pace of a region; thread-safe."""
        with self._lock:
            if region not in self._of:
                self._of[region] = Pace(self._rate, self._clock, self._chance)
            return self._of[region]
