"""``python -m ssotui.demo.pictures.screenshots FOLDER``: writes all pictures of the README.

Each scene is an SVG and a PNG; the recording is written last. image_files lists the programs that are needed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ssotui import wiring
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.pictures import image_files, recording, session_states
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.settings import Settings

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.tui.picker.screen import Picker

_PATIENCE = 30.0  # seconds
_SETTLED = 0.4  # seconds to wait for the results of threads


class Scene(NamedTuple):
    """A picture: the file's name, the terminal's size, the keys to press, and the settings."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    settings: Settings


_USUAL = Settings(safety_production=("*-prod",))
_BY_CODE = Settings(login_method="device-code", login_browser="none")

SCENES = (
    Scene("picker", (120, 32), (*"fraud", "space", *"admin"), _USUAL),
    Scene("tree", (120, 32), ("home", *["down"] * 4, "right", "down", "down", "ctrl+f", "tab", "tab"), _USUAL),
    Scene("pivot", (120, 32), ("ctrl+t", *"security", "down", "right"), _USUAL),
    Scene("palette", (120, 32), ("ctrl+p", *"co"), _USUAL),
    Scene("sign-in", (120, 32), ("end", *["up"] * 6, "ctrl+l"), _BY_CODE),
    Scene("narrow", (60, 15), (*"data", "space", *"read"), _USUAL),
    Scene("light", (120, 32), tuple("'audit"), _USUAL._replace(ui_theme="ssotui-light")),
)


def main(folder: Path) -> int:
    """Write every picture into ``folder``. Returns the exit code."""
    image_files.needs("rsvg-convert", "convert", "tmux", "gifsicle", "aws")
    os.environ.pop("NO_COLOR", None)
    folder.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary,
        serving(make_world(sessions=3)) as organization,
    ):
        home = make_home(Path(temporary), organization, os.environ)
        for scene in SCENES:
            image_files.save(_scene(scene, home), folder / f"{scene.name}.svg")
    with (
        tempfile.TemporaryDirectory(prefix="ssotui-", ignore_cleanup_errors=True) as temporary,
        session_states.every_state(Path(temporary)) as stage,
    ):
        image_files.save(_states(stage), folder / "states.svg")
    recording.record(folder)
    return 0


def _scene(scene: Scene, home: DemoHome) -> str:
    def backend() -> Backend:
        return wiring.build(home.env, scene.settings)

    return asyncio.run(_drawn(backend, home.profiles[0], scene, lambda picker: not picker.parts.feed.is_fetching))


def _states(stage: session_states.Stage) -> str:
    """A picture of all session states, with the cursor on the account that is denied."""

    def is_settled(picker: Picker) -> bool:
        listing = picker.state.view().listing(session_states.STATES["offline"])
        return listing is not None and "offline" in listing.words

    scene = Scene("states", (120, 42), ("home", *["down"] * 3, "right"), session_states.SETTINGS)
    return asyncio.run(_drawn(stage.backend, stage.home.profiles[0], scene, is_settled))


async def _drawn(
    backend: Callable[[], Backend], current: str, scene: Scene, is_settled: Callable[[Picker], bool]
) -> str:
    from ssotui.tui.app import PickerApp
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.screen import Picker

    app = PickerApp(backend, PickerRequest(scene.settings, current=current))
    async with app.run_test(size=scene.size) as pilot:
        picker, end = app.screen, time.monotonic() + _PATIENCE
        assert isinstance(picker, Picker)
        await pilot.pause(_SETTLED)
        while not is_settled(picker) and time.monotonic() < end:
            await pilot.pause(_SETTLED)
        await pilot.press(*scene.keys)
        await pilot.pause(_SETTLED)
        return app.export_screenshot(title="ssotui")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")))
