"""One of several programs that do the same at once: ``python -m tests.faults.at_once commands NUMBER PROFILE``.

Or ``python -m tests.faults.at_once picker SESSION/ACCOUNT_ID/ROLE``, which pins that role.

Waits for the end of its standard input, so that all begin together. Prints the exit code of everything it did.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import sys
import time
from typing import TYPE_CHECKING, Any

from ssotui import wiring
from ssotui.cli.main import main
from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.request import PickerRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot


_PATIENCE = 60.0  # seconds


def picker(role: str) -> int:
    """Pin a role (SESSION/ACCOUNT_ID/ROLE) in a picker, and leave."""

    backend = wiring.build(os.environ, Settings())

    async def person(pilot: Pilot[Any]) -> None:
        screen: Any = pilot.app.screen_stack[0]

        async def until(claim: Callable[[], bool]) -> None:
            end = time.monotonic() + _PATIENCE
            while not claim():
                assert time.monotonic() < end, f"{screen.message_line.words!r}, on the row of {screen.access.row}"
                await pilot.pause(0.02)

        # The filter instead of a way down the list, whose rows the others move.
        await pilot.press(*role)
        await until(lambda: screen.access.row is not None and str(screen.access.row.ref) == role)
        await pilot.press("ctrl+f")
        await until(lambda: role in backend.history.load().favorites)
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
    kind, *words = sys.argv[1:]
    sys.stdin.read()
    told = {"picker": picker(*words)} if kind == "picker" else everything(int(words[0]), words[1])
    sys.stdout.write(json.dumps(told))
