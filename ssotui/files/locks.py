"""One writer at a time: a lock that the operating system takes back from a program that dies."""

from __future__ import annotations

import contextlib
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


@contextlib.contextmanager
def only_writer(lock: Path, writes: Path, timeout: float = 5.0) -> Iterator[None]:
    """Hold ``lock``, a file of ours, while ``writes`` is changed; wait for at most ``timeout`` seconds.

    The lock file stays behind, empty: removing it would let two programs each hold a lock of their own. Raises
    FileTrouble if another program holds the lock all that time.
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
            raise trouble(lock, "locked", error) from error
        else:
            return


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
