"""Documents of the right shape with one impossible value in them: read, refused in a sentence, or taken as absent."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ssotui.core.catalog import Catalog, Known, SessionCatalog
from ssotui.core.model import Account, Credentials, Registration, RoleRef, SsoSession, Token, token_state
from ssotui.core.session_status import SessionStatus, of_listing, of_sign_in
from ssotui.core.sign_in.oidc import Client
from ssotui.core.tree.frecency import preferences
from ssotui.errors import SsoTuiError
from ssotui.files.catalog_store import CatalogFiles
from ssotui.files.client_cache import ClientFiles
from ssotui.files.credentials_file import without_expired
from ssotui.files.history import HistoryFile
from ssotui.files.role_credentials_cache import RoleCredentialsFiles
from ssotui.files.token_cache import TokenFiles

NOW = datetime(2026, 11, 21, 6, 54, 9, tzinfo=UTC)
ACME = SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1")
REF = RoleRef("acme", "000000000001", "Admin")
CLIENT = Registration("client", "secret", NOW + timedelta(days=90))
DEEP: list[Any] = []
for _ in range(200):
    DEEP = [DEEP]
EXTREMES: tuple[Any, ...] = (
    int("9" * 400), -int("9" * 400), 2**63, -(2**63), 0, -1, 1.5, 1e308, -1e308, float("nan"), float("inf"), True, None,
    "", " ", "x" * 100_000, "\ud800", "\x00", "0000-00-00T00:00:00Z", "0001-01-01T00:00:00+14:00", "9" * 400,
    "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z", "2026-11-21T06:54:09+99:99", "-1", "1e999", "٣", [], {},
    [None], {"x": None}, DEEP,
)  # fmt: skip


def leaves(document: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in it, whole lists and objects included."""
    if path:
        yield path
    members = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, value in members:
        yield from leaves(value, (*path, key))


def spoiled(document: object) -> Iterator[tuple[str, bytes]]:
    """The document with each value replaced by each extreme."""
    for path in leaves(document):
        for extreme in EXTREMES:
            other = copy.deepcopy(document)
            place: Any = other
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = extreme
            yield f"{path} = {str(extreme)[:40]!r}", json.dumps(other).encode()


def assert_all_survive(path: Path, read: Callable[[], object]) -> None:
    """Every spoiled version of the document in ``path``."""
    document = json.loads(path.read_bytes())
    tried = 0
    for what, content in spoiled(document):
        path.write_bytes(content)
        try:
            read()
        except SsoTuiError:
            continue
        except Exception as error:  # noqa: BLE001  told with what caused it
            pytest.fail(f"{what}: {type(error).__name__}: {error}")
        finally:
            tried += 1
    assert tried >= len(EXTREMES)


def test_the_history(tmp_path: Path) -> None:
    history = HistoryFile(tmp_path)
    history.record_use("acme/1/Admin", NOW)
    history.set_favorites(["acme/1/Admin"], favorite=True)

    def read() -> None:
        loaded = history.load()
        of = preferences(loaded, NOW)
        assert of is not None
        history.record_use("another", NOW)

    assert_all_survive(tmp_path / "history.json", read)


def test_a_token(tmp_path: Path) -> None:
    tokens = TokenFiles(tmp_path, pause=lambda _: None)
    tokens.save(ACME, Token("access", NOW + timedelta(hours=1), "refresh", CLIENT))

    def read() -> None:
        token = tokens.load(ACME)
        end = token.expires_at if token else None
        of_sign_in(SessionStatus(token_state(token, NOW), end), NOW)
        if token:
            tokens.save(ACME, token)

    assert_all_survive(tokens.path(ACME), read)


def test_a_registration(tmp_path: Path) -> None:
    clients = ClientFiles(tmp_path)
    clients.save(ACME, Client(CLIENT, ("sso:account:access",), ("authorization_code",)))

    def read() -> None:
        client = clients.load(ACME)
        if client:
            client.serves("browser", NOW)
            clients.save(ACME, client)

    assert_all_survive(clients.path(ACME), read)


def test_role_credentials(tmp_path: Path) -> None:
    keys = RoleCredentialsFiles(tmp_path, tmp_path / "locks", lambda: NOW)
    keys.save(ACME, REF, Credentials("ASIA", "secret", "token", NOW + timedelta(hours=1)))

    def read() -> None:
        keys.load(ACME, REF)
        keys.end(ACME, REF)

    assert_all_survive(keys.path(ACME, REF), read)


def test_a_catalog(tmp_path: Path) -> None:
    catalogs = CatalogFiles(tmp_path)
    accounts = (Account("000000000001", "one", "a@example.com"), Account("000000000002", "two", ""))
    catalogs.save(ACME, SessionCatalog(Known(accounts, NOW), {"000000000001": Known(("Admin", "Read"), NOW)}))

    def read() -> None:
        catalog = catalogs.load(ACME)
        of_listing(catalog, NOW, timedelta(hours=12))
        for account in catalog.known_accounts():
            assert isinstance(account.id + account.name + account.email, str)
            assert all(isinstance(role, str) for role in catalog.known_roles(account.id))
        assert Catalog({"acme": catalog}).of("acme") == catalog

    assert_all_survive(catalogs.path(ACME), read)


@pytest.mark.parametrize(
    "end", ["2026-13-45T99:99:99Z", "0000-00-00T00:00:00Z", "9999-99-99T00:00:00Z", "2026-02-30T00:00:00Z"]
)
def test_an_impossible_date_in_our_own_remark_is_no_remark_of_ours(end: str) -> None:
    text = (
        f"[tmp]\n# ssotui: temporary credentials of 1/Admin, expires {end}; replaced by: ssotui creds --write\n"
        "aws_access_key_id = ASIA\naws_secret_access_key = s\naws_session_token = t\n"
    )
    assert without_expired(text, "credentials", NOW, "") == (text, ())
