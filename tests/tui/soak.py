"""A person with no plan, a network with no mercy: random events for the picker, the same for the same seed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator

from textual import events

from ssotui.demo.faults import KINDS
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.demo.routes import OPERATIONS
from ssotui.settings import Settings
from ssotui.tui.picker.commands.table import COMMANDS
from ssotui.tui.picker.commands.textual_bindings import FIXED_KEYS
from tests.tui.conftest import Ui

# Nothing of the machine's is opened or filled.
QUIET = Settings(login_method="device-code", login_browser="none", clipboard_backend="osc52")
SIZES = [(1, 1), (2, 2), (10, 3), (20, 5), (60, 15), (80, 24), (120, 40), (200, 50), (500, 200)]
PASTES = (
    "prod",
    "x" * 10_000,
    "\x1b[31m\x00\x07",
    "a\nb\r\nc",
    "'^!$ | && $(x)",
    "é日本\u202e",
    "",
    "[/][@click=app.quit]",
)
LETTERS = "aderpst0159-_/'!^$ éß"
LEAVING = ("ctrl+c", "ctrl+q")
HANGS = ("hang",)  # holds a request until a timeout: nothing that a test should wait for

Event = Callable[[Ui], Awaitable[object]]


class Chaos:
    """``events()`` goes on for ever; everything random in it comes from ``seed``."""

    def __init__(self, seed: int, organization: Organization, home: DemoHome) -> None:
        self.dice = random.Random(seed)
        self._organization = organization
        self._home = home
        self._config = home.config_file.read_bytes()
        self._keys = [key.key for key in COMMANDS if key.key] + [key for key, _ in FIXED_KEYS if key not in LEAVING]

    def events(self) -> Iterator[tuple[str, Event]]:
        """Each with its name, for whoever has to find out."""
        kinds = (self._letter, self._key, self._answer, self._paste, self._click, self._resize)
        while True:
            if self.dice.random() < 0.05:
                self._meddle()
            yield self.dice.choices(kinds, weights=(16, 32, 16, 4, 12, 1))[0]()

    def _letter(self) -> tuple[str, Event]:
        letter = self.dice.choice(LETTERS)
        return f"types {letter!r}", lambda ui: happens(ui, events.Key(letter, letter))

    def _key(self) -> tuple[str, Event]:
        key = self.dice.choice(self._keys)
        return key, lambda ui: self._pressed(ui, key)

    def _answer(self) -> tuple[str, Event]:
        """What dialogs and questions listen to."""
        key = self.dice.choice(["enter", "escape", "y", "n", "space", "tab", "shift+tab", "down", "c", "ctrl+d"])
        return key, lambda ui: self._pressed(ui, key)

    async def _pressed(self, ui: Ui, key: str) -> None:
        """Leaving and picking are for now and then: an app takes longer to open than a key to press."""
        at_home = len(ui.app.screen_stack) == 1
        if not at_home or key not in ("escape", "enter") or self.dice.random() < 0.1:
            await happens(ui, events.Key(key, key if len(key) == 1 else None))

    def _paste(self) -> tuple[str, Event]:
        text = self.dice.choice(PASTES)
        return f"pastes {text[:20]!r}", lambda ui: happens(ui, events.Paste(text))

    def _click(self) -> tuple[str, Event]:
        x, y, button = self.dice.random(), self.dice.random(), self.dice.choice([1, 1, 1, 2, 3])

        async def click(ui: Ui) -> None:
            at = (int(x * ui.app.size.width), int(y * ui.app.size.height))
            for kind in (events.MouseMove, events.MouseDown, events.MouseUp):
                await happens(ui, kind(None, *at, 0, 0, button, False, False, False, *at))

        return f"clicks at {x:.2f},{y:.2f}", click

    def _resize(self) -> tuple[str, Event]:
        size = self.dice.choice(SIZES[:-1] if self.dice.random() < 0.9 else SIZES)
        return f"resizes to {size}", lambda ui: ui.pilot.resize_terminal(*size)

    def _meddle(self) -> None:
        """Something goes wrong, or right again, outside."""
        organization, home, dice = self._organization, self._home, self.dice
        session = dice.choice(organization.world.instances).session
        kind = dice.choice([kind for kind in KINDS if kind not in HANGS])
        match dice.randrange(8):
            case 0 | 1 | 2:
                organization.fault(dice.choice(list(OPERATIONS)), kind, times=dice.choice([1, 3, 30]))
            case 3:
                organization.clear_faults()
            case 4:
                dice.choice([home.expire, home.sign_out, home.sign_in])(session)
            case 5:
                organization.revoke(session)
            case 6:
                home.config_file.write_bytes(dice.choice([self._config, b"[torn", b"", self._config[:200]]))
            case _:
                home.config_file.write_bytes(self._config)
                if organization.oidc.user_codes():
                    organization.approve(deny=dice.random() < 0.3)


async def happens(ui: Ui, event: events.Event) -> None:
    """As the terminal would have it; who waits each time until all is quiet gets nowhere in 10,000 events."""
    ui.app.post_message(event)
    await asyncio.sleep(0)
    if isinstance(event, events.Key) and event.key in ("escape", "enter", "up"):
        await ui.pilot.pause(0)
