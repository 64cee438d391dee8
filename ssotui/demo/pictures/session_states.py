"""A home with a session in every state, so that one picture of the picker shows all of them.

``with every_state(folder) as stage`` serves the instances. The faults are real: requests hang, are refused or reset,
tokens have expired, files are damaged. The clock is fixed so that the picture is always the same, except for the rate
of a throttled listing, which depends on the order of requests.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ssotui import wiring
from ssotui.actions.listing.session_listing import Listing, ListingRequest
from ssotui.actions.listing.shared_rate_limiter import SharedRateLimiter
from ssotui.core.catalog import SessionCatalog
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import World, make_world
from ssotui.settings import Settings

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SETTINGS = Settings(safety_production=("*-prod",))

STATES = {
    "listed": "acme",
    "refreshable": "northwind",
    "loading": "globex",
    "partly loaded": "initech",
    "throttled": "umbra",
    "offline": "tyrell",
    "stale": "contoso",
    "expired": "hooli",
    "empty": "aperture",
    "broken": "wonka",
}
"""The session in each state. The denied account belongs to acme; the configuration is read-only."""

_ACCOUNTS = 3  # in each session except the empty one
_LONG_AGO = timedelta(hours=13)  # older than catalog.max_age


class Stage(NamedTuple):
    """The prepared home; ``backend`` creates the picker's Backend."""

    home: DemoHome
    organization: Organization
    backend: Callable[[], Backend]

    @property
    def denied(self) -> str:
        """The name of the account whose roles AWS denies."""
        return _accounts(self.organization.world, STATES["listed"])[0][1]


@contextmanager
def every_state(folder: Path) -> Iterator[Stage]:
    """Prepare ``folder`` as the home, and serve the instances until the block ends."""
    with serving(_world(), now=lambda: NOW) as organization:
        home = make_home(folder, organization, os.environ)

        def backend() -> Backend:
            return wiring.build(home.env, SETTINGS)._replace(now=lambda: NOW)

        _sign_in(home)
        for state in ("offline", "stale"):
            _list_long_ago(home, STATES[state])
        _leave(home)
        _break(organization)
        yield Stage(home, organization, backend)


def _world() -> World:
    world = make_world(seed=3, sessions=len(STATES), accounts=_ACCOUNTS * len(STATES), roles=3)
    return World(
        tuple(replace(one, accounts=()) if one.session == STATES["empty"] else one for one in world.instances),
        world.seed,
    )


def _accounts(world: World, session: str) -> list[tuple[str, str]]:
    """(ID, name) of the session's accounts, sorted by name."""
    named = [(account.id, account.name or "") for account in world.instance(session).accounts]
    return sorted(named, key=lambda account: account[1].lower())


def _sign_in(home: DemoHome) -> None:
    for session in STATES.values():
        home.sign_in(session)


def _list_long_ago(home: DemoHome, name: str) -> None:
    """Write a cached catalog that is thirteen hours old."""
    backend = wiring.build(home.env, SETTINGS)._replace(now=lambda: NOW - _LONG_AGO)
    session = next(one for one in backend.profiles.read().sessions if one.name == name)
    token = backend.tokens.load(session)
    assert token is not None
    rate_limiter = SharedRateLimiter(SETTINGS.catalog_rate_limit, time.monotonic, lambda: 0.5)
    order = ListingRequest(session, token, SessionCatalog(), SETTINGS.catalog_max_age)
    Listing(backend, order, rate_limiter, lambda _: None).work(threading.Event())


def _leave(home: DemoHome) -> None:
    """Prepare the files on this machine."""
    home.expire(STATES["refreshable"])
    home.sign_out(STATES["stale"])
    home.expire(STATES["expired"], refreshable=False)
    home.token_file(STATES["broken"]).write_text("[]", encoding="utf-8")
    # A faulty file makes the configuration read-only.
    (home.folder / ".aws" / "credentials").write_text("[ci-deployer\n", encoding="utf-8")


def _break(organization: Organization) -> None:
    """Inject the faults of AWS and the network."""
    denied, *_ = _accounts(organization.world, STATES["listed"])
    organization.fault("ListAccountRoles", "403", times=None, match=denied[0])
    organization.fault("CreateToken", "hang", times=None)  # so that the refreshable token isn't refreshed
    organization.fault("ListAccounts", "hang", times=None, session=STATES["loading"])
    for account_id, _ in _accounts(organization.world, STATES["partly loaded"])[1:]:
        organization.fault("ListAccountRoles", "hang", times=None, match=account_id)
    first, *others = _accounts(organization.world, STATES["throttled"])
    organization.fault("ListAccountRoles", "429", match=first[0])
    for account_id, _ in (first, *others[1:]):
        organization.fault("ListAccountRoles", "hang", times=None, match=account_id)
    for operation in ("ListAccounts", "ListAccountRoles"):
        organization.fault(operation, "reset", times=None, session=STATES["offline"])
