"""Copies owner, extended attributes and ACLs of a file to its replacement."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path


def keep_owner(temporary: Path, before: os.stat_result) -> None:
    """Copy the group if the user is a member of it, and for root the owner, which only root can change."""
    if not hasattr(os, "geteuid"):
        return
    if os.geteuid() == 0:
        os.chown(temporary, before.st_uid, before.st_gid)
    elif temporary.stat().st_gid != before.st_gid:
        with contextlib.suppress(OSError):  # EPERM for a group that the user isn't in (chown(2))
            os.chown(temporary, -1, before.st_gid)


def preserved_mode(temporary: Path, before: os.stat_result) -> int:
    """The mode of the old file. If its group couldn't be kept, the new group gets only the rights of all users."""
    mode = stat.S_IMODE(before.st_mode)
    if temporary.stat().st_gid == before.st_gid:
        return mode
    return mode & ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3


def give_to_folders_owner(path: Path) -> None:
    """Only for root: a file created in a user's folder (``sudo -E``) gets the user as its owner."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)


def keep_attributes(temporary: Path, target: Path) -> None:
    """Extended attributes, POSIX ACLs included. Python only supports them on Linux."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(target)
    except OSError:  # pragma: no cover - a file system without attributes
        return  # the file system has none
    for name in names:
        try:
            os.setxattr(temporary, name, os.getxattr(target, name))
        except OSError as error:  # pragma: no cover - a file system without attributes
            if error.errno not in _NOT_TO_KEEP:
                raise


_NOT_TO_KEEP = (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENODATA, errno.EINVAL)
