"""Registered OIDC clients in the files of AWS CLI v2 (botocore/utils.py, ``_registration_cache_key``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ssotui.core.digests import sha1
from ssotui.core.model import Registration, SsoSession
from ssotui.core.sign_in.oidc import Client
from ssotui.core.timestamps import parse_timestamp, timestamp
from ssotui.files.atomic import remove_file, replace_file
from ssotui.files.json_store import read_json_store


class ClientFiles:
    """One JSON file per session in ``folder`` (paths.token_folder)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, session: SsoSession) -> Path:
        """The file's name as AWS CLI v2 computes it. Scopes count as null if not configured, as [] if empty."""
        words = {
            "tool": "botocore",
            "startUrl": session.start_url,
            "region": session.sso_region,
            "scopes": None if session.scopes is None or session.legacy else list(session.scopes),
            "session_name": None if session.legacy else session.name,
        }
        text = json.dumps(words, sort_keys=True)
        return self._folder / (sha1(text.encode()) + ".json")

    def load(self, session: SsoSession) -> Client | None:
        """The session's registered client; None if there is none that can be read."""
        return read_json_store(self.path(session), _client, None)

    def save(self, session: SsoSession, client: Client) -> None:
        """Write the same bytes as AWS CLI v2, readable by the user only. Raises FileError."""
        registration = client.registration
        assert registration.expires_at is not None, "AWS always says how long a registration lasts"
        members: dict[str, object] = {
            "clientId": registration.client_id,
            "clientSecret": registration.client_secret,
            "expiresAt": timestamp(registration.expires_at),
        }
        if client.scopes:
            members["scopes"] = list(client.scopes)
        if client.grant_types:
            members["grantTypes"] = list(client.grant_types)
        replace_file(self.path(session), json.dumps(members).encode(), private=True)

    def forget(self, session: SsoSession) -> None:
        """Remove the file, if there is one. Raises FileError."""
        remove_file(self.path(session))


def _client(members: Mapping[str, object]) -> Client:
    """Raises ValueError, TypeError or KeyError for a damaged document."""
    expires_at = parse_timestamp(_text(members["expiresAt"]))
    registration = Registration(_text(members["clientId"]), _text(members["clientSecret"]), expires_at)
    return Client(registration, _texts(members.get("scopes")), _texts(members.get("grantTypes")))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(value)
    return value


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(map(_text, value))
