"""Windows: a file that another program has open can't be replaced, renamed, removed or read for that moment.

Virus scanners and indexers open a file as soon as it is new, and programs open files without FILE_SHARE_DELETE
(Microsoft, "CreateFileW function"; MoveFileExW then says ERROR_ACCESS_DENIED or ERROR_SHARING_VIOLATION).
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False  # every prompt waits for this
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

IS_WINDOWS = os.name == "nt"
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)  # seconds


def patiently(do: Callable[[], T]) -> T:
    """What ``do`` gives; on Windows a denied permission is tried again for a second. Raises what ``do`` raises."""
    for pause in _PAUSES if IS_WINDOWS else ():
        try:
            return do()
        except PermissionError:
            time.sleep(pause)
    return do()
