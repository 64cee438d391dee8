"""Responses of AssumeRole as AWS CLI v2 caches them in ~/.aws/cli/cache, so that one request serves both programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ssotui.core.timestamps import parse_timestamp
from ssotui.errors import FileError
from ssotui.files.atomic import read_file, replace_file
from ssotui.files.role_credentials_cache import credentials_in

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class AssumedRoleFiles(dict[str, Any]):
    """A cache with the interface of botocore's JSONFileCache (utils.py). A damaged file counts as absent.

    What can't be written is kept for this process, so that it asks for an MFA code only once.
    """

    def __init__(self, folder: Path, later_than: datetime = _LONG_AGO, unwritten: dict[str, Any] | None = None) -> None:
        """Responses that expire by ``later_than`` count as absent, too."""
        super().__init__()
        self._folder = folder
        self._later_than = later_than
        self._unwritten = {} if unwritten is None else unwritten

    def later(self, than: datetime) -> AssumedRoleFiles:
        """The same cache without the responses that expire by ``than``."""
        return AssumedRoleFiles(self._folder, than, self._unwritten)

    def __contains__(self, key: object) -> bool:
        return self._read(str(key)) is not None

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401  a response of any shape
        found = self._read(key)
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: str, answer: Any) -> None:  # noqa: ANN401  as above
        text = json.dumps(answer, default=_moment)
        try:
            replace_file(self._path(key), text.encode(), private=True)
        except FileError:
            self._unwritten[key] = json.loads(text)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _read(self, key: str) -> Any:  # noqa: ANN401  as above
        try:
            found = self._unwritten.get(key) or json.loads(read_file(self._path(key)) or b"")
            credentials = credentials_in(found)
            end = parse_timestamp(credentials["Expiration"])
            credentials["Expiration"] = _moment(end)  # botocore needs a time zone
        except (FileError, ValueError, LookupError, TypeError, RecursionError):
            return None
        if end <= self._later_than:
            return None
        return {**found, "Credentials": {**found["Credentials"], **credentials}}


def _moment(value: object) -> str:
    """``2026-11-28T08:00:00UTC``, as the AWS CLI writes times in this cache."""
    assert isinstance(value, datetime)
    return value.strftime("%Y-%m-%dT%H:%M:%S%Z")
