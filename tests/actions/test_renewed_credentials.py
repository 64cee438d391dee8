"""Credentials that are handed out for as long as a command runs: renewed in time, and never waited for without need."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest

from ssotui import wiring
from ssotui.actions import credentials, targets
from ssotui.actions.renewed_credentials import RenewedCredentials
from ssotui.aws import portal
from ssotui.aws.timeouts import Timeouts
from ssotui.core.ports.backend import Backend
from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import SignInNeeded, SsoTuiError, Unreachable
from ssotui.settings import Settings
from ssotui.worker_pool import WorkerPool
from tests.actions.conftest import Clock
from tests.waiting import wait_until

Later = Callable[[int], None]
Start = Callable[..., RenewedCredentials]
_PATIENCE = 30.0


@pytest.fixture
def said() -> list[SsoTuiError]:
    """What the user was told."""
    return []


@pytest.fixture
def later(organization: Organization, clock: Clock) -> Later:
    """``later(40)``: 40 minutes after the start, for both sides. Credentials last for an hour."""

    def moved(minutes: int) -> None:
        clock.ahead = timedelta(minutes=minutes)
        organization.lifetimes.role = timedelta(minutes=60) + clock.ahead

    return moved


@pytest.fixture
def early(home: DemoHome, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Backend:
    """With a clock that a test moves, and little patience: what hangs is waited for at the end of a test."""
    monkeypatch.setattr(wiring, "now", clock)
    monkeypatch.setattr(portal, "Portal", partial(portal.Portal, timeouts=Timeouts(read=3, whole=3)))
    return wiring.build(home.env, Settings())


@pytest.fixture
def start(home: DemoHome, early: Backend, said: list[SsoTuiError]) -> Iterator[Start]:
    """Fetch the first credentials of a profile, and renew them in the background."""
    running: list[tuple[WorkerPool, RenewedCredentials]] = []

    def started(profile: str = home.profiles[0]) -> RenewedCredentials:
        target = targets.of_profile(early.profiles.read(), profile)
        renewed = RenewedCredentials(early, target, credentials.get(early, target, threading.Event()), said.append)
        running.append((WorkerPool(renewed.keep_renewing), renewed))
        return renewed

    yield started
    for pool, renewed in running:
        pool.cancel.set()
        renewed.wake()
        assert pool.wait(_PATIENCE), "a renewal still writes into the home"


def left_of(renewed: RenewedCredentials, backend: Backend) -> timedelta:
    end = renewed.current().expires_at
    assert end is not None
    return end - backend.now()


def test_they_are_renewed_before_any_sdk_asks_for_new_ones(
    start: Start, later: Later, organization: Organization
) -> None:
    renewed = start()
    first = renewed.current()
    later(39)
    assert renewed.current() == first
    later(41)
    wait_until(lambda: renewed.current() != first)
    assert organization.counts["GetRoleCredentials"] == 2


def test_an_answer_does_not_wait_for_a_renewal_while_there_are_good_ones(
    start: Start, later: Later, organization: Organization
) -> None:
    renewed = start()
    first = renewed.current()
    organization.fault("GetRoleCredentials", "hang")
    later(41)
    begin = time.monotonic()
    assert renewed.current() == first
    wait_until(lambda: organization.counts["GetRoleCredentials"] == 2)
    assert renewed.current() == first
    assert time.monotonic() - begin < 3, "a request is given up later"


def test_an_answer_waits_less_than_a_second_once_they_have_expired(
    start: Start, later: Later, organization: Organization
) -> None:
    renewed = start()
    organization.fault("GetRoleCredentials", "hang")
    later(61)
    begin = time.monotonic()
    with pytest.raises(Unreachable, match="AWS hasn't answered yet"):
        renewed.current()
    assert 0.7 < time.monotonic() - begin < 5


def test_after_a_sleep_of_the_computer_the_first_answer_has_new_ones(start: Start, later: Later) -> None:
    renewed = start()
    first = renewed.current()
    later(300)
    assert renewed.current() != first


def test_cached_ones_that_end_soon_are_renewed_at_once(
    start: Start, later: Later, early: Backend, home: DemoHome
) -> None:
    target = targets.of_profile(early.profiles.read(), home.profiles[0])
    cached = credentials.get(early, target, threading.Event())
    later(43)
    renewed = start()
    wait_until(lambda: renewed.current() != cached)
    assert left_of(renewed, early) > timedelta(minutes=30)


def test_a_chain_is_renewed_even_while_the_cache_has_its_old_ones(
    start: Start, later: Later, organization: Organization
) -> None:
    renewed = start(ASSUME_ROLE_PROFILE)
    first = renewed.current()
    later(41)
    wait_until(lambda: renewed.current() != first)
    assert organization.counts["AssumeRole"] == 2


def test_credentials_without_an_end_get_one(start: Start, later: Later, early: Backend) -> None:
    renewed = start(STATIC_PROFILE)
    access_keys = set()
    for minutes in (0, 45, 90, 150):
        later(minutes)
        wait_until(lambda: left_of(renewed, early) > timedelta(minutes=15))
        access_keys.add(renewed.current().access_key_id)
    assert len(access_keys) == 1


def test_without_a_sign_in_the_user_is_told_once_and_the_old_ones_serve_until_they_end(
    start: Start, later: Later, home: DemoHome, said: list[SsoTuiError]
) -> None:
    renewed = start()
    first = renewed.current()
    home.sign_out("acme")
    for minutes in (41, 45, 50, 59):
        later(minutes)
        assert renewed.current() == first
        wait_until(lambda: said)
    later(61)
    with pytest.raises(SignInNeeded):
        renewed.current()
    assert [error.hint for error in said] == ["Sign in: ssotui login acme"]


def test_a_sign_in_elsewhere_is_enough_to_go_on(
    start: Start, later: Later, home: DemoHome, said: list[SsoTuiError]
) -> None:
    renewed = start()
    first = renewed.current()
    home.sign_out("acme")
    later(61)
    with pytest.raises(SignInNeeded):
        renewed.current()
    home.sign_in("acme")
    later(62)
    assert renewed.current() != first
    home.sign_out("acme")
    later(130)
    with pytest.raises(SignInNeeded):
        renewed.current()
    assert len(said) == 2  # it is a new cause


def test_a_sign_in_after_days_without_one_is_enough_to_go_on(start: Start, later: Later, home: DemoHome) -> None:
    renewed = start()
    first = renewed.current()
    home.sign_out("acme")
    for minutes in range(61, 1_091):  # one failed renewal a minute
        later(minutes)
        with pytest.raises(SignInNeeded):
            renewed.current()
    home.sign_in("acme")
    later(1_091)
    assert renewed.current() != first


def test_a_fault_that_passes_is_only_told_when_time_runs_out(
    start: Start, later: Later, organization: Organization, said: list[SsoTuiError]
) -> None:
    renewed = start()
    organization.fault("GetRoleCredentials", "reset", times=None)
    for minutes in (41, 50):
        later(minutes)
        requests = organization.counts["GetRoleCredentials"]
        renewed.current()
        wait_until(partial(_is_more_than, organization, requests))
    assert not said
    later(56)
    renewed.current()
    wait_until(lambda: said)
    later(61)
    with pytest.raises(Unreachable):
        renewed.current()
    assert len(said) == 1


def _is_more_than(organization: Organization, requests: int) -> bool:
    return organization.counts["GetRoleCredentials"] > requests
