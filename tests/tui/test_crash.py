"""A bug in the picker: what is left on the terminal says where it was, and holds no value of any variable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual.events import Event, Key, MouseDown, MouseMove, Paste

from ssotui import wiring
from ssotui.demo.home import DemoHome
from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.dialogs.doctor import Doctor
from ssotui.tui.key_parser import AfterEscape
from ssotui.tui.picker.request import PickerRequest
from ssotui.tui.picker.screen import Picker

SECRET = "wJalrXUtnFEMIfake"


@pytest.mark.parametrize("debug", [False, True])
async def test_a_crash_tells_no_secret(home: DemoHome, capfd: pytest.CaptureFixture[str], debug: bool) -> None:
    def bug() -> None:
        token = {"accessToken": SECRET}
        raise KeyError(token["accessToken"], "\x1b]52;c;cHduZWQ=\x07")

    app = PickerApp(lambda: wiring.build(home.env, Settings()), PickerRequest(Settings()), debug=debug)
    with pytest.raises(KeyError):
        await crash(app, bug)
    shown = capfd.readouterr().err
    assert "this is a bug: KeyError in test_crash.py" in shown
    assert ("in bug" in shown) == debug
    assert SECRET not in shown
    assert "\x1b]" not in shown


@pytest.mark.parametrize(
    "event",
    [
        Key("enter", None),
        Paste("prod"),
        MouseMove(None, 1, 1, 0, 0, 0, False, False, False),
        MouseDown(None, 1, 1, 0, 0, 1, False, False, False),
        AfterEscape("alt+x", (Key("escape", None), Key("x", "x"))),
    ],
    ids=lambda event: type(event).__name__,
)
async def test_what_is_typed_while_it_closes_is_ignored(home: DemoHome, event: Event) -> None:
    app = PickerApp(lambda: wiring.build(home.env, Settings()), PickerRequest(Settings()))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
    assert app.screen_stack == []
    await app.on_event(event)


async def crash(app: PickerApp, bug: Callable[[], None]) -> None:
    async with app.run_test() as pilot:
        app.call_later(bug)
        await pilot.pause()


@pytest.mark.parametrize("late", [0, 300], ids=["at once", "slow machine"])
@pytest.mark.parametrize("key", ["down", "pageup", "enter", "escape"])
async def test_a_key_right_behind_the_one_that_opens_a_dialog_waits_for_it(
    key: str, late: int, home: DemoHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def compose_later(_: Doctor) -> None:
        for _turn in range(late):
            await asyncio.sleep(0)

    monkeypatch.setattr(Doctor, "on_compose", compose_later)
    monkeypatch.setattr("ssotui.tui.app._SOON", 0)
    monkeypatch.setattr("ssotui.tui.app._LATER", 0)  # every wait that has an end is over before the dialog is composed
    backend = wiring.build(home.env, Settings())
    app = PickerApp(lambda: backend, PickerRequest(Settings()))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.push_screen(Doctor(backend))
        await app.on_event(Key(key, None))
        await pilot.pause()
        assert isinstance(app.screen, Picker if key == "escape" else Doctor)
