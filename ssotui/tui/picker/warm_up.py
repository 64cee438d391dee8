"""What is prepared while nobody waits: the search, and garbage collection that never falls on a key."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssotui.tui.picker.state import PickerState

READY_AFTER = 0.1  # seconds: nobody reads and types faster
_MANY_OBJECTS = 10_000  # made before a look for garbage: an answer is thousands of pairs, and none of them is garbage
_COLLECT_AFTER = 1.0  # seconds: botocore has been loaded by then, as much as Textual slowed down by garbage collection


def collect_later(set_timer: Callable[[float, Callable[[], None]], object]) -> None:
    """After the first frame: what was made so far is no garbage, and a look for some may wait (see cli/pick)."""
    gc.freeze()
    gc.set_threshold(_MANY_OBJECTS)
    set_timer(_COLLECT_AFTER, gc.enable)


def prepare_search(state: PickerState, *, is_fetching: bool) -> None:
    """Before the first key, once nothing more comes; what is made is no garbage to look through while one types."""
    if not state.results.is_ready and not is_fetching:
        state.get_ready()
        gc.freeze()
