"""One of several programs that do the same at the same time: ``python -m tests.faults.at_once NUMBER PROFILE``.

Waits for the end of its standard input, so that all begin together. Prints the exit code of everything it did.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import sys
from typing import TYPE_CHECKING, Any

from ssotui import wiring
from ssotui.cli.main import main
from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.request import PickerRequest

if TYPE_CHECKING:
    from textual.pilot import Pilot


_PATIENCE = 500


def picker(number: int) -> int:
    """Pin a role of its own in a picker, and leave."""

    backend = wiring.build(os.environ, Settings())

    async def person(pilot: Pilot[Any]) -> None:
        screen: Any = pilot.app.screen_stack[0]
        await pilot.press(*"admin")
        for _ in range(_PATIENCE):
            roles = [
                index for index in range(len(screen.access.outline)) if screen.access.outline.row(index).kind == "role"
            ]
            if len(roles) > number:
                break
            await pilot.pause(0.02)
        while screen.access.row != screen.access.outline.row(roles[number]):
            await pilot.press("down")
        await pilot.press("ctrl+f")
        for _ in range(_PATIENCE):
            if str(screen.access.row.ref) in backend.history.load().favourites:
                break
            await pilot.pause(0.02)
        await pilot.press("ctrl+c")

    PickerApp(lambda: backend, PickerRequest(Settings(), "", "", ())).run(
        headless=True, size=(120, 40), auto_pilot=person
    )
    return 0


def everything(number: int, profile: str) -> dict[str, int]:
    lines = [
        ["profile", "sync", "--yes"],
        ["login", "acme"],
        ["use", profile],
        ["list", "--refresh", "--json"],
        ["creds", profile, "--write", f"copied-{number}"],
    ]
    random.Random(number).shuffle(lines)
    codes = {}
    for words in lines:
        with contextlib.redirect_stdout(io.StringIO()):
            codes[" ".join(words)] = main(words)
    return codes


if __name__ == "__main__":
    who, name = int(sys.argv[1]), sys.argv[2]
    sys.stdin.read()
    told = {"picker": picker(who)} if name == "picker" else everything(who, name)
    sys.stdout.write(json.dumps(told))
