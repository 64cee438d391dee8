"""Prepares the search while the picker is idle, and runs garbage collection when no key is pressed."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssotui.tui.picker.state import PickerState

READY_AFTER = 0.1  # seconds after the first frame, before which users don't type
_MANY_OBJECTS = 10_000  # the threshold of the collector: a result has thousands of tuples, none of them garbage
_COLLECT_AFTER = 1.0  # seconds: by then botocore is imported, which garbage collection would slow down


def collect_later(set_timer: Callable[[float, Callable[[], None]], object]) -> None:
    """Called after the first frame: exempt all objects so far, and enable the collector later (see cli.run_picker)."""
    gc.freeze()
    gc.set_threshold(_MANY_OBJECTS)
    set_timer(_COLLECT_AFTER, gc.enable)


def prepare_search(state: PickerState, *, is_fetching: bool) -> None:
    """Build the index before the first key if no listing is running. Its objects are exempt from collection."""
    if not state.results.is_ready and not is_fetching:
        state.get_ready()
        gc.freeze()
