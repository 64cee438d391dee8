"""A recording of the terminal: the picture, then Textual's first frame, which changes nothing of it but the clock."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from ssotui import wiring
from ssotui.core.catalog import Known, SessionCatalog
from ssotui.core.model import Account
from ssotui.demo.home import make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import clock
from ssotui.demo.world import make_world
from tests.e2e.recording import Cell, Drawn, Recording, Screen

pytestmark = pytest.mark.needs("setsid")

_ACCOUNTS = 700  # so many that the picture is painted from the head of the catalog
_NOBODY = "http://127.0.0.1:9"
_TAKEN_OVER = b"\x1b[?1000h"  # Textual reports the mouse
_OF_A_CLOCK = set("0123456789hms")

Open = Callable[..., Recording]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A home where everything was listed a moment ago."""
    organization = Organization(make_world(sessions=1, accounts=_ACCOUNTS), _NOBODY, clock)
    home = make_home(tmp_path, organization, {"PATH": str(Path(sys.executable).parent), "TERM": "xterm-256color"})
    backend = wiring.build(home.env, wiring.load_settings(home.env))
    now, listed = backend.now(), organization.world.instances[0].accounts
    accounts = tuple(Account(one.id, one.name or "", one.email or "") for one in listed)
    roles = {one.id: Known(tuple(sorted(one.roles)), now) for one in listed}
    backend.catalogs.save(backend.profiles.read().sessions[0], SessionCatalog(Known(accounts, now), dict(roles)))
    return home.env


@pytest.fixture
def start(env: dict[str, str]) -> Iterator[Open]:
    """Starts ``ssotui`` in a terminal of this size, with more variables."""
    started: list[Recording] = []

    def begin(size: tuple[int, int] = (120, 40), *words: str, **variables: str) -> Recording:
        command = [sys.executable, "-m", "ssotui", *words]
        started.append(Recording(command, {**env, "LC_ALL": "C.UTF-8", **variables}, size))
        return started[-1]

    yield begin
    for recording in started:
        recording.close()


def once_before(start: Open, env: dict[str, str], size: tuple[int, int] = (120, 40), **variables: str) -> None:
    """Open and leave the picker, so that it keeps what the next picture needs."""
    folder = Path(env["HOME"]) / ".cache" / "ssotui"
    first = start(size, **variables)
    first.until(lambda _: bool(list(folder.glob("look-*.json"))), "a kept look")
    first.type(b"x")  # who leaves before the first frame is complete leaves nothing for the next picture
    first.until(lambda output: "❯ x" in shown(output, size), "a letter")
    first.type(b"\x03")
    assert first.ended() == 130
    assert list(folder.glob("heads/*.json")), "the head of the catalog is kept"


def shown(output: bytes, size: tuple[int, int]) -> str:
    screen = Screen(*size)
    list(screen.feed(output.decode(errors="ignore")))
    return screen.text()


def is_drawn_whole(output: bytes, size: tuple[int, int]) -> bool:
    """Whether the output draws every cell of a screen."""
    drawn = {(one.y, one.x) for one in Screen(*size).feed(output.decode(errors="ignore"))}
    return len(drawn) == size[0] * size[1]


def flickering(drawn: Iterable[Drawn], picture: Mapping[tuple[int, int], Cell]) -> list[Drawn]:
    """What was drawn differently than in the picture, and not at once drawn again in the same line.

    A line with unusual characters is drawn with blanks in their place, then these characters.
    """
    found: list[Drawn] = []
    wrong: dict[tuple[int, int], Drawn] = {}
    for one in drawn:
        if any(y != one.y for y, _ in wrong):
            found.extend(wrong.values())
            wrong.clear()
        before = picture[one.y, one.x]
        wrong.pop((one.y, one.x), None)
        if one.cell != before and not _OF_A_CLOCK.issuperset((one.cell[0], before[0])):
            wrong[one.y, one.x] = one
    return [*found, *wrong.values()]


@pytest.mark.parametrize(
    ("size", "theme", "variables"),
    [
        *(((80, 24), theme, {"COLORTERM": "truecolor"}) for theme in ("dark", "light")),
        *(((120, 40), theme, {"COLORTERM": "truecolor"}) for theme in ("dark", "light")),
        *(((200, 60), theme, {"COLORTERM": "truecolor"}) for theme in ("dark", "light")),
        ((120, 40), "light", {}),
        ((120, 40), "dark", {"TERM": "xterm"}),
        ((120, 40), "dark", {"NO_COLOR": "1"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "x".join(map(str, value)),
)
def test_textual_takes_the_picture_over_without_a_flicker(
    start: Open, env: dict[str, str], size: tuple[int, int], theme: str, variables: Mapping[str, str]
) -> None:
    settings = Path(env["HOME"]) / "settings.toml"
    settings.write_text(f'[ui]\ntheme = "ssotui-{theme}"\n')
    variables = {**variables, "SSOTUI_CONFIG": str(settings)}
    once_before(start, env, size, **variables)
    recording = start(size, **variables)
    recording.until(lambda output: _TAKEN_OVER in output, "Textual")
    recording.until(lambda output: is_drawn_whole(output.partition(_TAKEN_OVER)[2], size), "Textual's first frame")
    early, _, late = recording.output.partition(_TAKEN_OVER)
    screen = Screen(*size)
    list(screen.feed(early.decode()))
    picture = dict(screen.cells)
    assert f"{_ACCOUNTS} accounts" in screen.text()
    assert len(picture) == size[0] * size[1], "every cell is painted"
    assert not flickering(screen.feed(late.decode(errors="ignore")), picture)
    assert screen.cells.keys() == picture.keys(), "nothing was cleared"
    assert recording.output.count(b"\x1b[?1049h") == 1
    recording.type(b"\x03")
    assert recording.ended() == 130
    assert recording.is_restored
