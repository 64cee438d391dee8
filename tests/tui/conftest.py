"""The picker in a headless terminal, on a made-up organization over real HTTP and a home of real files.

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
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from ssotui import wiring
from ssotui.actions.switch import Choice
from ssotui.cli.run_picker import save_theme
from ssotui.core.shell import exports
from ssotui.core.shell.exports import Export
from ssotui.core.tree.rows import Row
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.request import PickerRequest
from ssotui.tui.picker.screen import Picker
from ssotui.tui.picker.selector import Selected, Selector

_PATIENCE = 400  # rounds of the event loop's queue being empty


@dataclass
class Ui:
    """What a person sees and does; ``app.return_value`` is what the picker gave."""

    app: PickerApp
    pilot: Pilot[Choice | Selected]

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
        return line.question or line.words or line.offer or line.render().plain.removesuffix(line.position).rstrip()

    @property
    def details(self) -> str:
        """The facts beside the tree, folded lines joined again."""
        return re.sub(r"\n {4,}", "", "\n".join(line.text for line in self.picker.details.lines))

    def accounts(self) -> list[str]:
        """The accounts that the tree shows, or those of the matches."""
        return [row.account.title for row in self.rows if row.kind in ("account", "role") and row.account]

    async def type(self, text: str) -> None:
        for character in text:
            await self.press("space" if character == " " else character)

    async def filter(self, query: str) -> None:
        """What typing it leads to, at once."""
        self.picker.set_query(query)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def down_to(self, claim: Callable[[Row], object]) -> None:
        """Press Down until the cursor is on such a row; fails at the end of the list."""
        for _ in range(len(self.rows)):
            if claim(self.row):
                return
            await self.press("down")
        assert claim(self.row), f"the cursor never got there; rows: {[row.key for row in self.rows[:20]]}"

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
            lambda: self.picker.access.is_mounted and not self.picker.parts.feed.is_fetching and self.accounts()
        )


OpenUi = Callable[..., Any]


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Every app parses the same style sheets: once for all tests, which takes a seventh of the time of most."""
    parse = Stylesheet._parse_rules  # noqa: SLF001 - behind its own cache, which each app clears
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}

    def cached(sheet: Stylesheet, css: str, *place: Any, **options: Any) -> list[RuleSet]:  # noqa: ANN401 - as it is given
        key = (css, *place, *sorted(options.items()), frozenset(sheet._variables.items()))  # noqa: SLF001
        if key not in parsed:
            parsed[key] = parse(sheet, css, *place, **options)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "_parse_rules", cached)
        yield


@pytest.fixture
def organization() -> Iterator[Organization]:
    """Two instances, the first with every nasty name there is."""
    with serving(make_world(hostile=True)) as served:
        yield served


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> DemoHome:
    folder = tmp_path / "home"
    folder.mkdir()
    return make_home(folder, organization, os.environ)


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
        selector: Selector | None = None,
    ) -> AsyncIterator[Ui]:
        chosen = settings or Settings()
        save = partial(save_theme, home.env)
        request = PickerRequest(chosen, query, current, notices, export, set_now, command_meant, selector, save)
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
