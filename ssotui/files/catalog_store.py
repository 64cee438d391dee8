"""Caches the catalog of accounts and roles between runs: one compact JSON file per session, no secrets.

Each member is an array with one value per account (a column), because tuples are built fastest from arrays: 5,000
accounts must be loaded before the first frame.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from typing import Any

from ssotui.core.catalog import UNKNOWN, Accounts, Knowledge, Known, Roles, SessionCatalog, last_known
from ssotui.core.catalog_changes import NO_CHANGES, CatalogChanges
from ssotui.core.digests import sha1
from ssotui.core.model import Account, SsoSession
from ssotui.core.printable import printable
from ssotui.files.atomic import replace_file
from ssotui.files.json_store import read_json_store

_VERSION = 2
_READ = (1, 2)  # format versions; 1 is without changes (new and gone)
_NOTHING = SessionCatalog()


class CatalogFiles:
    """Implements core.ports.backend.CatalogStore in ``folder`` (paths.cache_folder). Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, session: SsoSession) -> Path:
        """One file per session and start URL: two config files may use one name for different organizations."""
        named = sha1(f"{session.name}\n{session.start_url}".encode())
        return self._folder / f"catalog-{named}.json"

    def load(self, session: SsoSession) -> SessionCatalog:
        """The saved catalog; an empty one if the file is absent, damaged, or of another version or start URL."""
        return read_json_store(self.path(session), lambda document: catalog_in(document, session), _NOTHING)

    def save(self, session: SsoSession, catalog: SessionCatalog) -> None:
        """Save what is Known, times in whole seconds. Raises FileError."""
        replace_file(self.path(session), _pieces(document_of(session, catalog)))


def document_of(session: SsoSession, catalog: SessionCatalog) -> dict[str, Any]:
    """What is saved, for JSON."""
    document = {"version": _VERSION, "session": session.name, "start_url": session.start_url}
    document |= _accounts_document(catalog.accounts) | _roles_document(catalog.roles)
    return document | {"news": _changes_document(catalog.changes)}


def _pieces(document: Mapping[str, Any]) -> Iterator[bytes]:
    """The document column by column: in one piece it would need ten times the memory, and a listing saves often."""
    before = b"{"
    for name, column in document.items():
        yield before
        yield f"{json.dumps(name)}:{json.dumps(column, separators=(',', ':'))}".encode()
        before = b","
    yield b"}"


def _accounts_document(accounts: Knowledge[Accounts]) -> dict[str, Any]:
    known = last_known(accounts)
    if not known:
        return {"as_of": None}
    ids, names, emails = zip(*known.value, strict=True) if known.value else ((), (), ())
    return {"as_of": _seconds(known.as_of), "ids": ids, "names": names, "emails": emails}


def _roles_document(roles: Mapping[str, Knowledge[Roles]]) -> dict[str, Any]:
    known = {account_id: last for account_id, answer in roles.items() if (last := last_known(answer))}
    names = {name: number for number, name in enumerate(dict.fromkeys(_all_names(known.values())))}
    return {
        "role_names": list(names),
        "role_accounts": list(known),
        "role_ages": [_seconds(answer.as_of) for answer in known.values()],
        "roles": [[names[name] for name in answer.value] for answer in known.values()],
    }


def _changes_document(changes: CatalogChanges) -> dict[str, Any]:
    return {
        "accounts": sorted(changes.accounts),
        "roles": {account_id: sorted(roles) for account_id, roles in changes.roles.items()},
        "gone_accounts": changes.gone_accounts,
        "gone_roles": dict(changes.gone_roles),
    }


def _all_names(answers: Iterable[Known[Roles]]) -> Iterable[str]:
    return (name for answer in answers for name in answer.value)


def catalog_in(document: Mapping[str, Any], session: SsoSession) -> SessionCatalog:
    """Raises ValueError, LookupError, TypeError, AttributeError, OverflowError or OSError for a damaged document."""
    expected = {"session": session.name, "start_url": session.start_url}
    if document["version"] not in _READ or any(document[key] != value for key, value in expected.items()):
        return _NOTHING
    changes = NO_CHANGES if document["version"] == 1 else _changes(document["news"])
    return SessionCatalog(_accounts(document), _roles(document), changes)


def _accounts(document: Mapping[str, Any]) -> Knowledge[Accounts]:
    if document["as_of"] is None:
        return UNKNOWN
    ids, names, emails = _texts(document["ids"]), _texts(document["names"]), _texts(document["emails"])
    if not _is_clean(names) or not _is_clean(emails):
        raise ValueError("a name that a terminal would obey")
    rows: Iterable[Account] = map(tuple.__new__, repeat(Account), zip(ids, names, emails, strict=True))
    return Known(tuple(rows), _moment(document["as_of"]))


def _roles(document: Mapping[str, Any]) -> dict[str, Knowledge[Roles]]:
    table = dict(enumerate(_texts(document["role_names"])))
    ages = {age: _moment(age) for age in set(document["role_ages"])}
    shared: dict[Roles, Roles] = {}  # many accounts share a set of roles
    found: dict[str, Knowledge[Roles]] = {}
    columns = zip(_texts(document["role_accounts"]), document["role_ages"], document["roles"], strict=True)
    for account_id, age, numbers in columns:
        names = tuple(map(table.__getitem__, numbers))
        found[account_id] = Known(shared.setdefault(names, names), ages[age])
    return found


def _changes(document: Mapping[str, Any]) -> CatalogChanges:
    gone = [_texts(account) for account in document["gone_accounts"]]
    roles, gone_roles = document["roles"], document["gone_roles"]
    names = [*_together(gone), *_together(roles.values()), *_together(gone_roles.values())]
    if not _is_clean(names):
        raise ValueError("a name that a terminal would obey")
    return CatalogChanges(
        frozenset(_texts(document["accounts"])),
        {account_id: frozenset(names) for account_id, names in roles.items()},
        tuple(Account(*account) for account in gone),
        {account_id: tuple(names) for account_id, names in gone_roles.items()},
    )


def _together(columns: Iterable[object]) -> list[str]:
    return [text for column in columns for text in _texts(column)]


def _texts(column: object) -> list[str]:
    if not isinstance(column, list) or not {str}.issuperset(map(type, column)):
        raise ValueError("not texts")
    return column


def _is_clean(texts: list[str]) -> bool:
    """Whether all texts are printable as they are. Joining them makes it one check in nearly all cases."""
    return "".join(texts).isprintable() or all(text == printable(text) for text in texts)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
