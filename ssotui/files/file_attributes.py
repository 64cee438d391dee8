"""What a file has besides its content and its mode, given on to the file that takes its place."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def keep_owner(temporary: Path, before: os.stat_result) -> None:
    """Only root can give a file away; for everybody else it is the same owner anyway."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(temporary, before.st_uid, before.st_gid)


def give_to_folders_owner(path: Path) -> None:
    """What root makes in a user's folder (``sudo -E``) is the user's, who could not change it otherwise."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        keep_owner(path, path.parent.stat())


def keep_attributes(temporary: Path, target: Path) -> None:
    """Extended attributes, POSIX ACLs among them; Python reads and writes them on Linux only."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(target)
    except OSError:
        return  # a file system without any
    for name in names:
        try:
            os.setxattr(temporary, name, os.getxattr(target, name))
        except OSError as error:
            if error.errno not in _NOT_TO_KEEP:
                raise


_NOT_TO_KEEP = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENODATA, errno.EINVAL)
