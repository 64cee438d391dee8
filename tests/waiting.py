"""Waits for what another thread or process does."""

from __future__ import annotations

import time
from collections.abc import Callable

_PATIENCE = 60.0  # seconds: a slow machine fails nothing
_LOOK_EVERY = 0.01


def wait_until(claim: Callable[[], object], what: str = "what the test waits for") -> None:
    """Return as soon as ``claim`` is true; fail if it never is."""
    end = time.monotonic() + _PATIENCE
    while not claim():
        assert time.monotonic() < end, f"{what} never came"
        time.sleep(_LOOK_EVERY)
