"""A home in which every session stands differently, so that one picture of the picker shows every state.

``with every_state(folder) as stage`` serves the organisations; what is wrong with them is really wrong: requests hang,
are refused or torn down, tokens have expired, files are broken. The clock stands still, so that the picture is always
the same one (but for the rate that a throttled listing is held to, which depends on who came first).
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
from ssotui.actions.listing.session_listing import Listing, Order
from ssotui.actions.listing.shared_rate_limiter import SharedRateLimiter
from ssotui.core.catalog import SessionCatalog
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organisation import Organisation
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
"""Each state, and the session that is in it. A denied account is acme's; the configuration is read-only."""

_ACCOUNTS = 3  # of each session but the empty one
_LONG_AGO = timedelta(hours=13)  # longer than what is listed counts as fresh


class Stage(NamedTuple):
    """The scene, set: ``backend`` makes the picker's."""

    home: DemoHome
    organisation: Organisation
    backend: Callable[[], Backend]

    @property
    def denied(self) -> str:
        """The name of the account whose roles AWS denies."""
        return _accounts(self.organisation.world, STATES["listed"])[0][1]


@contextmanager
def every_state(folder: Path) -> Iterator[Stage]:
    """Serve it until the block ends; ``folder`` becomes the home."""
    with serving(_world(), now=lambda: NOW) as organisation:
        home = make_home(folder, organisation, os.environ)

        def backend() -> Backend:
            return wiring.build(home.env, SETTINGS)._replace(now=lambda: NOW)

        _sign_in(home)
        for state in ("offline", "stale"):
            _list_long_ago(home, STATES[state])
        _leave(home)
        _break(organisation)
        yield Stage(home, organisation, backend)


def _world() -> World:
    world = make_world(seed=3, sessions=len(STATES), accounts=_ACCOUNTS * len(STATES), roles=3)
    return World(
        tuple(replace(one, accounts=()) if one.session == STATES["empty"] else one for one in world.instances),
        world.seed,
    )


def _accounts(world: World, session: str) -> list[tuple[str, str]]:
    """Id and name, by name."""
    named = [(account.id, account.name or "") for account in world.instance(session).accounts]
    return sorted(named, key=lambda account: account[1].lower())


def _sign_in(home: DemoHome) -> None:
    for session in STATES.values():
        home.sign_in(session)


def _list_long_ago(home: DemoHome, name: str) -> None:
    """Leave a kept catalogue behind, as a picker thirteen hours ago would have."""
    backend = wiring.build(home.env, SETTINGS)._replace(now=lambda: NOW - _LONG_AGO)
    session = next(one for one in backend.profiles.read().sessions if one.name == name)
    token = backend.tokens.load(session)
    assert token is not None
    rate_limiter = SharedRateLimiter(SETTINGS.catalog_rate_limit, time.monotonic, lambda: 0.5)
    order = Order(session, token, SessionCatalog(), SETTINGS.catalog_max_age)
    Listing(backend, order, rate_limiter, lambda _: None).work(threading.Event())


def _leave(home: DemoHome) -> None:
    """What is on this machine."""
    home.expire(STATES["refreshable"])
    home.sign_out(STATES["stale"])
    home.expire(STATES["expired"], refreshable=False)
    home.token_file(STATES["broken"]).write_text("[]", encoding="utf-8")
    (home.folder / ".aws" / "credentials").write_text("[ci-deployer\n", encoding="utf-8")  # so nothing can be written


def _break(organisation: Organisation) -> None:
    """What AWS and the network do."""
    denied, *_ = _accounts(organisation.world, STATES["listed"])
    organisation.fault("ListAccountRoles", "403", times=None, match=denied[0])
    organisation.fault("CreateToken", "hang", times=None)  # else the refreshable one is refreshed at once
    organisation.fault("ListAccounts", "hang", times=None, session=STATES["loading"])
    for account_id, _ in _accounts(organisation.world, STATES["partly loaded"])[1:]:
        organisation.fault("ListAccountRoles", "hang", times=None, match=account_id)
    first, *others = _accounts(organisation.world, STATES["throttled"])
    organisation.fault("ListAccountRoles", "429", match=first[0])
    for account_id, _ in (first, *others[1:]):
        organisation.fault("ListAccountRoles", "hang", times=None, match=account_id)
    for operation in ("ListAccounts", "ListAccountRoles"):
        organisation.fault(operation, "reset", times=None, session=STATES["offline"])
