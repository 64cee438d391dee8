"""Reserves disk space before a request whose response must not be lost."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from ssotui.files.atomic import file_error, make_folder, name_beside, real_path, write_beside
from ssotui.files.durability import settle
from ssotui.files.windows_retries import patiently

_ROOM = 64 << 10
"""Bytes to reserve: many times the size of the largest token."""


class SpareFile:
    """A synced file next to ``path`` of the reserved size."""

    def __init__(self, path: Path, spare: Path) -> None:
        self._path = path
        self._spare = spare

    def replace(self, content: bytes) -> None:
        """Write ``content`` and replace ``path`` with it. Raises FileError."""
        try:
            with open(self._spare, "r+b", buffering=0) as file:  # noqa: PTH123  as in mounted_file
                file.write(content)
                file.truncate()
                os.fsync(file.fileno())
            target = real_path(self._path)
            patiently(lambda: self._spare.replace(target))
            settle(target.parent)
        except OSError as error:  # pragma: no cover - a disk that fails
            raise file_error(self._path, "written", error) from error


@contextlib.contextmanager
def spare_file(path: Path) -> Iterator[SpareFile]:
    """Reserve space for a new version of ``path`` with mode 0600, until the block ends.

    Raises FileError if there is no space, or if the file can't be replaced (chattr +i).
    """
    target = real_path(path)
    spare = name_beside(target)
    try:
        _take_room(target, spare, path)
        yield SpareFile(path, spare)
    finally:
        spare.unlink(missing_ok=True)


def _take_room(target: Path, spare: Path, path: Path) -> None:
    try:
        make_folder(target.parent)
        _check_replaceable(target)
        write_beside(spare, target, b" " * _ROOM)
    except OSError as error:
        raise file_error(path, "written", error) from error


def _check_replaceable(target: Path) -> None:
    """Raises for an immutable or append-only file, which Linux refuses to open for writing with EPERM (man 2 open)."""
    try:
        os.close(os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        if error.errno == errno.EPERM:
            raise
