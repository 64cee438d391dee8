"""The picker in a headless terminal, on a made-up organisation over real HTTP and a home of real files.

Every world here has the nasty names in it: whatever is shown, is shown as text.
"""

from __future__ import annotations

import gc
import os
import re
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ssotui import wiring
from ssotui.actions.switch import Choice
from ssotui.core.shell import exports
from ssotui.core.shell.exports import Export
from ssotui.core.tree.rows import Row
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organisation import Organisation
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.request import PickerRequest
from ssotui.tui.picker.screen import Picker

_PATIENCE = 400  # rounds of the event loop's queue being empty


@dataclass
class Ui:
    """What a person sees and does; ``app.return_value`` is what the picker gave."""

    app: PickerApp
    pilot: Pilot[Choice]

    @property
    def picker(self) -> Picker:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, Picker)
        return screen

    @property
    def rows(self) -> list[Row]:
        outline = self.picker.access.outline
        return [outline.row(index) for index in range(len(outline))]

    @property
    def lines(self) -> list[str]:
        """The lines of the tree as they are drawn, without blanks at the ends."""
        access = self.picker.access
        return [access.render_line(y).text.rstrip() for y in range(access.size.height)]

    @property
    def row(self) -> Row:
        row = self.picker.access.row
        assert row is not None
        return row

    @property
    def message(self) -> str:
        line = self.picker.message_line
        return line.question or line.words or line.offer or line.progress

    @property
    def details(self) -> str:
        """The facts beside the tree, folded lines joined again."""
        return re.sub(r"\n {4,}", "", "\n".join(line.text for line in self.picker.details.lines))

    def accounts(self) -> list[str]:
        return [row.account.title for row in self.rows if row.kind == "account" and row.account]

    async def type(self, text: str) -> None:
        for character in text:
            await self.press("space" if character == " " else character)

    async def filter(self, query: str) -> None:
        """What typing it leads to, at once."""
        self.picker.set_query(query)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def until(self, claim: Callable[[], object]) -> None:
        """Wait for something that comes from a thread; fails when it never comes."""
        for _ in range(_PATIENCE):
            if claim():
                return
            await self.pilot.pause(0.02)
        raise AssertionError(f"it never came; message: {self.message!r}, rows: {[row.key for row in self.rows[:20]]}")

    async def listed(self) -> None:
        """Wait until nothing is being fetched any more."""
        await self.until(
            lambda: self.picker.access.is_mounted and not self.picker.parts.feed.progress() and self.accounts()
        )


OpenUi = Callable[..., Any]


@pytest.fixture
def organisation() -> Iterator[Organisation]:
    """Two instances, the first with every nasty name there is."""
    with serving(make_world(hostile=True)) as served:
        yield served


@pytest.fixture
def home(organisation: Organisation, tmp_path: Path) -> DemoHome:
    folder = tmp_path / "home"
    folder.mkdir()
    return make_home(folder, organisation, os.environ)


@pytest.fixture
def open_ui(home: DemoHome) -> OpenUi:
    """``async with open_ui(query="", size=(120, 40), current="", settings=…) as ui``."""

    @asynccontextmanager
    async def opened(
        query: str = "",
        *,
        size: tuple[int, int] = (120, 40),
        current: str = "",
        settings: Settings | None = None,
        notices: tuple[str, ...] = (),
        export: Callable[[Choice], Export] = lambda choice: exports.switch(choice.profile, None),
        set_now: frozenset[str] = frozenset(),
        command_meant: str = "",
    ) -> AsyncIterator[Ui]:
        chosen = settings or Settings()
        request = PickerRequest(chosen, query, current, notices, export, set_now, command_meant)
        app = PickerApp(lambda: wiring.build(home.env, chosen), request)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Ui(app, pilot)
        gc.unfreeze()  # the picker expects to be all that its process does

    return opened


@pytest.fixture
def tmux(home: DemoHome, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The picker's home is in tmux, whose buffer can be read."""
    socket = tmp_path / "tmux"
    command = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"):
        home.env.pop(name, None)
    subprocess.run([*command, "new-session", "-d", "cat"], check=True, env={**os.environ, "TERM": "xterm"})
    home.env["TMUX"] = f"{socket},0,0"
    yield home.env
    subprocess.run([*command, "kill-server"], check=False, capture_output=True)


def buffer(env: dict[str, str]) -> str:
    """What was copied to ``tmux`` last."""
    return subprocess.run(["tmux", "show-buffer"], env=env, capture_output=True, text=True, check=False).stdout
