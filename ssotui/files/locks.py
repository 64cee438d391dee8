"""File locks, so that one program writes at a time. The operating system releases them when a process ends."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ssotui.errors import FileError
from ssotui.files.atomic import make_folder
from ssotui.files.file_attributes import give_to_folders_owner

_PAUSE = 0.02  # seconds between two tries
_MODE = 0o600
TRIAL_LOCK = "locks.lock"
"""The name of the file with which ``can_lock`` tries."""


@contextlib.contextmanager
def only_writer(lock: Path, writes: Path, timeout: float = 5.0) -> Iterator[None]:
    """Hold the lock file ``lock`` while ``writes`` is changed; wait for it for at most ``timeout`` seconds.

    Raises FileError if another program still holds the lock then.
    """
    with only_one(lock, timeout) as is_alone:
        if not is_alone:
            raise FileError(
                str(writes), "another ssotui process is writing it", hint="Wait for it to finish, then try again."
            )
        yield


@contextlib.contextmanager
def only_one(lock: Path, timeout: float) -> Iterator[bool]:
    """As ``only_writer``, but gives False instead of an error if another program still holds the lock.

    The empty lock file is left: removing it would let two programs hold locks on different files. Where files can't be
    locked, as on some network file systems and in read-only folders, it goes on without a lock.
    """
    descriptor = _opened(lock)
    if descriptor is None:
        yield True
        return
    try:
        yield _acquire(descriptor, time.monotonic() + timeout)
    finally:
        os.close(descriptor)  # releases the lock


def _opened(lock: Path) -> int | None:
    """The descriptor of the lock file; None if it can't be created."""
    try:
        make_folder(lock.parent)
        is_new = not lock.exists()
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, _MODE)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        if os.name == "posix" and stat.S_IMODE(os.fstat(descriptor).st_mode) != _MODE:
            os.fchmod(descriptor, _MODE)  # open applies the umask
        if is_new:
            give_to_folders_owner(lock)
    return descriptor


def _acquire(descriptor: int, deadline: float) -> bool:
    while True:
        try:
            _lock(descriptor)
        except (BlockingIOError, PermissionError):
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE)
        except OSError:
            # Locks aren't supported: SMB and AFP on macOS (ENOTSUP), BSD (EOPNOTSUPP), NFS without a lock service
            # (ENOLCK), FUSE (ENOSYS). From issues of cargo and filelock, which go on without a lock, too.
            return True
        else:
            return True


def can_lock(folder: Path) -> bool:
    """Whether files in ``folder`` can be locked, even if another program holds the lock that is tried."""
    descriptor = _opened(folder / TRIAL_LOCK)
    if descriptor is None:
        return False
    try:
        _lock(descriptor)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
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
