"""Keys act in the order in which they are typed, however long the screen takes for the ones before."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from textual.events import Key, Paste

from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE
from tests.tui.conftest import Ui

OpenUi = Any


def type_behind_a_busy_screen(ui: Ui, text: str, *keys: str) -> None:
    """Have keys wait for the application while the screen is busy with something else."""
    ui.picker.call_later(asyncio.sleep, 0.1)
    for character in text:
        ui.app.post_message(Key("minus" if character == "-" else character, character))
    for key in keys:
        ui.app.post_message(Key(key, None))


async def test_enter_acts_on_what_was_typed_before_it(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        type_behind_a_busy_screen(ui, STATIC_PROFILE, "enter")
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == STATIC_PROFILE


async def test_enter_acts_on_what_was_pasted_before_it(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        ui.picker.call_later(asyncio.sleep, 0.1)
        ui.app.post_message(Paste(ASSUME_ROLE_PROFILE))
        ui.app.post_message(Key("enter", "\r"))
        await ui.until(lambda: ui.app.return_value)
    assert ui.app.return_value.profile == ASSUME_ROLE_PROFILE


@pytest.mark.parametrize(("keys", "left"), [(("backspace",), "proo"), (("ctrl+w",), ""), (("escape",), "")])
async def test_letters_are_there_before_a_key_takes_them_away(
    open_ui: OpenUi, keys: tuple[str, ...], left: str
) -> None:
    async with open_ui() as ui:
        await ui.listed()
        type_behind_a_busy_screen(ui, "prood", *keys)
        await ui.pilot.pause(0.3)
        assert ui.picker.state.query == left
        assert ui.app.is_running


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_the_keys_that_exit_wait_for_nothing(open_ui: OpenUi, key: str) -> None:
    async with open_ui() as ui:
        await ui.listed()
        until_the_end = asyncio.Event()
        ui.picker.call_later(until_the_end.wait)
        begin = time.monotonic()
        await ui.app.on_event(Key(key, None))
        waited = time.monotonic() - begin
        until_the_end.set()
    assert waited < 0.5
