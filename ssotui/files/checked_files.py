"""Reads the files that doctor checks, changes them, and finds those of other users."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from ssotui import paths
from ssotui.core.ports.machine import FoundFile
from ssotui.errors import FileError
from ssotui.files.atomic import files_in, fingerprint, make_private, mode_of, read_file, rename_file
from ssotui.files.config_file import ConfigFile
from ssotui.files.locks import can_lock

_LARGEST = 1_000_000  # bytes: no token file is that large
_DEPTH = 3  # levels of folders: those of ssotui and of AWS's tools have no more
_MOST = 2_000  # the most files whose owner is looked at


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
        except FileError as error:
            raise paths.with_variable(error, self._env) from error

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
                hint = "Nothing was written. Try again."
                raise FileError(before.path, "another program has just changed it", hint=hint)
            return file.replace(now, content)

    def protect(self, path: str) -> None:
        make_private(Path(path))

    def set_aside(self, path: str) -> None:
        """Rename it to ``NAME.set-aside``: AWS's tools only read ``*.json``."""
        rename_file(Path(path), f"{Path(path).name}.set-aside")


def _found_or_not(path: Path) -> FoundFile:
    try:
        return _found(path)
    except FileError as error:
        return FoundFile(str(path), b"", 0, error)


def _found(path: Path) -> FoundFile:
    content = read_file(path) or b""
    return FoundFile(str(path), content, mode_of(path) if content else 0)


def has_others_files(folder: Path) -> bool:
    """Whether an entry of ``folder`` has another owner than the home; False on Windows, where that isn't known."""
    if os.name != "posix":
        return False
    try:
        owner = _nearest(folder.parent).stat().st_uid
    except OSError:
        return False
    return any(user != owner for _, user in zip(range(_MOST), _owners(folder, _DEPTH), strict=False))


def _nearest(folder: Path) -> Path:
    return folder if os.path.lexists(folder) else _nearest(folder.parent)


def _owners(folder: Path, depth: int) -> Iterator[int]:
    try:
        yield folder.lstat().st_uid
        if depth and not folder.is_symlink() and folder.is_dir():
            with os.scandir(folder) as found:
                for inner in found:
                    yield from _owners(Path(inner.path), depth - 1)
    except OSError:
        return
