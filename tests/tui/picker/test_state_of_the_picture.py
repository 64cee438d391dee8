"""The picker goes on with what the early picture shows, whatever other programs change meanwhile."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from ssotui import wiring
from ssotui.cli import paint_early
from ssotui.core.catalog import Known, SessionCatalog
from ssotui.core.model import Account, Profile, RoleRef
from ssotui.core.ports.backend import Backend
from ssotui.demo.home import DemoHome
from ssotui.settings import Settings
from ssotui.tui.picker.request import PickerRequest, opening_state
from ssotui.tui.picker.state import PickerState

MANY = 2000
REQUEST = PickerRequest(Settings())


class Terminal:
    """A terminal that is held; nothing is painted on it without a kept look."""

    size = os.terminal_size((120, 40))

    def paint(self, picture: str) -> None:
        raise AssertionError(picture)


def profiles_in(backend: Backend) -> list[Profile]:
    """Those of the session with the large catalog."""
    read = backend.profiles.read()
    return [profile for profile in read.profiles if profile.ref and profile.ref.session == read.sessions[0].name]


@pytest.fixture
def backend(home: DemoHome, monkeypatch: pytest.MonkeyPatch) -> Backend:
    """With a large catalog and its head; one role was used."""
    made = wiring.build(home.env, Settings())
    now = datetime.now(UTC)
    refs = [profile.ref for profile in profiles_in(made) if profile.ref]
    ids = [*(f"{number:012}" for number in range(MANY)), *dict.fromkeys(ref.account_id for ref in refs)]
    accounts = tuple(Account(one, f"account {one}", "a@example.com") for one in ids)
    names = tuple(sorted({ref.role for ref in refs}))
    catalog = SessionCatalog(Known(accounts, now), {one: Known(names, now) for one in ids})
    made.catalogs.save(made.profiles.read().sessions[0], catalog)
    made.history.record_use(str(profiles_in(made)[0].ref), now)
    paint_early.keep_heads(made, home.env)
    monkeypatch.setattr(paint_early, "held", Terminal)
    return made


def chosen(state: PickerState) -> RoleRef | None:
    """What Enter acts on."""
    return state.outline().row(state.first_pin()).ref


def test_enter_acts_on_the_role_that_the_picture_of_a_head_shows(backend: Backend, home: DemoHome) -> None:
    name = backend.profiles.read().sessions[0].name
    shown, other, *_ = profiles_in(backend)
    _, state = paint_early.paint(REQUEST, backend, home.env)
    assert state, "the picture's state"
    assert state.catalog.of(name).unread, "a head"
    assert chosen(state) == shown.ref
    for _ in range(3):
        backend.history.record_use(str(other.ref), datetime.now(UTC))
    assert chosen(opening_state(backend, REQUEST)) == other.ref
    whole = paint_early.completed(state, backend)
    assert whole
    assert whole.catalog.of(name).total == len(whole.snapshot.catalog.of(name).known_accounts()) > MANY
    assert chosen(whole) == shown.ref
