"""Overwrites a file that is a mount of its own, as in containers, and so can't be replaced."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

from ssotui.files.atomic import file_error, real_path


def rewrite_file(path: Path, content: bytes, *, check: Callable[[], None] | None = None) -> None:
    """Overwrite ``path`` in place: only for a MountedFile, and only after a backup.

    Disk space is reserved before the first byte is changed. After an error or a signal the old content is restored.
    Raises FileError.
    """
    try:
        with open(real_path(path), "r+b", buffering=0) as file:  # noqa: PTH123  Path.open imports io's text layer
            before = file.read()
            if check:
                check()
            try:
                _take_room(file.fileno(), len(content))
                _overwrite(file.fileno(), content)
            except BaseException:
                _overwrite(file.fileno(), before)
                raise
    except OSError as error:
        raise file_error(path, "written", error) from error


def _take_room(descriptor: int, size: int) -> None:
    """Reserve ``size`` bytes on the disk if it supports that, to fail before the first byte is changed."""
    if not hasattr(os, "posix_fallocate") or not size:
        return
    try:
        os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS):  # pragma: no branch - a full disk
            raise


def _overwrite(descriptor: int, content: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]
    os.ftruncate(descriptor, len(content))
    os.fsync(descriptor)
