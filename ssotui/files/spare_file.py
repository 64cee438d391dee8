"""Room on the disk that is taken before it is needed, for what can't be asked for twice."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from ssotui.files.atomic import make_folder, name_beside, real_path, trouble, write_beside
from ssotui.files.durability import settle
from ssotui.files.windows_retries import patiently

_ROOM = 64 << 10
"""Bytes: many times what the largest token takes."""


class SpareFile:
    """A file beside ``path``, synced, that is as large as what will be written."""

    def __init__(self, path: Path, spare: Path) -> None:
        self._path = path
        self._spare = spare

    def replace(self, content: bytes) -> None:
        """Put ``content`` in the place of the file. Raises FileError."""
        try:
            with open(self._spare, "r+b", buffering=0) as file:  # noqa: PTH123  as in mounted_file
                file.write(content)
                file.truncate()
                os.fsync(file.fileno())
            target = real_path(self._path)
            patiently(lambda: self._spare.replace(target))
            settle(target.parent)
        except OSError as error:
            raise trouble(self._path, "written", error) from error


@contextlib.contextmanager
def spare_file(path: Path) -> Iterator[SpareFile]:
    """Room for a new version of ``path``, 0600, until the block ends.

    Raises FileError where there is none, or where the file could not be replaced (chattr +i).
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
        raise trouble(path, "written", error) from error


def _check_replaceable(target: Path) -> None:
    """Linux refuses to open what is immutable or append-only for writing with EPERM, whoever asks (open(2))."""
    try:
        os.close(os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))
    except OSError as error:
        if error.errno == errno.EPERM:
            raise
