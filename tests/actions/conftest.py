"""A made-up organization over real HTTP, a home of real files, and a person who decides in the browser."""

from __future__ import annotations

import os
import re
import tempfile
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ssotui import wiring
from ssotui.actions.sign_in import SignInOptions, begin
from ssotui.core.model import SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.core.sign_in.oidc import SignedIn
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.settings import Settings
from ssotui.worker_pool import WorkerPool
from tests.ordinary_user import as_ordinary_user

Decide = Callable[..., None]


class Clock:
    """A time of day that a test moves; the server's own goes on."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def seconds(self) -> float:
        """How far it was moved."""
        return self.ahead.total_seconds()


@pytest.fixture
def organization() -> Iterator[Organization]:
    """Three small instances, the first two signed in; the third is globex."""
    with serving(make_world(sessions=3, accounts=9, roles=2)) as served:
        yield served


@pytest.fixture
def home(organization: Organization) -> Iterator[DemoHome]:
    """In a folder that other users can reach, unlike those of pytest: some tests become one."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield make_home(Path(name), organization, os.environ)


@pytest.fixture
def build(home: DemoHome) -> Callable[[], Backend]:
    """Another ssotui in the same home."""
    return lambda: wiring.build(home.env, Settings())


@pytest.fixture
def backend(build: Callable[[], Backend]) -> Backend:
    return build()


@pytest.fixture
def session_of(backend: Backend) -> Callable[[str], SsoSession]:
    """A configured session by name."""
    return lambda name: next(one for one in backend.profiles.read().sessions if one.name == name)


@pytest.fixture
def acme(session_of: Callable[[str], SsoSession]) -> SsoSession:
    """Signed in from the start."""
    return session_of("acme")


@pytest.fixture
def globex(session_of: Callable[[str], SsoSession]) -> SsoSession:
    """Nobody is signed in there."""
    return session_of("globex")


class Impatient(threading.Event):
    """Waits for nothing, so that tests don't either."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


@pytest.fixture
def cancel() -> threading.Event:
    return Impatient()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def decide_in_browser() -> Iterator[Decide]:
    """``decide(address, decision="approve")``: a browser goes through the page of /authorize, in the background."""
    pools: list[WorkerPool] = []

    def visit(address: str, decision: str) -> None:
        page = urllib.request.urlopen(address).read().decode()
        found = re.search(r"name='request' value='([^']+)'", page)
        assert found, page
        form = urllib.parse.urlencode({"request": found[1], "decision": decision}).encode()
        url = urllib.parse.urlsplit(address)
        urllib.request.urlopen(f"{url.scheme}://{url.netloc}/authorize", form).read()

    def decide(address: str, decision: str = "approve") -> None:
        pools.append(WorkerPool(lambda _: visit(address, decision)))

    yield decide
    for pool in pools:
        pool.wait()


@pytest.fixture
def sign_in(organization: Organization, cancel: threading.Event) -> Callable[[Backend, SsoSession], None]:
    """Sign in with a code that is approved at once."""

    def signed_in(backend: Backend, session: SsoSession) -> None:
        begun = begin(backend, session, SignInOptions("device-code", open_browser=False))
        assert not isinstance(begun, SignedIn)
        organization.approve(begun.prompt.user_code)
        begun.finish(cancel)

    return signed_in


@pytest.fixture
def at_once() -> Callable[..., list[object]]:
    """``at_once(10, work)``: the results of ten threads that start together; a result may be an exception."""

    def run(count: int, work: Callable[[], object]) -> list[object]:
        barrier, results = threading.Barrier(count), list[object]()

        def one(_: threading.Event) -> None:
            barrier.wait()
            results.append(work())

        assert WorkerPool(one, count).wait(60)
        return results

    return run


@contextmanager
def read_only(folder: Path, but: Path | None = None) -> Iterator[None]:
    """As a user who may read everything but write nothing there; root becomes such a one meanwhile.

    In ``but`` that user may write.
    """
    home = folder.parents[2]
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (home / ".local" / "state" / "ssotui" / "locks").mkdir(parents=True, exist_ok=True)
    for lock in (home / ".local").rglob("*.lock"):
        lock.unlink()
    for path in (home / ".local").rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    if but:
        but.chmod(0o777)
    folder.chmod(0o555)
    try:
        with as_ordinary_user():
            yield
    finally:
        folder.chmod(0o755)
