"""``python -m ssotui.demo.screenshots FOLDER``: the README's pictures, made from the made-up organisation.

Each scene is an SVG by Textual, and a PNG of it by ``rsvg-convert`` (Debian: librsvg2-bin, with fonts-firacode).
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from ssotui import wiring
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.desktop.children import run_in_foreground
from ssotui.errors import FileTrouble
from ssotui.settings import Settings

_PNG_WIDTH = 1600
_SETTLED = 0.4  # seconds for what comes from threads
_CHARACTER = 12.2  # the width that Textual's SVG gives a character


class Scene(NamedTuple):
    """A picture: its file's name, the terminal's size, the keys that lead to it, and the settings."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    settings: Settings


_USUAL = Settings(safety_production=("*-prod",))

SCENES = (
    Scene("picker", (120, 32), (*"data", "space", *"prod"), _USUAL),
    Scene("tree", (120, 32), ("down", "down", "right", "down", "down", "ctrl+f"), _USUAL),
    Scene(
        "sign-in", (120, 32), ("end", *["up"] * 6, "ctrl+l"), Settings(login_method="device-code", login_browser="none")
    ),
    Scene("narrow", (60, 15), (*"data", "space", *"read"), _USUAL),
    Scene("light", (120, 32), tuple("'audit"), Settings(ui_theme="textual-light", safety_production=("*-prod",))),
)


def main(folder: Path) -> int:
    """Write every scene into ``folder``; the exit code."""
    converter = shutil.which("rsvg-convert")
    if converter is None:
        raise FileTrouble("rsvg-convert", "is not installed", hint="Debian: apt install librsvg2-bin fonts-firacode")
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, serving(make_world(sessions=3)) as organisation:
        home = make_home(Path(temporary), organisation, os.environ)
        for scene in SCENES:
            picture = folder / f"{scene.name}.svg"
            picture.write_text(_placed(asyncio.run(_drawn(scene, home))), encoding="utf-8")
            png = picture.with_suffix(".png")
            run_in_foreground([converter, "-w", str(_PNG_WIDTH), "-o", str(png), str(picture)], dict(os.environ))
    return 0


async def _drawn(scene: Scene, home: DemoHome) -> str:
    from ssotui.tui.app import PickerApp
    from ssotui.tui.screens.fetching import PickerRequest

    request = PickerRequest(scene.settings, current=home.profiles[0])
    app = PickerApp(lambda: wiring.build(home.env, scene.settings), request)
    async with app.run_test(size=scene.size) as pilot:
        await pilot.pause(_SETTLED)
        await pilot.press(*scene.keys)
        await pilot.pause(_SETTLED)
        return app.export_screenshot(title="ssotui")


def _placed(svg: str) -> str:
    """Blanks at the start of a text become its place: some renderers drop them."""

    def moved(found: re.Match[str]) -> str:
        blanks = found[4].count("&#160;")
        return f"{found[1]}{float(found[2]) + blanks * _CHARACTER:.1f}{found[3]}{found[5]}"

    return re.sub(r'(<text [^>]*?x=")([\d.]+)("[^>]*?>)((?:&#160;)+)([^<]+)', moved, svg)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")))
