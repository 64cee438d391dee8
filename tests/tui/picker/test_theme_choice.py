"""The list of themes: each is shown as the cursor moves to it, Enter saves it, Esc shows the old one again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ssotui import paths
from ssotui.core.picker_settings import THEMES
from ssotui.demo.home import DemoHome
from ssotui.settings import Settings
from ssotui.tui.dialogs.palette import Palette
from tests.tui.conftest import Ui
from tests.tui.looks import lines_of, text_of

OpenUi = Any
BY_KEY = Settings(keys={"app.theme": "f8"})


def settings_file(home: DemoHome) -> Path:
    return paths.settings_file(home.env)


async def opened(ui: Ui) -> Palette:
    await ui.listed()
    await ui.press("f8")
    await ui.until(lambda: isinstance(ui.app.screen, Palette) and ui.app.screen.entries.entry)
    assert isinstance(ui.app.screen, Palette)
    return ui.app.screen


def grounds(ui: Ui) -> set[str]:
    """The backgrounds of the picker's first lines, left of the list."""
    return {str(line[0].style.bgcolor) for line in lines_of(ui.app)[:12] if line[0].style}


async def test_it_opens_on_the_theme_in_use_and_shows_each_theme_under_the_cursor(open_ui: OpenUi) -> None:
    async with open_ui(settings=BY_KEY._replace(ui_theme="nord")) as ui:
        dialog = await opened(ui)
        assert dialog.entries.entry
        assert dialog.entries.entry.text == "● nord"
        before = grounds(ui)
        await ui.press("down")
        await ui.until(lambda: ui.app.theme == THEMES[THEMES.index("nord") + 1])
        await ui.until(lambda: grounds(ui).isdisjoint(before))
        await ui.type("lat")
        await ui.until(lambda: ui.app.theme == "catppuccin-latte")


async def test_enter_saves_the_theme_in_the_settings_file(open_ui: OpenUi, home: DemoHome) -> None:
    path = settings_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('# mine\n[ui]\ntheme = "dracula"  # dark\n')
    async with open_ui(settings=BY_KEY._replace(ui_theme="dracula")) as ui:
        await opened(ui)
        await ui.type("gruv")
        await ui.press("enter")
        await ui.until(lambda: ui.message == f'Theme "gruvbox" saved in {path}.')
        assert ui.app.theme == "gruvbox"
        await ui.press("f8")
        await ui.until(lambda: "● gruvbox" in text_of(ui.app))
    assert path.read_text() == '# mine\n[ui]\ntheme = "gruvbox"  # dark\n'


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_escape_shows_the_old_theme_again_and_writes_nothing(open_ui: OpenUi, home: DemoHome, key: str) -> None:
    async with open_ui(settings=BY_KEY) as ui:
        await opened(ui)
        await ui.press("down", "down", "down")
        await ui.until(lambda: ui.app.theme == THEMES[3])
        await ui.press("down", key)
        await ui.until(lambda: ui.app.screen is ui.picker and ui.app.theme == "ssotui-dark")
        assert ui.message == ""
    assert not settings_file(home).exists()


async def test_a_settings_file_that_is_read_only_is_named_and_the_theme_stays_for_now(
    open_ui: OpenUi, home: DemoHome
) -> None:
    path = settings_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[ui]\n")
    path.chmod(0o400)
    async with open_ui(settings=BY_KEY, size=(200, 40)) as ui:
        await opened(ui)
        await ui.press("down", "enter")
        await ui.until(lambda: ui.message)
        assert ui.message.startswith(f'Theme "ssotui-light" until you exit, not saved. {path}: can\'t be written: ')
        assert ui.picker.message_line.is_error
        assert ui.app.theme == "ssotui-light"
    assert path.read_text() == "[ui]\n"


async def test_a_click_saves_a_theme_and_the_wheel_shows_the_next_one(open_ui: OpenUi, home: DemoHome) -> None:
    async with open_ui(settings=BY_KEY) as ui:
        dialog = await opened(ui)
        dialog.entries.on_mouse_scroll_down()
        await ui.until(lambda: ui.app.theme == THEMES[1])
        await ui.pilot.click(dialog.entries, offset=(5, 4))
        await ui.until(lambda: ui.message.startswith(f'Theme "{THEMES[4]}" saved'))
    assert f'theme = "{THEMES[4]}"' in settings_file(home).read_text()


async def test_it_says_that_without_color_no_theme_shows(open_ui: OpenUi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_ui(settings=BY_KEY, size=(60, 15)) as ui:
        await opened(ui)
        shown = text_of(ui.app)
        assert "NO_COLOR is set" in shown
        assert "Enter save   Esc back" in shown


async def test_it_fits_the_smallest_screen_and_leaves_some_of_the_tree_in_sight(open_ui: OpenUi) -> None:
    async with open_ui(settings=BY_KEY._replace(ui_theme=THEMES[-1]), size=(60, 15)) as ui:
        await opened(ui)
        lines = text_of(ui.app).splitlines()
        assert f"● {THEMES[-1]}" in "\n".join(lines)
        assert "Enter save   Esc back" in lines[-1]
        assert sum(bool(line[:24].strip()) for line in lines) > 10


async def test_it_says_that_with_16_colors_themes_are_only_light_or_dark(open_ui: OpenUi) -> None:
    async with open_ui(settings=BY_KEY) as ui:
        ui.app.theme = "ansi-dark"  # as the app itself does on such a terminal
        await opened(ui)
        assert "16 colors: only light and dark" in text_of(ui.app)
