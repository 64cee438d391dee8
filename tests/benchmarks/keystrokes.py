"""From a key to the last byte of its repaint, in process, with nothing else going on: run as a program of its own.

Prints JSON: seconds, and seconds of processor time, by kind of key, for the home that the environment leads to.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.homes import PYTHON, Home, Homes
from tests.benchmarks.measures import SIZES, Row, p95

if TYPE_CHECKING:
    from ssotui.tui.app import PickerApp

_QUERIES = ("prod adm", "read net 1", "secdev", "'billing !prod")
_MOVES = 40
_IS_QUIET = 0.03
_PATIENCE = 1.0


def rows(homes: Homes) -> Iterator[Row]:
    taken = {(size, False): _taken(homes.cached(size)) for size in SIZES}
    taken[5_000, True] = _taken(homes.cached(5_000, profiles=True))
    for kind, what, target, floor in _KINDS:
        worst = max(p95(taken[5_000, with_profiles][kind]) for with_profiles in (False, True))
        grown = {size: p95(taken[size, False][kind]) * 1000 for size in SIZES}
        spent = max(p95(taken[5_000, with_profiles][f"{kind}, processor"]) for with_profiles in (False, True))
        yield Row(what, target, worst * 1000, "ms (p95)", f"{spent * 1000:.0f} ms of processor time; {floor}", grown)


_KINDS = (
    ("typing", "key to repaint while filtering 25,000 roles, without and with a profile for each", 30,
     "Textual's next frame (up to 4 ms), twice where the layout changes; drawing 38 rows; the rest is matching"),
    ("moving", "cursor and page down, expand, collapse at 25,000 visible rows", 16,
     "Textual's next frame (up to 4 ms), drawing 38 rows; expanding lays all accounts out again"),
    ("marking", "marking and unmarking a role, an account, and all 25,000 roles", 30,
     "as moving; all at once makes 25,000 marks and counts them by account"),
    ("pivoting", "turning the tree round, there and back, with 25,000 visible rows", 30,
     "Textual's next frame (up to 4 ms), drawing 38 rows; both layouts of the listing are kept"),
    ("palette", "opening the palette and typing in it, over 25,000 roles", 30,
     "a screen of its own is styled and laid out when it opens; the rest is as typing"),
)  # fmt: skip


def _taken(home: Home) -> dict[str, list[float]]:
    done = subprocess.run(
        [PYTHON, "-m", "tests.benchmarks.keystrokes"],
        env=home.env, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def main() -> None:
    """What ``rows`` starts."""
    os.environ.setdefault("TEXTUAL_FPS", "240")  # as cli.run_picker does
    gc.disable()
    from ssotui import wiring
    from ssotui.tui.app import PickerApp
    from ssotui.tui.picker.request import PickerRequest

    env = dict(os.environ)
    settings = wiring.load_settings(env)
    app = PickerApp(lambda: wiring.build(env, settings), PickerRequest(settings))
    taken = asyncio.run(_measured(app))
    sys.stdout.write(json.dumps(taken))


async def _measured(app: PickerApp) -> dict[str, list[float]]:
    from textual.drivers.headless_driver import HeadlessDriver

    class SilentTerminal(HeadlessDriver):
        """Takes what is drawn as a terminal would, and remembers when."""

        last = spent = 0.0

        @property
        def is_headless(self) -> bool:
            return False

        def write(self, data: str) -> None:
            SilentTerminal.last, SilentTerminal.spent = time.perf_counter(), time.process_time()

    app.driver_class = SilentTerminal
    running = asyncio.create_task(app.run_async(size=(120, 40)))
    await asyncio.sleep(1.5)

    async def pressed(key: str) -> tuple[float, float] | None:
        """What its repaint took; None if it repaints nothing."""
        from textual import events

        start, spent = time.perf_counter(), time.process_time()
        app.post_message(events.Key(key, key if len(key) == 1 else " " if key == "space" else None))
        while SilentTerminal.last < start or time.perf_counter() - SilentTerminal.last < _IS_QUIET:
            if SilentTerminal.last < start < time.perf_counter() - _PATIENCE:
                return None
            await asyncio.sleep(0.003)
        return SilentTerminal.last - start, SilentTerminal.spent - spent

    taken = {"typing": [await pressed(key) for key in _typed()]}
    screen: Any = app.screen
    for branch in _branches(screen.state):
        screen.state.open(branch, opened=True)
    screen.redraw(at=1)
    await asyncio.sleep(0.5)
    for kind, keys in _ON_ROWS.items():
        taken[kind] = [await pressed(key) for key in keys]
    app.exit()
    await running
    return {
        name: [pair[number] for pair in pairs if pair]
        for kind, pairs in taken.items()
        for number, name in enumerate((kind, f"{kind}, processor"))
    }


def _typed() -> Iterator[str]:
    """Each query letter by letter, taken back letter by letter, and once more, and cleared."""
    for query in _QUERIES:
        letters = _spelled(query)
        yield from letters
        yield from ["backspace"] * len(letters)
        yield from letters
        yield "ctrl+u"


def _branches(state: Any) -> Iterable[tuple[str, ...]]:  # noqa: ANN401  a PickerState; importing it here would start too early
    for session in state.snapshot.session_names:
        for account in state.catalog.of(session).known_accounts():
            yield ("session", session, account.id)


def _spelled(text: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in text]


_ON_ROWS = {
    "moving": [
        *["down"] * _MOVES,
        *["pagedown", "pageup"] * (_MOVES // 2),
        "left",
        *["left", "right"] * (_MOVES // 2),  # closes the account, and opens it
    ],
    "marking": [*["tab"] * _MOVES, *["home", "tab", "tab"] * (_MOVES // 8), *["left", "tab", "tab"] * (_MOVES // 8)],
    "pivoting": [*["down"] * 3, *["ctrl+t"] * (_MOVES // 2)],
    "palette": ["ctrl+p", *_spelled(_QUERIES[0]), *["backspace"] * 4, "down", "down", "escape"] * (_MOVES // 8),
}


if __name__ == "__main__":
    main()
