"""The user's AWS configuration as a ProfileStore: read as often as one likes, written with care (contract.md 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ssotui import paths
from ssotui.core.backend import AwsConfiguration
from ssotui.errors import FileTrouble
from ssotui.files.atomic import Fingerprint, fingerprint, read_file
from ssotui.files.aws_config import AwsConfig, configuration, read_config, read_credentials
from ssotui.files.ini import IniSection, decoded

T = TypeVar("T")

_Versions = tuple[Fingerprint | None, Fingerprint | None]


class AwsProfiles:
    """``~/.aws/config`` and ``~/.aws/credentials``, wherever ``env`` puts them; any thread may use it."""

    def __init__(self, env: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._config = paths.config_file(env)
        self._credentials = paths.credentials_file(env)
        self._now = now
        self._cached: tuple[_Versions, AwsConfiguration] | None = None

    def read(self) -> AwsConfiguration:
        """What the files say now; unchanged files are not read again. Troubles are told in it, never raised."""
        versions = (fingerprint(self._config), fingerprint(self._credentials))
        cached = self._cached
        if cached and cached[0] == versions:
            return cached[1]
        found = self._read()
        self._cached = (versions, found)
        return found

    def _read(self) -> AwsConfiguration:
        trouble: list[FileTrouble] = []
        nothing: dict[str, IniSection] = {}
        config = _understood(self._config, read_config, AwsConfig(), trouble)
        credentials = _understood(self._credentials, read_credentials, nothing, trouble)
        found = configuration(config, credentials, str(self._config))
        return found._replace(trouble=(*trouble, *found.trouble), writable=not trouble)


def _understood(path: Path, read: Callable[[str, str], T], nothing: T, trouble: list[FileTrouble]) -> T:
    try:
        content = read_file(path)
        return nothing if content is None else read(decoded(content, str(path)), str(path))
    except FileTrouble as error:
        trouble.append(error)
        return nothing
