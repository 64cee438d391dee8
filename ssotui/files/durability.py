"""Having the name of a new file on the disk, and not in memory alone."""

from __future__ import annotations

import errno
import os

TYPE_CHECKING = False  # every prompt waits for this
if TYPE_CHECKING:
    from pathlib import Path

_NOT_SYNCED = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


def settle(folder: Path) -> None:
    """Have a new name in ``folder`` survive a power cut. Raises OSError.

    Not where folders can't be opened (Windows, or one that may be changed but not read) or synced (SMB).
    """
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_SYNCED:
            raise
    finally:
        os.close(descriptor)
