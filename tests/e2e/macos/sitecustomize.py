"""A Mac's selectors, for every Python process that has this folder on PYTHONPATH: only ``select`` takes a terminal.

There kqueue refuses /dev/tty with EINVAL, and poll answers POLLNVAL (macOS, poll(2): "The poll() system call currently
does not support devices."). Linux's epoll stands in for kqueue.
"""

from __future__ import annotations

import errno
import os
import select

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from typing import Protocol

    class _File(Protocol):
        def fileno(self) -> int: ...


_epoll, _poll = select.epoll, select.poll


class _Kqueue:
    def __init__(self, sizehint: int = -1, flags: int = 0) -> None:
        self._real = _epoll(sizehint, flags)

    def register(self, file: int | _File, *events: int) -> None:
        if os.isatty(_number(file)):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._real.register(file, *events)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


class _Poll:
    def __init__(self) -> None:
        self._real = _poll()
        self._refused: set[int] = set()

    def register(self, file: int | _File, *events: int) -> None:
        if os.isatty(_number(file)):
            self._refused.add(_number(file))
        else:
            self._real.register(file, *events)

    def poll(self, timeout: float | None = None) -> list[tuple[int, int]]:
        if self._refused:
            return [(number, select.POLLNVAL) for number in self._refused]
        return self._real.poll(timeout)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def _number(file: int | _File) -> int:
    return file if isinstance(file, int) else file.fileno()


select.epoll = _Kqueue  # type: ignore[assignment, misc]  # the type is final
select.poll = _Poll  # type: ignore[assignment, misc]  # the real one is a function
