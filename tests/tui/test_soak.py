"""Whatever is pressed, pasted, clicked and resized, and whatever fails meanwhile, the picker lives and answers."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.fuzz.examples import SEED
from tests.tui.conftest import Ui
from tests.tui.soak import QUIET, Chaos, Event

OpenUi = Callable[..., Any]
FEW, MANY = 300, 10_000
SLACK = 8  # threads or files: some stay, such as the loop's own pipes; what leaks does so a thousand times
PATIENCE = 20.0  # seconds for what was on its way to come


@pytest.fixture
def home(home: DemoHome) -> DemoHome:
    """One without a screen, so that nothing of the machine's is opened or filled."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX"):
        home.env.pop(name, None)
    return home


@asynccontextmanager
async def lived(open_ui: OpenUi) -> AsyncIterator[Ui]:
    async with open_ui(settings=QUIET) as ui:
        yield ui
        assert ui.app.return_code in (None, 0)


def is_open(ui: Ui) -> bool:
    return ui.app.is_running and ui.app.return_code is None


async def answers(ui: Ui) -> bool:
    """It still does what it is told: back to the picker, and a letter is seen in the filter line."""
    await ui.pilot.resize_terminal(120, 40)
    for _ in range(20):
        if len(ui.app.screen_stack) == 1 and not ui.picker.message_line.question:
            break
        await ui.press("escape")
    await ui.press("ctrl+u", "q")
    return ui.picker.state.query == "q"


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0


async def settled(before: tuple[int, int]) -> tuple[int, int]:
    """Threads and files that are left of what was opened, once what was on its way has come."""
    end = time.monotonic() + PATIENCE
    while True:
        gc.collect()
        now = (threading.active_count(), open_files())
        if (now[0] <= before[0] + SLACK and now[1] <= before[1] + SLACK) or time.monotonic() > end:
            return now
        await asyncio.sleep(0.05)


async def life(open_ui: OpenUi, events: Iterator[tuple[str, Event]]) -> int:
    """One app, from its opening until it is left or ``events`` are over; how many it took."""
    taken: list[str] = []
    async with lived(open_ui) as ui:
        # Not until there are accounts: the one before may have left a config without sessions.
        await ui.until(lambda: ui.picker.access.is_mounted and not ui.picker.parts.feed.progress())
        for name, event in events:
            taken.append(name)
            await event(ui)
            if not is_open(ui):
                return len(taken)
        assert await answers(ui), taken[-30:]
    return len(taken)


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
async def test_it_outlives_anything(count: int, open_ui: OpenUi, organization: Organization, home: DemoHome) -> None:
    with warnings.catch_warnings(action="ignore"):
        gc.collect()  # what earlier tests have left isn't counted
    before = (threading.active_count(), open_files())
    chaos = islice(Chaos(SEED, organization, home).events(), count)
    done = 0
    while done < count:
        done += await life(open_ui, chaos)
    organization.clear_faults()
    after = await settled(before)
    assert max(after[0] - before[0], after[1] - before[1]) <= SLACK
