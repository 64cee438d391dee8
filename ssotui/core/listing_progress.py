"""The progress of a listing: how much is done, how fast, and how long the rest takes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import timedelta

from ssotui.core.durations import span
from ssotui.named_tuples import NamedTuple

_WINDOW = 5.0
"""The seconds over which the speed is measured: a burst at the start doesn't count for long."""
_LEAST_TIME, _LEAST_LISTED = 1.0, 5
"""The fewest seconds and accounts for a measurement; fewer say nothing about the rest."""
BY_AWS = " by AWS"


class Progress(NamedTuple):
    """The progress of a listing: ``listed`` of the ``accounts`` known so far have their ``roles``, fresh ones included.

    ``rate`` is the current rate limit in calls a second; None without one. ``speed`` is measured, in accounts a second;
    0 if it isn't known yet.
    """

    accounts: int
    listed: int
    roles: int
    failed: int
    knows_all_accounts: bool
    rate: float | None
    speed: float = 0.0

    @property
    def share(self) -> float:
        """The share of the accounts that is done, from 0 to 1."""
        return min((self.listed + self.failed) / self.accounts, 1.0) if self.accounts else 0.0

    @property
    def counted(self) -> str:
        """``60 of 300 accounts``; ``12 of 60 accounts so far`` until all accounts are known."""
        if not self.accounts:
            return "loading accounts"
        return f"{self.listed:,} of {counted(self.accounts)}{'' if self.knows_all_accounts else ' so far'}"

    @property
    def pace(self) -> str:
        """The speed, or the rate that AWS slows the listing to."""
        if self.rate:
            return slowed_to(self.rate)
        return f"{self.speed:.0f}/s" if self.speed >= 1 else ""

    @property
    def time_left(self) -> str:
        """An estimate such as ``13s left``; "" if there is none."""
        left = self.accounts - self.listed - self.failed
        is_known = self.speed and self.knows_all_accounts and left > 0
        return f"{span(timedelta(seconds=max(left / self.speed, 1)))} left" if is_known else ""


def counted(accounts: int) -> str:
    return f"{accounts:,} account{'s' if accounts != 1 else ''}"


def slowed_to(rate: float) -> str:
    """``rate`` is in requests a second."""
    return f"slowed to {rate:.0f}/s{BY_AWS}"


def total(listings: Iterable[Progress]) -> Progress:
    """The progress of several listings together, limited by the slowest of them."""
    every = list(listings)
    rates = [one.rate for one in every if one.rate]
    return Progress(
        sum(one.accounts for one in every),
        sum(one.listed for one in every),
        sum(one.roles for one in every),
        sum(one.failed for one in every),
        all(one.knows_all_accounts for one in every),
        min(rates) if rates else None,
        sum(one.speed for one in every),
    )


class Speed:
    """Measures how fast a listing is now. Pure: the time is an argument, in monotonic seconds."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def measure(self, now: float, done: int) -> float:
        """Take in that ``done`` accounts are done ``now``. Returns accounts a second; 0 if that isn't known yet."""
        samples = self._samples
        samples.append((now, done))
        while len(samples) > 1 and samples[1][0] <= now - _WINDOW:
            samples.popleft()
        time, count = now - samples[0][0], done - samples[0][1]
        return count / time if time >= _LEAST_TIME and count >= _LEAST_LISTED else 0.0
