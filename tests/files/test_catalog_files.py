"""The catalogue survives from one run to the next; anything wrong with it means that there is none."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssotui.core.catalog import UNKNOWN, Failed, Known, Loading, SessionCatalog
from ssotui.core.catalog_changes import CatalogChanges
from ssotui.core.model import Account, SsoSession
from ssotui.core.printable import printable
from ssotui.errors import Unreachable
from ssotui.files.catalog_store import CatalogFiles

ACME = SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1")
THEN = datetime(2026, 11, 21, 6, 54, 9, tzinfo=UTC)
LATER = THEN + timedelta(hours=1)
PROD, DEV = Account("012345678901", "Prod", "p@example.com"), Account("111122223333", "", "")
GONE = Account("222233334444", "Left", "l@example.com")
CATALOG = SessionCatalog(
    Known((PROD, DEV), THEN), {PROD.id: Known(("Admin", "ReadOnly"), LATER), DEV.id: Known((), THEN)}
)


@pytest.fixture
def catalogs(tmp_path: Path) -> CatalogFiles:
    return CatalogFiles(tmp_path / "cache" / "ssotui")


def test_what_was_kept_is_there_with_every_age(catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, CATALOG)
    assert catalogs.load(ACME) == CATALOG


def test_an_account_is_an_account_again(catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, CATALOG)
    assert [account.title for account in catalogs.load(ACME).known_accounts()] == ["Prod", "111122223333"]


def test_only_the_user_can_read_it(catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, CATALOG)
    assert stat.S_IMODE(catalogs.path(ACME).stat().st_mode) == 0o600


def test_what_was_known_before_a_refresh_is_kept(catalogs: CatalogFiles) -> None:
    gone = Unreachable("No answer.")
    catalogs.save(
        ACME,
        SessionCatalog(
            Loading(Known((PROD,), THEN)),
            {PROD.id: Failed(gone, Known(("Admin",), THEN)), DEV.id: Failed(gone), "3": Loading(), "4": UNKNOWN},
        ),
    )
    assert catalogs.load(ACME) == SessionCatalog(Known((PROD,), THEN), {PROD.id: Known(("Admin",), THEN)})


@pytest.mark.parametrize("catalog", [SessionCatalog(), SessionCatalog(Known((), THEN))])
def test_nothing_known_and_no_accounts_stay_two_things(catalog: SessionCatalog, catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, catalog)
    assert catalogs.load(ACME) == catalog


def test_another_session_or_start_url_has_a_catalogue_of_its_own(catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, CATALOG)
    assert catalogs.load(SsoSession("other", ACME.start_url, "eu-west-1")) == SessionCatalog()
    assert catalogs.load(SsoSession("acme", "https://other.awsapps.com/start", "eu-west-1")) == SessionCatalog()


CHANGES: dict[str, object] = {
    "version": 3,
    "start_url": "https://other/start",
    "session": "other",
    "as_of": "now",
    "ids": ["1"],
    "names": ["\x1b[31mred", "b"],
    "emails": [1, 2],
    "role_names": [1, 2],
    "role_accounts": ["1"],
    "role_ages": [1e30, 1],
    "roles": [[7], [-1]],
    "news": {"accounts": [], "roles": {}, "gone_accounts": [["1", "\x1b[31mred", ""]], "gone_roles": {}},
}


@pytest.mark.parametrize(("member", "value"), CHANGES.items())
def test_a_document_that_is_not_ours_means_no_catalogue(member: str, value: object, catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, CATALOG)
    path = catalogs.path(ACME)
    document = json.loads(path.read_bytes())
    assert member in document
    path.write_text(json.dumps({**document, member: value}))
    assert catalogs.load(ACME) == SessionCatalog()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"null", b"7", b"\xff", b"[" * 100_000])
def test_a_corrupt_file_means_no_catalogue(content: bytes, catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, CATALOG)
    catalogs.path(ACME).write_bytes(content)
    assert catalogs.load(ACME) == SessionCatalog()


def test_what_was_new_and_gone_is_kept(catalogs: CatalogFiles) -> None:
    changes = CatalogChanges(frozenset({PROD.id}), {DEV.id: frozenset({"Read"})}, (GONE,), {DEV.id: ("Admin", "Old")})
    catalogs.save(ACME, CATALOG._replace(changes=changes))
    assert catalogs.load(ACME).changes == changes


def test_a_catalogue_from_before_there_were_news_is_read(catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, CATALOG)
    path = catalogs.path(ACME)
    document = json.loads(path.read_bytes())
    del document["news"]
    path.write_text(json.dumps({**document, "version": 1}))
    assert catalogs.load(ACME) == CATALOG


@pytest.mark.parametrize(
    "changes",
    [
        None,
        [],
        {"accounts": [1], "roles": {}, "gone_accounts": [], "gone_roles": {}},
        {"accounts": [], "roles": {"1": "Read"}, "gone_accounts": [], "gone_roles": {}},
        {"accounts": [], "roles": {}, "gone_accounts": [["1", "too few"]], "gone_roles": {}},
        {"accounts": [], "roles": {}, "gone_accounts": [], "gone_roles": {"1": ["\x1b[31mred"]}},
    ],
)
def test_news_that_are_not_ours_mean_no_catalogue(changes: object, catalogs: CatalogFiles) -> None:
    catalogs.save(ACME, CATALOG)
    path = catalogs.path(ACME)
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "news": changes}))
    assert catalogs.load(ACME) == SessionCatalog()


@given(position=st.floats(0, 1, exclude_max=True), byte=st.binary(min_size=0, max_size=2))
@settings(deadline=None, max_examples=150)
def test_no_damage_to_the_file_is_ever_an_error(
    position: float, byte: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    catalogs = CatalogFiles(tmp_path_factory.getbasetemp() / "damaged")
    catalogs.save(ACME, CATALOG)
    path = catalogs.path(ACME)
    content = path.read_bytes()
    cut = int(position * len(content))
    path.write_bytes(content[:cut] + byte + content[cut + 1 :])
    assert isinstance(catalogs.load(ACME), SessionCatalog)


def test_a_folder_in_its_place_means_no_catalogue(catalogs: CatalogFiles) -> None:
    catalogs.path(ACME).mkdir(parents=True)
    assert catalogs.load(ACME) == SessionCatalog()


@given(
    names=st.lists(st.text().map(printable), max_size=5),
    roles=st.lists(st.lists(st.text(min_size=1), max_size=4).map(tuple), max_size=5),
)
@settings(deadline=None, max_examples=80)
def test_any_names_come_back_as_they_were(
    names: list[str], roles: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    catalogs = CatalogFiles(tmp_path_factory.getbasetemp() / "names")
    accounts = tuple(Account(f"{number:012}", name, name) for number, name in enumerate(names))
    answers = {account.id: Known(answer, THEN) for account, answer in zip(accounts, roles, strict=False)}
    catalog = SessionCatalog(Known(accounts, LATER), answers)
    catalogs.save(ACME, catalog)
    assert catalogs.load(ACME) == catalog
