"""Retries file operations on Windows, where a file that another program has open can't be replaced or read.

Virus scanners and indexers open new files at once, and programs open files without FILE_SHARE_DELETE (Microsoft,
"CreateFileW function"; MoveFileExW then fails with ERROR_ACCESS_DENIED or ERROR_SHARING_VIOLATION).
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

IS_WINDOWS = os.name == "nt"
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)  # seconds


def patiently(do: Callable[[], T]) -> T:
    """The result of ``do``. On Windows a PermissionError is retried for about a second. Raises what ``do`` raises."""
    for pause in _PAUSES if IS_WINDOWS else ():
        try:
            return do()
        except PermissionError:
            time.sleep(pause)
    return do()
