"""A listing over real HTTP by several workers: what it finds is kept, however it ends."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ssotui import paths, wiring, worker_pool
from ssotui.actions.listing.events import ListingEnded, ListingEvent, NotSaved, RolesFound, apply
from ssotui.actions.listing.session_listing import Listing, ListingRequest, is_stale
from ssotui.actions.listing.shared_rate_limiter import SharedRateLimiter
from ssotui.actions.refresh import usable_token
from ssotui.core.catalog import SessionCatalog
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.settings import Settings

Start = Callable[[Callable[[ListingEvent], object]], Listing]

WORKERS = 8
MAX_AGE = timedelta(hours=12)


@pytest.fixture
def organization() -> Iterator[Organization]:
    """120 accounts of 2 roles in one session."""
    with serving(make_world(accounts=120, roles=2, sessions=1)) as one:
        yield one


@pytest.fixture
def home(tmp_path: Path, organization: Organization) -> DemoHome:
    return make_home(tmp_path / "home", organization, {})


@pytest.fixture
def backend(home: DemoHome) -> Backend:
    return wiring.build(home.env, Settings(catalog_workers=WORKERS))


@pytest.fixture
def session(backend: Backend) -> SsoSession:
    return backend.profiles.read().sessions[0]


@pytest.fixture
def start(backend: Backend, session: SsoSession) -> Start:
    """A new listing of the session, as far as the cache isn't fresh; its findings go to the sink."""

    def listing(sink: Callable[[ListingEvent], object]) -> Listing:
        order = ListingRequest(session, usable_token(backend, session), backend.catalogs.load(session), MAX_AGE)
        return Listing(backend, order, SharedRateLimiter(18.0, time.monotonic, random.random), sink)

    return listing


def roles_found(findings: Iterable[ListingEvent]) -> int:
    return sum(isinstance(one, RolesFound) for one in findings)


def test_many_workers_find_each_role_once(start: Start, organization: Organization) -> None:
    found: deque[ListingEvent] = deque()
    worker_pool.WorkerPool(start(found.append).work, WORKERS).wait()
    catalog = apply(SessionCatalog(), found)
    accounts = organization.world.instances[0].accounts
    assert {one.id: catalog.known_roles(one.id) for one in accounts} == {
        one.id: tuple(sorted(one.roles, key=str.lower)) for one in accounts
    }
    assert organization.counts == {"ListAccounts": 2, "ListAccountRoles": 120}
    assert organization.most_at_once <= WORKERS


def test_throttling_loses_nothing(start: Start, organization: Organization) -> None:
    organization.rate_limit = 100
    found: deque[ListingEvent] = deque()
    listing = start(found.append)
    worker_pool.WorkerPool(listing.work, WORKERS).wait()
    assert listing.progress().listed == 120
    assert listing.progress().failed == 0


def test_what_was_found_is_there_at_the_next_start(start: Start, backend: Backend, session: SsoSession) -> None:
    worker_pool.WorkerPool(start(id).work, WORKERS).wait()
    assert not is_stale(backend.catalogs.load(session), backend.now(), MAX_AGE)


def test_a_canceled_listing_goes_on_next_time(start: Start, organization: Organization) -> None:
    found: deque[ListingEvent] = deque()
    enough, canceled = threading.Event(), threading.Event()

    def sink(finding: ListingEvent) -> None:
        found.append(finding)
        if roles_found(found) == 30:
            enough.set()
            canceled.wait(30)

    pool = worker_pool.WorkerPool(start(sink).work, WORKERS)
    enough.wait(30)
    pool.cancel.set()
    canceled.set()
    pool.wait()
    organization.counts.clear()
    worker_pool.WorkerPool(start(id).work, WORKERS).wait()
    assert organization.counts["ListAccountRoles"] == 120 - 30
    assert not any(isinstance(one, ListingEnded) for one in found)


def test_a_cache_that_can_not_be_written_is_told_once_and_stops_nothing(
    start: Start, home: DemoHome, organization: Organization
) -> None:
    paths.cache_folder(home.env).parent.write_text("in the way")
    found: deque[ListingEvent] = deque()
    worker_pool.WorkerPool(start(found.append).work, WORKERS).wait()
    assert sum(isinstance(one, NotSaved) for one in found) == 1
    assert roles_found(found) == 120
