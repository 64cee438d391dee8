"""Each flow meets each fault of each of its requests: it ends, in a sentence, and loses nothing that was there."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from ssotui import wiring
from ssotui.actions import console, credentials, targets
from ssotui.actions.listing.events import AccountFailed, ListingEvent, SessionFailed, apply
from ssotui.actions.listing.session_listing import Listing, ListingRequest
from ssotui.actions.listing.shared_rate_limiter import SharedRateLimiter
from ssotui.actions.refresh import usable_token
from ssotui.actions.sign_in import SignInOptions, begin
from ssotui.actions.sign_out import sign_out
from ssotui.core.model import RoleRef, SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import SignedIn
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.errors import SignInNeeded, SsoTuiError, Unreachable
from ssotui.settings import Settings
from tests.actions.conftest import Clock, Decide
from tests.aws.operations import OPERATIONS

# One of each sort: tests/aws meets every kind there is, and those that take a short patience.
KINDS = ("400", "401", "403", "404", "429", "500", "reset", "half-body", "not-json", "missing", "wrong-members",
         "same-token", "redirect")  # fmt: skip


class Passing(threading.Event):
    """Waiting on it makes time pass, and takes none."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.ahead += timedelta(seconds=max(timeout or 0.0, 0.001))  # it knows no less than microseconds
        return self.is_set()


class Scene(NamedTuple):
    """Where a flow takes place."""

    backend: Backend
    organization: Organization
    home: DemoHome
    cancel: Passing
    clock: Clock
    decide: Decide

    def session(self, name: str) -> SsoSession:
        return next(one for one in self.backend.profiles.read().sessions if one.name == name)

    @property
    def ref(self) -> RoleRef:
        found = targets.of_profile(self.backend.profiles.read(), self.home.profiles[0])
        assert isinstance(found, RoleRef)
        return found


def sign_in_by_code(scene: Scene) -> None:
    begun = begin(scene.backend, scene.session("globex"), SignInOptions("device-code", open_browser=False))
    assert not isinstance(begun, SignedIn)
    scene.organization.approve(begun.prompt.user_code)
    begun.finish(scene.cancel)


def sign_in_by_browser(scene: Scene) -> None:
    begun = begin(scene.backend, scene.session("globex"), SignInOptions("browser", open_browser=False))
    assert not isinstance(begun, SignedIn)
    scene.decide(begun.prompt.url)
    begun.finish(scene.cancel)


def renew(scene: Scene) -> None:
    scene.home.expire("acme")
    usable_token(scene.backend, scene.session("acme"))


def list_roles(scene: Scene) -> None:
    acme = scene.session("acme")
    token = usable_token(scene.backend, acme)
    known = scene.backend.catalogs.load(acme)
    found: list[ListingEvent] = []
    rate_limiter = SharedRateLimiter(18.0, scene.clock.seconds, lambda: 0.5)
    Listing(
        scene.backend, ListingRequest(acme, token, known, timedelta(0), refresh=True), rate_limiter, found.append
    ).work(scene.cancel)
    assert len(apply(known, found).known_accounts()) >= len(known.known_accounts())
    failed = [finding.error for finding in found if isinstance(finding, AccountFailed | SessionFailed)]
    if failed:
        raise failed[0]


def get_keys(scene: Scene) -> None:
    credentials.get(scene.backend, scene.ref, scene.cancel)


def open_console(scene: Scene) -> None:
    console.sign_in_url(scene.backend, console.ConsoleRequest(scene.ref), scene.cancel)


def leave(scene: Scene) -> None:
    done = sign_out(scene.backend, scene.session("acme"))
    assert not scene.home.token_file("acme").exists()
    if done.portal_error:
        raise done.portal_error


FLOWS: dict[Callable[[Scene], None], tuple[str, ...]] = {
    sign_in_by_code: ("RegisterClient", "StartDeviceAuthorization", "CreateToken"),
    sign_in_by_browser: ("RegisterClient", "CreateToken"),
    renew: ("CreateToken",),
    list_roles: ("ListAccounts", "ListAccountRoles"),
    get_keys: ("GetRoleCredentials",),
    open_console: ("GetRoleCredentials", "getSigninToken"),
    leave: ("Logout",),
}


def test_no_operation_is_without_a_flow() -> None:
    """Whose the keys are and what time it is are single questions: tests/aws."""
    assert {name for names in FLOWS.values() for name in names} == {one.name for one in OPERATIONS} - {
        "GetCallerIdentity",
        "Nowhere",
    }


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    """Three small instances, the first two signed in; the third is globex. One for all, for nothing in it changes."""
    with serving(make_world(sessions=3, accounts=4, roles=2)) as served:
        yield served


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flows") / "home"


@pytest.fixture(scope="module")
def shared_backend(organization: Organization, folder: Path) -> Backend:
    """One for all homes, which are in the same place one after the other: making its clients takes long."""
    return wiring.build(make_home(folder, organization, {}).env, Settings())


@pytest.fixture
def scene(
    organization: Organization, folder: Path, shared_backend: Backend, clock: Clock, decide_in_browser: Decide
) -> Iterator[Scene]:
    shutil.rmtree(folder)
    home = make_home(folder, organization, {})
    home.sign_in("acme")
    yield Scene(shared_backend._replace(now=clock), organization, home, Passing(clock), clock, decide_in_browser)
    organization.clear_faults()


def kept(home: DemoHome) -> dict[str, bytes]:
    """All that a user would miss: configuration, keys, sign-ins."""
    files = [path for path in (home.folder / ".aws").rglob("*") if path.is_file()]
    return {str(path.relative_to(home.folder)): path.read_bytes() for path in files if "cli/cache" not in str(path)}


CELLS = [
    pytest.param(flow, operation, kind, id=f"{flow.__name__}-{operation}-{kind}")
    for flow, operations in FLOWS.items()
    for operation in operations
    for kind in KINDS
]


@pytest.mark.parametrize(("flow", "operation", "kind"), CELLS)
def test_a_lasting_fault_ends_in_a_sentence(
    flow: Callable[[Scene], None], operation: str, kind: str, scene: Scene
) -> None:
    before = kept(scene.home)
    asked = scene.organization.counts.total()
    scene.organization.fault(operation, kind, times=None)
    failed: SsoTuiError | None = None
    try:
        flow(scene)
    except SsoTuiError as error:
        failed = error
    assert failed is None or (failed.message.endswith(".") and failed.hint and failed.exit_code in (1, 5, 6, 7))
    assert scene.organization.counts.total() - asked < 150
    if failed and flow not in (leave, renew) and kind != "401":  # a token that AWS refuses is renewed where it can be
        after = kept(scene.home)
        assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize("flow", [sign_in_by_code, sign_in_by_browser, list_roles, get_keys])
@pytest.mark.parametrize("kind", ["429", "503", "reset", "empty"])
def test_a_passing_fault_is_got_over(flow: Callable[[Scene], None], kind: str, scene: Scene) -> None:
    scene.organization.fault(FLOWS[flow][-1], kind, times=1)
    if flow is sign_in_by_browser and kind == "empty":
        with pytest.raises(SignInNeeded):  # the code has served, though nobody has seen the token
            flow(scene)
    elif flow is get_keys and kind == "reset":
        with pytest.raises(Unreachable):  # who has no network is told at once
            flow(scene)
    else:
        flow(scene)


def test_a_clock_that_is_ahead_is_told_of_instead_of_giving_keys_that_have_ended(scene: Scene) -> None:
    scene.clock.ahead = timedelta(hours=2)
    with pytest.raises(SsoTuiError, match="By this computer's clock") as told:
        get_keys(scene)
    assert "ssotui doctor" in told.value.hint
    assert list((scene.home.folder / ".aws" / "cli").rglob("*.json")) == []
