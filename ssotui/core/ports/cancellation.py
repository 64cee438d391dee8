"""The Protocol by which callers cancel a task."""

from __future__ import annotations

from typing import Protocol


class CancelToken(Protocol):
    """Tells a running call that its result is no longer wanted. A threading.Event satisfies it."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool:
        """Sleep for ``timeout`` seconds or until canceled; True if canceled."""
        ...
