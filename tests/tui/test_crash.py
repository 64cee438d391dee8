"""A bug in the picker: what is left on the terminal says where it was, and holds no value of any variable."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ssotui import wiring
from ssotui.demo.home import DemoHome
from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.request import PickerRequest

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


async def crash(app: PickerApp, bug: Callable[[], None]) -> None:
    async with app.run_test() as pilot:
        app.call_later(bug)
        await pilot.pause()
