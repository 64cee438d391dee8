"""Keeps the heads of large catalogs (core.catalog_head), one JSON file per session in a folder beside the catalogs.

A head counts as absent once the catalog's file has changed.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ssotui.core.catalog import SessionCatalog
from ssotui.core.catalog_head import head_of
from ssotui.core.model import SsoSession
from ssotui.errors import FileError
from ssotui.files.atomic import fingerprint, replace_file
from ssotui.files.catalog_store import CatalogFiles, catalog_in, document_of
from ssotui.files.json_store import read_json_store

_SMALL = 64 << 10  # bytes of a catalog that is loaded as fast as its head
_LARGEST = 1 << 20  # bytes of a head
_MOST = 1_000_000  # accounts


class CatalogHeads:
    """Loads heads where there are any, else whole catalogs. ``covered`` are the IDs that each head was made for."""

    def __init__(self, folder: Path) -> None:
        self._catalogs = CatalogFiles(folder)
        self.covered: list[frozenset[str]] = []

    def head_path(self, session: SsoSession) -> Path:
        whole = self._catalogs.path(session)
        return whole.parent / "heads" / whole.name

    def load(self, session: SsoSession) -> SessionCatalog:
        """The head, or the whole catalog."""
        head = self._head(session)
        if head is None:
            return self._catalogs.load(session)
        self.covered.append(head[1])
        return head[0]

    def save(self, session: SsoSession, catalog: SessionCatalog) -> None:
        """Save the whole catalog. Raises FileError."""
        self._catalogs.save(session, catalog)

    def save_head(self, session: SsoSession, others: Collection[str]) -> None:
        """Save the head of the saved catalog, if it is large and complete."""
        made_of = fingerprint(self._catalogs.path(session))
        if made_of is None or made_of[1] < _SMALL:
            return
        known = self._head(session)
        if known and known[1].issuperset(others):
            return
        head = head_of(self._catalogs.load(session), others)
        if head is None or fingerprint(self._catalogs.path(session)) != made_of:
            return
        beside = {"made_of": made_of, "unread": head.unread, "others": sorted(others)}
        try:
            replace_file(self.head_path(session), [json.dumps({**document_of(session, head), **beside}).encode()])
        except FileError:
            return  # the next picture is painted from the whole catalog

    def _head(self, session: SsoSession) -> tuple[SessionCatalog, frozenset[str]] | None:
        """The head, and the IDs that it was made for; None if there is none for the catalog as it is."""
        made_of = fingerprint(self._catalogs.path(session))

        def parsed(document: Any) -> tuple[SessionCatalog, frozenset[str]] | None:  # noqa: ANN401  JSON
            if made_of is None or tuple(document["made_of"]) != made_of:
                return None
            unread = document["unread"]
            if not 0 < unread <= _MOST:
                raise ValueError("No head lacks so many accounts.")
            return catalog_in(document, session)._replace(unread=int(unread)), frozenset(document["others"])

        return read_json_store(self.head_path(session), parsed, None, _LARGEST)
