"""A small organization in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

import pytest

from ssotui.core.catalog import Catalog, Known, SessionCatalog
from ssotui.core.model import Account
from ssotui.core.tree.rows import Openness

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

MakeCatalog = Callable[[Mapping[str, Mapping[str, tuple[str, ...]]]], Catalog]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def make_catalog() -> MakeCatalog:
    """``{session: {account name: roles}}`` -> a catalogue; ids count up from 111111111111."""

    def make(sessions: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Catalog:
        catalog, number = Catalog(), 111111111110
        for session, accounts in sessions.items():
            known = []
            for name in accounts:
                number += 1
                known.append(Account(f"{number:012d}", name, f"{name.replace(' ', '')}@example.com"))
            roles = {one.id: Known(accounts[one.name], NOW) for one in known}
            catalog = catalog.with_session(session, SessionCatalog(Known(tuple(known), NOW), roles))
        return catalog

    return make


def opened(branches: Iterable[tuple[str, ...]]) -> Openness:
    """What is open once a user has expanded these branches."""
    openness = Openness()
    for branch in branches:
        openness = openness.with_branch(branch, opened=True)
    return openness
