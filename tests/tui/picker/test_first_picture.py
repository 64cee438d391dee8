"""The picture that is painted before Textual is imported has every cell of Textual's first frame."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.style import Style
from textual.strip import Strip

from ssotui import wiring
from ssotui.core.ports.backend import Backend
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.settings import Settings
from ssotui.tui.app import PickerApp
from ssotui.tui.picker.content import first_picture as module
from ssotui.tui.picker.content.first_picture import FirstPicture, first_picture
from ssotui.tui.picker.request import PickerRequest, opening_state
from ssotui.tui.picker.screen import Picker
from ssotui.tui.picker.selector import Selector
from ssotui.tui.rendering.fixed_columns import with_fixed_columns
from ssotui.tui.rendering.look import Look
from tests.command_runs import run_command
from tests.tui.looks import Cells, cells

SIZES = [(40, 10), (60, 15), (80, 24), (120, 40), (200, 60)]


@pytest.fixture(autouse=True)
def no_codes_of_other_terminals() -> None:
    """Rich and Textual keep the escape codes of a style and a strip, as for the terminal that asked first."""
    for one in gc.get_objects():
        if type(one) is Style:
            one._ansi = None  # noqa: SLF001  of another test's number of colors
        elif type(one) is Strip:
            one._render_cache = None  # noqa: SLF001


def kept_now(home: DemoHome, settings: Settings) -> Backend:
    """A backend whose clock stands still."""
    moment = datetime.now(UTC)
    return wiring.build(home.env, settings)._replace(now=lambda: moment)


class Frame:
    """Textual's first frame, and what the picker kept of it."""

    def __init__(self) -> None:
        self.look: Look | None = None
        self.painted = ""
        self.app: PickerApp | None = None

    def keep(self, look: Look, _: Sequence[str], size: tuple[int, int]) -> None:
        assert self.app is not None
        strips = self.app.screen._compositor.render_strips()  # noqa: SLF001  Textual shows it as SVG only
        lines = (f"\x1b[{y};1H{strip.render(self.app.console)}" for y, strip in enumerate(strips, 1))
        self.look, self.painted = look, "".join(lines)


async def first_frame(
    backend: Backend, request: PickerRequest, size: tuple[int, int], *, adapts: bool = False
) -> Frame:
    frame = Frame()
    frame.app = PickerApp(lambda: backend, request._replace(keep_look=frame.keep), adapts=adapts)
    async with frame.app.run_test(size=size) as pilot:
        for _ in range(400):
            if frame.look:
                break
            await pilot.pause(0.02)
        await pilot.pause(0.1)
        picker = frame.app.screen_stack[0]
        assert isinstance(picker, Picker)
        assert frame.look
        shown = {name: tuple(widget.content_region) for name, widget in picker.widgets._asdict().items()}
        assert {name: shown[name] for name in frame.look.regions} == frame.look.regions, "the places are final"
    return frame


def painted_early(backend: Backend, request: PickerRequest, look: Look | None) -> FirstPicture:
    assert look is not None
    return first_picture(opening_state(backend, request), backend, request, look)


async def both_paints(
    backend: Backend, request: PickerRequest, size: tuple[int, int], *, adapts: bool = False
) -> tuple[Cells, Cells]:
    """The cells of the picture, which must be complete, and those of Textual's first frame."""
    frame = await first_frame(backend, request, size, adapts=adapts)
    early = painted_early(backend, request, frame.look)
    assert early.is_complete
    drawn = cells(frame.painted, *size)
    assert cells(with_fixed_columns(frame.painted), *size) == drawn, "what goes to the terminal is the frame"
    return cells(early.painted, *size), drawn


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    """No test here asks it for more than the lists: all share it."""
    with serving(make_world(hostile=True)) as served:
        yield served


@pytest.fixture(scope="module")
def catalogs(organization: Organization, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is kept of the lists, once they have been fetched."""
    home = make_home(tmp_path_factory.mktemp("listed"), organization, os.environ)
    listed = run_command(["list", "--refresh", "--json"], home.env)
    assert listed.returncode == 0, listed.stderr
    return home.folder / ".cache"


@pytest.fixture
def listed_home(home: DemoHome, catalogs: Path) -> DemoHome:
    shutil.copytree(catalogs, home.folder / ".cache", dirs_exist_ok=True)
    return home


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("theme", ["ssotui-dark", "ssotui-light"])
@pytest.mark.parametrize("colors", ["many colors", "16 colors", "no color"])
async def test_every_cell_is_that_of_the_first_frame(
    listed_home: DemoHome, size: tuple[int, int], theme: str, colors: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if colors == "no color":
        monkeypatch.setenv("NO_COLOR", "1")
    settings = Settings(ui_theme=theme)
    request = PickerRequest(settings, current=listed_home.profiles[0], set_now=frozenset(os.environ))
    picture, frame = await both_paints(kept_now(listed_home, settings), request, size, adapts=colors == "16 colors")
    assert picture == frame


@pytest.mark.parametrize("size", [(1, 1), (10, 3), (3, 40), (120, 2)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_in_a_tiny_terminal_nothing_or_the_first_frame_is_painted(
    listed_home: DemoHome, size: tuple[int, int]
) -> None:
    backend, request = kept_now(listed_home, Settings()), PickerRequest(Settings())
    frame = await first_frame(backend, request, size)
    early = painted_early(backend, request, frame.look)
    assert not early.painted or cells(early.painted, *size) == cells(frame.painted, *size)


@pytest.mark.parametrize("query", ["prod", "read prod", "nothing at all", "static", "'northwind !prod"])
@pytest.mark.parametrize("selector", [None, Selector("exec", "run")], ids=["picker", "selector"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_with_a_query_every_cell_is_that_of_the_first_frame(
    listed_home: DemoHome, query: str, selector: Selector | None, size: tuple[int, int]
) -> None:
    request = PickerRequest(Settings(), query, listed_home.profiles[0], selector=selector)
    picture, frame = await both_paints(kept_now(listed_home, Settings()), request, size)
    assert picture == frame


async def test_a_selector_without_a_query_is_painted_early(listed_home: DemoHome) -> None:
    request = PickerRequest(Settings(), selector=Selector("console", "open console"))
    picture, frame = await both_paints(kept_now(listed_home, Settings()), request, (120, 40))
    assert picture == frame


async def test_a_profiles_name_as_query_is_painted_with_the_cursor_on_it(listed_home: DemoHome) -> None:
    request = PickerRequest(Settings(), listed_home.profiles[0])
    picture, frame = await both_paints(kept_now(listed_home, Settings()), request, (80, 24))
    assert picture == frame


async def test_panes_are_as_wide_as_they_were_dragged(listed_home: DemoHome) -> None:
    backend, request = kept_now(listed_home, Settings()), PickerRequest(Settings())
    backend.history.set_tree_share(0.4)
    picture, frame = await both_paints(backend, request, (120, 40))
    assert picture == frame


async def test_what_has_changed_since_is_painted_as_it_is_now(listed_home: DemoHome) -> None:
    settings, size = Settings(), (120, 40)
    backend = kept_now(listed_home, settings)
    request = PickerRequest(settings, current=listed_home.profiles[0])
    frame = await first_frame(backend, request, size)
    configuration = backend.profiles.read()
    gone = configuration.sessions[0]
    config = listed_home.folder / ".aws" / "config"
    config.write_text(config.read_text().replace(f"[sso-session {gone.name}]", "[sso-session renamed]"))
    backend = kept_now(listed_home, settings)
    early = painted_early(backend, request, frame.look)
    now = await first_frame(backend, request, size)
    assert not early.is_complete
    differing = [
        (one, other)
        for line, wanted in zip(cells(early.painted, *size), cells(now.painted, *size), strict=True)
        for one, other in zip(line, wanted, strict=True)
        if one[0] != other[0]
    ]
    assert {one[0] for one, _ in differing} <= {" "}, "what isn't sure is blank"


async def test_with_an_unreadable_config_nothing_is_painted_early(listed_home: DemoHome) -> None:
    settings = Settings()
    backend = kept_now(listed_home, settings)
    request = PickerRequest(settings)
    frame = await first_frame(backend, request, (80, 24))
    (listed_home.folder / ".aws" / "config").write_text("not a config [")
    backend = kept_now(listed_home, settings)
    assert painted_early(backend, request, frame.look) == FirstPicture()


@pytest.mark.parametrize("error", [ValueError, OverflowError, MemoryError])
async def test_whatever_fails_while_painting_the_picker_opens_without_a_picture(
    listed_home: DemoHome, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    backend, request = kept_now(listed_home, Settings()), PickerRequest(Settings())
    look = (await first_frame(backend, request, (80, 24))).look
    assert painted_early(backend, request, look).painted

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(module, "fixed_rows", fail)
    assert painted_early(backend, request, look) == FirstPicture()
