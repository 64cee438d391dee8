"""Reads the files that doctor checks, and changes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from ssotui import paths
from ssotui.core.ports.machine import FoundFile
from ssotui.errors import FileError
from ssotui.files.atomic import files_in, fingerprint, make_private, mode_of, read_file, rename_file
from ssotui.files.config_file import ConfigFile, Version
from ssotui.files.locks import can_lock
from ssotui.files.ownership import has_others_files

_LARGEST = 1_000_000  # bytes: no token file is that large


class AwsFiles:
    """Implements core.ports.machine.CheckedFiles for the files that ``env`` names."""

    def __init__(self, env: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._env = env
        self._config = paths.config_file(env)
        self._credentials = paths.credentials_file(env)
        self._tokens = paths.token_folder(env)
        self._state = paths.state_folder(env)
        self._now = now

    def config(self) -> FoundFile:
        return self._named(self._config)

    def credentials(self) -> FoundFile:
        return self._named(self._credentials)

    def _named(self, path: Path) -> FoundFile:
        try:
            return _found(path)
        except FileError as trouble:
            raise paths.with_variable(trouble, self._env) from trouble

    def tokens(self) -> tuple[FoundFile, ...]:
        seen = ((path, fingerprint(path)) for path in files_in(self._tokens, lambda name: name.endswith(".json")))
        return tuple(_found_or_not(path) for path, version in seen if version and version[1] <= _LARGEST)

    def owned_by_others(self) -> tuple[str, ...]:
        folders = (paths.token_folder(self._env).parents[1], self._state, paths.cache_folder(self._env))
        return tuple(str(folder) for folder in folders if has_others_files(folder))

    def can_lock(self) -> bool:
        return can_lock(self._state)

    def rewrite(self, before: FoundFile, content: bytes) -> bool:
        """See CheckedFiles. Raises FileError if the file has changed since it was read."""
        path = Path(before.path)
        file = ConfigFile(path, self._state, self._now)
        with file.alone():
            now = file.read()
            if now.content != before.content:
                raise FileError(before.path, "another program has just changed it", hint="Try again.")
            return file.replace(Version(before.content, fingerprint(path)), content)

    def protect(self, path: str) -> None:
        make_private(Path(path))

    def set_aside(self, path: str) -> None:
        """Rename it to ``NAME.set-aside``: AWS's tools only read ``*.json``."""
        rename_file(Path(path), f"{Path(path).name}.set-aside")


def _found_or_not(path: Path) -> FoundFile:
    try:
        return _found(path)
    except FileError as trouble:
        return FoundFile(str(path), b"", 0, trouble)


def _found(path: Path) -> FoundFile:
    content = read_file(path) or b""
    return FoundFile(str(path), content, mode_of(path) if content else 0)
