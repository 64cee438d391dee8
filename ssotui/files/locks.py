"""One writer at a time: a lock that the operating system takes back from a program that dies."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ssotui.errors import FileTrouble
from ssotui.files.atomic import make_folder, trouble

_PAUSE = 0.02
_MODE = 0o600
# What flock says where it isn't supported: SMB and AFP on macOS (ENOTSUP), BSD (EOPNOTSUPP), NFS without a lock
# service (ENOLCK), FUSE (ENOSYS). Found in the issues of cargo and filelock, which go on without a lock as well.
_UNSUPPORTED = frozenset({errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.ENOSYS})


@contextlib.contextmanager
def only_writer(lock: Path, writes: Path, timeout: float = 5.0) -> Iterator[None]:
    """Hold ``lock``, a file of ours, while ``writes`` is changed; wait for at most ``timeout`` seconds.

    The lock file stays behind, empty: removing it would let two programs each hold a lock of their own. Where the file
    system has no locks, writing goes on without one. Raises FileTrouble if another program holds the lock too long.
    """
    try:
        make_folder(lock.parent)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, _MODE)
        if os.name == "posix" and stat.S_IMODE(os.fstat(descriptor).st_mode) != _MODE:
            os.fchmod(descriptor, _MODE)  # whatever the umask has made of it
    except OSError as error:
        raise trouble(lock, "opened", error) from error
    try:
        _acquire(descriptor, lock, writes, time.monotonic() + timeout)
        yield
    finally:
        os.close(descriptor)  # gives the lock back


def _acquire(descriptor: int, lock: Path, writes: Path, deadline: float) -> None:
    while True:
        try:
            _lock(descriptor)
        except (BlockingIOError, PermissionError) as error:
            if time.monotonic() >= deadline:
                raise FileTrouble(
                    str(writes), "another ssotui is writing it", hint="Wait for it to finish, and do it again."
                ) from error
            time.sleep(_PAUSE)
        except OSError as error:
            if error.errno in _UNSUPPORTED:
                return
            raise trouble(lock, "locked", error) from error
        else:
            return


def can_lock(folder: Path) -> bool:
    """Whether the file system of ``folder`` has locks; True as well where no file can be made to try it with."""
    lock = folder / "locks.lock"
    try:
        make_folder(folder)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, _MODE)
    except OSError:
        return True
    try:
        _lock(descriptor)
    except OSError as error:
        return error.errno not in _UNSUPPORTED
    finally:
        os.close(descriptor)
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
