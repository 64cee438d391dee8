"""Syncs folders, so that new names in them survive a power failure."""

from __future__ import annotations

import errno
import os

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from pathlib import Path

_NOT_SYNCED = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


def settle(folder: Path) -> None:
    """Make a new name in ``folder`` survive a power failure. Raises OSError.

    Does nothing where folders can't be opened (on Windows, or without read permission) or synced (SMB).
    """
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # pragma: no cover - a folder that may be written but not read
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_SYNCED:  # pragma: no cover - a disk that fails
            raise
    finally:
        os.close(descriptor)
