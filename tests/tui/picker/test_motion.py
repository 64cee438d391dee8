"""What is written to the terminal while nobody types: nothing, and what has changed once a time has passed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual._compositor import CompositorUpdate

from ssotui.demo.home import DemoHome
from tests.tui.conftest import Ui

OpenUi = Callable[..., Any]


def written(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the terminal from now on."""
    frames: list[str] = []

    def display(_: object, update: CompositorUpdate | None) -> None:
        frames.extend([update.render_segments(ui.app.console)] if update else [])

    monkeypatch.setattr(ui.app, "_display", display)
    return frames


async def test_a_countdown_draws_no_line_but_its_own_and_nothing_behind_itself(
    open_ui: OpenUi, home: DemoHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_ui(current=home.profiles[0], size=(120, 40)) as ui:
        await ui.listed()
        await ui.pilot.pause(0.1)
        state = ui.picker.state
        frames = written(ui, monkeypatch)
        state.set_time(state.view().now + timedelta(minutes=1))
        ui.picker.repaint()
        await ui.pilot.pause(0.05)
        data = "".join(frames)
        lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", data).splitlines()]
        assert len(lines) >= 3, "the top line and the sessions"
        assert all(re.search(r"active 7h5\dm?$", line) for line in lines), lines
        assert len(data) < 400 * len(lines)


async def test_nothing_is_written_while_nothing_happens(open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.pilot.pause(0.1)
        frames = written(ui, monkeypatch)
        ui.picker.parts.feed.tick()
        ui.picker.repaint()
        await ui.pilot.pause(0.05)
        assert frames == []
