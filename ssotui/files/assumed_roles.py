"""Responses of AssumeRole as AWS CLI v2 caches them in ~/.aws/cli/cache, so that one request serves both programs."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from ssotui.core.timestamps import parse_timestamp
from ssotui.errors import FileError
from ssotui.files.atomic import read_file, replace_file
from ssotui.files.role_credentials_cache import keys_in


class AssumedRoleFiles(dict[str, Any]):
    """A cache with the interface of botocore's JSONFileCache (utils.py). A damaged file counts as absent."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __contains__(self, key: object) -> bool:
        return self._read(str(key)) is not None

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401  a response of any shape
        found = self._read(key)
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: str, answer: Any) -> None:  # noqa: ANN401  as above
        text = json.dumps(answer, default=_moment)
        with contextlib.suppress(FileError):  # if the home can't be written, the next call makes a request again
            replace_file(self._path(key), text.encode(), private=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _read(self, key: str) -> Any:  # noqa: ANN401  as above
        try:
            found = json.loads(read_file(self._path(key)) or b"")
            keys = keys_in(found)
            keys["Expiration"] = _moment(parse_timestamp(keys["Expiration"]))  # botocore needs a time zone
        except (FileError, ValueError, LookupError, TypeError, RecursionError):
            return None
        return {**found, "Credentials": {**found["Credentials"], **keys}}


def _moment(value: object) -> str:
    """``2026-11-28T08:00:00UTC``, as the AWS CLI writes times in this cache."""
    assert isinstance(value, datetime)
    return value.strftime("%Y-%m-%dT%H:%M:%S%Z")
