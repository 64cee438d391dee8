"""A listing of an Identity Center in memory, with a clock that only waiting moves: a run always comes out the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import TypeVar

import pytest

from ssotui import wiring
from ssotui.actions.listing.events import (
    AccountFailed,
    AccountsFound,
    ListingEnded,
    ListingEvent,
    SessionFailed,
    Throttling,
    apply,
)
from ssotui.actions.listing.session_listing import Listing, ListingRequest
from ssotui.actions.listing.shared_rate_limiter import SharedRateLimiter
from ssotui.core.catalog import Failed, SessionCatalog
from ssotui.core.model import Account, Credentials, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import AccountsPage, Backend, RolesPage
from ssotui.errors import AccessDenied, BadAnswer, SignInNeeded, SsoTuiError, Throttled, Unreachable
from ssotui.settings import Settings

T = TypeVar("T")

START = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
ACME = SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1")
TOKEN = Token("t", START + timedelta(hours=8))
HALF_A_DAY = timedelta(hours=12)


class Time:
    """Seconds since START; a cancel token as well, because waiting on it is what makes time pass."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.is_canceled = False

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def clock(self) -> float:
        return self.seconds

    def is_set(self) -> bool:
        return self.is_canceled

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds += (timeout or 0.0) + 1e-9
        return self.is_canceled


@dataclass
class Center:
    """``roles`` by account. ``errors`` are raised in turn, by account ("" for the list of accounts)."""

    time: Time
    roles: dict[str, tuple[str, ...]]
    errors: dict[str, Iterator[SsoTuiError]] = field(default_factory=dict)
    rate: float | None = None
    is_circular: bool = False
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[str], object] = id
    tokens: float = 20.0
    filled: float = 0.0

    def accounts_page(self, session: SsoSession, token: Token, next_token: str | None) -> AccountsPage:
        ids, following = self._page("", tuple(self.roles), next_token)
        return AccountsPage(tuple(Account(one, f"name of {one}", "") for one in ids), following)

    def roles_page(self, session: SsoSession, token: Token, account_id: str, next_token: str | None) -> RolesPage:
        return RolesPage(*self._page(account_id, self.roles[account_id], next_token))

    def role_credentials(self, session: SsoSession, token: Token, ref: RoleRef) -> Credentials:
        raise AssertionError("a listing asks for no keys")

    def sign_out(self, session: SsoSession, token: Token) -> None:
        raise AssertionError("a listing signs nobody out")

    def _page(self, what: str, items: tuple[str, ...], next_token: str | None) -> tuple[tuple[str, ...], str | None]:
        self.time.seconds += 0.05
        self.asked.append(what)
        self.meanwhile(what)
        self._count()
        for error in self.errors.get(what, ()):
            raise error
        start = int(next_token or 0)
        following = str(start + 100) if start + 100 < len(items) else None
        return items[start : start + 100], "0" if self.is_circular else following

    def _count(self) -> None:
        if self.rate is None:
            return
        self.tokens = min(20.0, self.tokens + (self.time.seconds - self.filled) * self.rate)
        self.filled = self.time.seconds
        if self.tokens < 1:
            raise Throttled("Too many.")
        self.tokens -= 1


class Desk:
    """Runs listings of one session, one worker each, and holds what they found."""

    def __init__(self, folder: Path) -> None:
        self.time = Time()
        self.center = Center(self.time, {number(index): ("Admin", "Reader") for index in range(3)})
        env = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
        self.backend: Backend = wiring.build(env, Settings())._replace(center=lambda: self.center, now=self.time.now)
        self.cache = folder / "cache"
        self.pace = SharedRateLimiter(18.0, self.time.clock, lambda: 0.5)
        self.found: list[ListingEvent] = []
        self.catalog = SessionCatalog()

    def order(self, *, refresh: bool = False, only: tuple[str, ...] = ()) -> Listing:
        self.found.clear()
        self.center.asked.clear()
        order = ListingRequest(ACME, TOKEN, self.catalog, HALF_A_DAY, refresh, only)
        return Listing(self.backend, order, self.pace, self.found.append)

    def run(self, *, refresh: bool = False, only: tuple[str, ...] = ()) -> list[str]:
        """Work a listing off; what was asked."""
        self.order(refresh=refresh, only=only).work(self.time)
        self.catalog = apply(self.catalog, self.found)
        return self.center.asked

    def of(self, kind: type[T]) -> list[T]:
        return [finding for finding in self.found if isinstance(finding, kind)]


def number(index: int) -> str:
    return f"{index:012d}"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_every_role_of_every_account_is_found(desk: Desk) -> None:
    desk.center.roles = {number(index): tuple(f"Role{n:03d}" for n in range(index)) for index in range(205)}
    desk.run()
    assert [account.id for account in desk.catalog.known_accounts()] == list(desk.center.roles)
    assert [one for one, roles in desk.center.roles.items() if desk.catalog.known_roles(one) != roles] == []


def test_the_end_is_told_once_and_last(desk: Desk) -> None:
    desk.run()
    assert desk.of(ListingEnded) == [desk.found[-1]]


def test_accounts_are_told_page_by_page(desk: Desk) -> None:
    desk.center.roles = {number(index): () for index in range(150)}
    desk.run()
    assert desk.center.asked[:3] == ["", "", number(0)]
    first = desk.of(AccountsFound)[0]
    assert (len(first.accounts), first.is_complete) == (100, False)


def test_what_is_fresh_is_not_asked_for_again(desk: Desk) -> None:
    desk.run()
    assert desk.run() == []
    assert desk.of(ListingEnded)


def test_only_what_has_grown_old_is_asked_for(desk: Desk) -> None:
    desk.run()
    desk.time.seconds += 7 * 3600
    desk.run(only=(number(1),))
    desk.time.seconds += 6 * 3600
    assert desk.run() == ["", number(0), number(2)]


def test_a_refresh_asks_for_everything(desk: Desk) -> None:
    desk.run()
    assert desk.run(refresh=True) == ["", number(0), number(1), number(2)]


def test_one_account_can_be_asked_for_alone(desk: Desk) -> None:
    desk.run()
    assert desk.run(only=(number(2),)) == [number(2)]


def test_a_running_listing_takes_in_an_account_that_is_fresh(desk: Desk) -> None:
    desk.run()
    desk.time.seconds += 13 * 3600
    listing = desk.order()
    assert listing.ask_again([number(1)])
    listing.work(desk.time)
    assert Counter(desk.center.asked)[number(1)] == 1
    assert not listing.ask_again([number(1)])


def test_the_oldest_knowledge_is_renewed_first(desk: Desk) -> None:
    desk.run()
    for index in (1, 0, 2):
        desk.time.seconds += 60
        desk.run(only=(number(index),))
    desk.time.seconds += 13 * 3600
    assert desk.run() == ["", number(1), number(0), number(2)]


def test_wanted_accounts_come_first_whenever_they_are_named(desk: Desk) -> None:
    desk.center.roles = {number(index): () for index in range(9)}
    listing = desk.order()
    wishes = {number(0): (number(7), number(5)), number(7): (number(8), number(0), number(3))}
    desk.center.meanwhile = lambda what: listing.want(wishes.get(what, ())) if what in wishes else None
    listing.work(desk.time)
    assert desk.center.asked == ["", *map(number, (0, 7, 8, 3, 1, 2, 4, 5, 6))]


def test_a_wanted_account_waits_for_one_call_only_even_when_paced(desk: Desk) -> None:
    desk.center.roles = {number(index): () for index in range(90)}
    desk.center.rate = 20.0
    listing = desk.order()
    desk.center.meanwhile = lambda what: listing.want([number(80)]) if what == number(40) else None
    listing.work(desk.time)
    assert desk.center.asked.index(number(80)) <= desk.center.asked.index(number(40)) + 2


def test_throttling_never_fails_a_listing(desk: Desk) -> None:
    desk.center.roles = {number(index): ("Admin",) for index in range(300)}
    desk.center.rate = 10.0
    desk.run()
    assert all(desk.catalog.known_roles(one) for one in desk.center.roles)
    assert desk.of(Throttling)
    assert not desk.of(SessionFailed)
    assert not desk.of(AccountFailed)


def test_a_storm_of_refusals_ends_a_listing_and_loses_nothing(desk: Desk) -> None:
    desk.run()
    desk.center.errors = {one: repeat(Throttled("Too many.")) for one in ("", *desk.center.roles)}
    assert len(desk.run(refresh=True)) < 100
    [failed] = desk.of(SessionFailed)
    assert isinstance(failed.error, Throttled)
    assert 60 < desk.time.seconds < 180
    assert desk.catalog.known_roles(number(1)) == ("Admin", "Reader")


def test_an_account_that_is_denied_fails_alone(desk: Desk) -> None:
    desk.center.errors[number(1)] = iter([AccessDenied("No.")])
    assert Counter(desk.run())[number(1)] == 1
    assert isinstance(desk.catalog.roles_of(number(1)), Failed)
    assert desk.catalog.known_roles(number(2)) == ("Admin", "Reader")


def test_a_passing_fault_is_tried_again_after_a_while(desk: Desk) -> None:
    desk.center.errors[number(1)] = iter([BadAnswer("503"), Unreachable("gone")])
    desk.run()
    assert desk.catalog.known_roles(number(1)) == ("Admin", "Reader")
    assert desk.time.seconds > 1.0


def test_a_lasting_fault_stays_on_its_account_and_keeps_what_was_known(desk: Desk) -> None:
    desk.run()
    desk.center.errors[number(1)] = iter([BadAnswer("503")] * 9)
    assert Counter(desk.run(refresh=True))[number(1)] == 3
    assert desk.catalog.known_roles(number(1)) == ("Admin", "Reader")
    assert isinstance(desk.catalog.roles_of(number(1)), Failed)


def test_a_refused_sign_in_ends_the_listing(desk: Desk) -> None:
    desk.center.errors[number(0)] = iter([SignInNeeded("acme")])
    assert desk.run() == ["", number(0)]
    [failed] = desk.of(SessionFailed)
    assert isinstance(failed.error, SignInNeeded)
    assert isinstance(desk.found[-1], ListingEnded)


def test_accounts_that_can_not_be_listed_end_the_listing_and_what_was_known_stays(desk: Desk) -> None:
    desk.run()
    desk.center.errors[""] = iter([Unreachable("gone")] * 9)
    desk.run(refresh=True)
    assert isinstance(desk.catalog.accounts, Failed)
    assert len(desk.catalog.known_accounts()) == 3


def test_a_network_that_is_down_ends_the_listing_soon(desk: Desk) -> None:
    desk.center.roles = {number(index): () for index in range(1000)}
    desk.center.errors = {one: iter([Unreachable("gone")] * 9) for one in desk.center.roles}
    assert len(desk.run()) < 80
    assert desk.of(SessionFailed)


def test_pages_that_go_round_in_circles_are_a_fault(desk: Desk) -> None:
    desk.center.is_circular = True
    desk.run()
    [failed] = desk.of(SessionFailed)
    assert isinstance(failed.error, BadAnswer)
