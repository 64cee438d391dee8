"""The head of a large catalog stands for it in the first picture, as long as the catalog's file is as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ssotui.core.catalog import UNKNOWN, Known, SessionCatalog
from ssotui.core.model import Account, SsoSession
from ssotui.core.session_status import of_listing
from ssotui.files.catalog_heads import CatalogHeads
from ssotui.settings import Settings

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ACME = SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1")
MANY = 1000
LAST = "000000000999"


def catalog_of(count: int) -> SessionCatalog:
    accounts = tuple(Account(f"{number:012}", f"account {number:04}", "a@example.com") for number in range(count))
    return SessionCatalog(Known(accounts, NOW), {account.id: Known(("Admin", "Read"), NOW) for account in accounts})


@pytest.fixture
def heads(tmp_path: Path) -> CatalogHeads:
    """A large catalog, and its head with one account more."""
    stored = CatalogHeads(tmp_path)
    stored.save(ACME, catalog_of(MANY))
    stored.save_head(ACME, [LAST])
    return stored


def test_it_has_the_first_accounts_of_the_tree_and_those_asked_for(heads: CatalogHeads) -> None:
    head = heads.load(ACME)
    first, *_, last = head.known_accounts()
    assert first.name == "account 0000"
    assert last.id == LAST
    assert head.known_roles(LAST) == ("Admin", "Read")
    assert len(head.known_accounts()) < MANY / 2
    assert heads.covered == [frozenset([LAST])]


def test_all_accounts_are_counted(heads: CatalogHeads) -> None:
    whole, head = catalog_of(MANY), heads.load(ACME)
    assert head.total == whole.total == MANY
    age = Settings().catalog_max_age
    assert of_listing(head, NOW, age) == of_listing(whole, NOW, age)


def test_once_the_catalog_has_changed_it_is_loaded_whole(heads: CatalogHeads) -> None:
    heads.save(ACME, catalog_of(MANY + 1))
    assert heads.load(ACME).unread == 0
    assert heads.load(ACME).total == MANY + 1
    assert heads.covered == []


def test_a_head_is_made_anew_for_other_accounts(heads: CatalogHeads) -> None:
    heads.save_head(ACME, ["000000000998"])
    assert heads.load(ACME).account("000000000998")
    assert heads.load(ACME).account(LAST) is None


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"made_of": 1}', '{"made_of": [1, 2, 3], "unread": 5, "others": []}']
)
def test_a_damaged_head_counts_as_absent(heads: CatalogHeads, content: str) -> None:
    heads.head_path(ACME).write_text(content)
    assert heads.load(ACME) == catalog_of(MANY)


@pytest.mark.parametrize(
    "damage", [{"unread": -1}, {"unread": 0}, {"unread": 10**400}, {"x": "x" * (1 << 20)}], ids=list
)
def test_a_head_that_no_catalog_has_counts_as_absent(heads: CatalogHeads, damage: dict[str, Any]) -> None:
    path = heads.head_path(ACME)
    path.write_text(json.dumps({**json.loads(path.read_text()), **damage}))
    assert heads.load(ACME) == catalog_of(MANY)


@pytest.mark.parametrize("kind", ["small", "incomplete", "absent"])
def test_no_head_is_made_where_the_whole_is_needed(tmp_path: Path, kind: str) -> None:
    stored = CatalogHeads(tmp_path)
    if kind != "absent":
        catalog = catalog_of(20 if kind == "small" else MANY)
        roles = {**catalog.roles, "000000000001": UNKNOWN} if kind == "incomplete" else catalog.roles
        stored.save(ACME, catalog._replace(roles=roles))
    stored.save_head(ACME, [])
    assert not stored.head_path(ACME).exists()
