"""Copies owner, extended attributes and ACLs of a file to its replacement."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def keep_owner(temporary: Path, before: os.stat_result) -> None:
    """Only for root, the only user who can change an owner."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(temporary, before.st_uid, before.st_gid)


def give_to_folders_owner(path: Path) -> None:
    """Only for root: a file created in a user's folder (``sudo -E``) gets the user as its owner."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        keep_owner(path, path.parent.stat())


def keep_attributes(temporary: Path, target: Path) -> None:
    """Extended attributes, POSIX ACLs included. Python only supports them on Linux."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(target)
    except OSError:
        return  # the file system has none
    for name in names:
        try:
            os.setxattr(temporary, name, os.getxattr(target, name))
        except OSError as error:
            if error.errno not in _NOT_TO_KEEP:
                raise


_NOT_TO_KEEP = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENODATA, errno.EINVAL)
