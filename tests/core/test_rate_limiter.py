"""The pacer against simulated servers: discrete events, no clock, so that a run always comes out the same."""

from __future__ import annotations

import heapq
import itertools
import random
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from ssotui.core.rate_limiter import RateLimiter

ROUND_TRIP = 0.05
WORKERS = 16


@dataclass
class Bucket:
    """What AWS counts with: ``burst`` tokens at most, ``rate`` more a second, one a call."""

    rate: float
    burst: float
    tokens: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def grants(self, now: float) -> bool:
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Outcome(NamedTuple):
    seconds: float
    refused: int
    done: int


class Event(NamedTuple):
    at: float
    order: int
    what: str
    sent: float = 0.0
    granted: bool = True


class Simulation:
    """Workers that send ``calls`` calls through one pacer; a refused call is sent again."""

    def __init__(self, calls: int, bucket: Bucket | None, *, jitter: float = 0.0, seed: int = 1) -> None:
        self.chance = random.Random(seed).random
        self.pacer = RateLimiter(18.0, self.chance)
        self.bucket = bucket
        self.jitter = jitter
        self.to_send = self.wanted = calls
        self.idle = WORKERS
        self.is_waiting = False
        self.refused = self.done = 0
        self.events: list[Event] = []
        self.order = itertools.count()

    def run(self) -> Outcome:
        now = 0.0
        self.send_all(now)
        while self.done < self.wanted:
            event = heapq.heappop(self.events)
            now = event.at
            match event.what:
                case "arrives":
                    granted = self.bucket is None or self.bucket.grants(now)
                    self.later(now + self.one_way(), "is back", event.sent, granted=granted)
                    continue
                case "is back":
                    self.is_back(event)
                case _:
                    self.is_waiting = False
            self.send_all(now)
        return Outcome(now, self.refused, self.done)

    def is_back(self, event: Event) -> None:
        self.idle += 1
        if event.granted:
            self.done += 1
            self.pacer.answered()
        else:
            self.refused += 1
            self.to_send += 1
            self.pacer.throttled(event.at, event.sent)

    def send_all(self, now: float) -> None:
        while self.idle and self.to_send and not self.is_waiting:
            pause = self.pacer.ask(now)
            if pause > 0:
                self.is_waiting = True
                self.later(now + pause + 1e-9, "asks again", now)
                return
            self.idle -= 1
            self.to_send -= 1
            self.later(now + self.one_way(), "arrives", now)

    def one_way(self) -> float:
        return ROUND_TRIP / 2 * (1 + self.jitter * self.chance())

    def later(self, at: float, what: str, sent: float, *, granted: bool = True) -> None:
        heapq.heappush(self.events, Event(at, next(self.order), what, sent, granted))


def test_without_a_limit_a_listing_is_ten_times_as_fast_as_one_call_at_a_time() -> None:
    calls = 505
    outcome = Simulation(calls, None).run()
    assert outcome.seconds <= calls * ROUND_TRIP / 10
    assert outcome.refused == 0


def test_only_the_slow_start_holds_back_what_nobody_limits() -> None:
    calls = 5_050
    assert Simulation(calls, None).run().seconds <= 1.02 * calls * ROUND_TRIP / WORKERS


@pytest.mark.parametrize("jitter", [0.0, 0.6])
@pytest.mark.parametrize("calls", [505, 5_050])
@pytest.mark.parametrize("seed", range(5))
def test_at_twenty_a_second_a_listing_takes_hardly_longer_than_it_must(calls: int, jitter: float, seed: int) -> None:
    outcome = Simulation(calls, Bucket(20, 20), jitter=jitter, seed=seed).run()
    assert outcome.seconds <= 1.10 * (calls - 20) / 20
    assert outcome.refused <= 0.03 * calls
    assert outcome.done == calls


@pytest.mark.parametrize(
    ("rate", "burst", "slower"),
    [(20, 60, 1.05), (10, 20, 1.05), (5, 5, 1.06), (2, 2, 1.10), (50, 50, 1.15), (100, 100, 1.40), (20, 1, 1.20)],
)
def test_other_limits_are_found_as_well(rate: float, burst: float, slower: float) -> None:
    calls = 505
    outcome = Simulation(calls, Bucket(rate, burst)).run()
    assert outcome.seconds <= slower * (calls - burst) / rate
    assert outcome.refused <= 0.06 * calls


def test_the_first_wall_costs_no_more_than_the_calls_in_flight() -> None:
    pacer = RateLimiter(18.0, lambda: 0.0)
    assert [pacer.ask(0.0) for _ in range(8)] == [0.0] * 8
    assert pacer.ask(0.0) > 0


def test_nothing_is_paced_before_the_first_429() -> None:
    assert RateLimiter(18.0, lambda: 0.0).rate is None


def test_pacing_starts_at_the_configured_rate() -> None:
    pacer = RateLimiter(18.0, lambda: 0.0)
    pacer.ask(0.0)
    pacer.throttled(0.05, sent=0.0)
    assert pacer.rate == pytest.approx(18.0, rel=0.05)


def test_calls_refused_together_count_as_one_refusal() -> None:
    pacer = RateLimiter(18.0, lambda: 0.0)
    for _ in range(8):
        pacer.ask(0.0)
    pacer.throttled(0.05, sent=0.0)
    rate = pacer.rate
    for _ in range(7):
        pacer.throttled(0.06, sent=0.0)
    assert pacer.rate == rate


def test_pauses_grow_while_nothing_is_granted_and_stay_bearable() -> None:
    pacer = RateLimiter(18.0, lambda: 0.0)
    now, pauses = 0.0, []
    for _ in range(12):
        assert pacer.ask(now) == 0
        pacer.throttled(now + ROUND_TRIP, sent=now)
        now += ROUND_TRIP
        pauses.append(pacer.ask(now))
        now += pauses[-1]
    assert pauses == sorted(pauses)
    assert pauses[-1] <= 5.0


def test_a_pause_is_no_reason_to_burst_after_it() -> None:
    pacer = RateLimiter(18.0, lambda: 0.0)
    pacer.ask(0.0)
    pacer.throttled(0.05, sent=0.0)
    gone_at_once = sum(pacer.ask(60.0) == 0 for _ in range(20))
    assert gone_at_once <= 2


def test_an_hour_without_a_call_is_not_taken_for_a_slow_aws() -> None:
    pacer = RateLimiter(18.0, lambda: 0.0)
    pacer.ask(0.0)
    pacer.throttled(0.05, sent=0.0)
    now = 3600.0
    for _ in range(40):
        while (pause := pacer.ask(now)) > 0:
            now += pause
        pacer.answered()
    pacer.throttled(now, sent=now)
    assert pacer.rate is not None
    assert pacer.rate > 10
