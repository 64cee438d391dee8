"""Esc and another key within a tenth of a second: both count, unless they are bound as Alt and that key."""

from __future__ import annotations

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux", "bash")


@pytest.fixture
def bash(open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    return open_terminal("bash --norc --noprofile", home.env)


@pytest.fixture
def picker(bash: Terminal) -> Terminal:
    """The picker with something in its filter."""
    bash.command("ssotui data")
    bash.until("❯ data")
    return bash


@pytest.mark.parametrize("typed", ["prod", "1abc", "b", "-x", "é", "=", "Prod", "O"])
def test_what_is_typed_right_after_esc_is_the_new_filter(picker: Terminal, typed: str) -> None:
    picker.type(f"\x1b{typed}")
    picker.until_that(lambda screen: screen.splitlines()[0].startswith(f" ❯ {typed}"), "what was typed")
    assert picker.alternate_screen(), "Esc has cleared the filter, and left nothing"


def test_esc_and_ctrl_c_leave_a_dialog_and_the_picker(picker: Terminal) -> None:
    picker.press("C-g")
    picker.until("Esc back")
    picker.press("Escape", "C-c")
    picker.until_that(lambda _: not picker.alternate_screen(), "the normal screen")
    assert picker.status() == "130"


def test_esc_twice_is_esc_twice(picker: Terminal) -> None:
    picker.press("Escape", "Escape")
    picker.until_that(lambda _: not picker.alternate_screen(), "the normal screen")
    assert picker.status() == "130"


def test_arrows_are_still_arrows(picker: Terminal) -> None:
    picker.press("Down", "Up", "M-BSpace")
    picker.until("type to find")
    assert picker.alternate_screen(), "none of them was taken for Esc"


def test_a_key_that_is_bound_with_alt_is_one_key(bash: Terminal, home: DemoHome) -> None:
    settings = home.folder / "settings.toml"
    settings.write_text('[keys]\n"app.help" = "alt+x"\n')
    bash.command(f"SSOTUI_CONFIG='{settings}' ssotui data")
    bash.until("❯ data")
    bash.press("M-x")
    bash.until("alt+x  Help: all keys")
    assert "❯ datax" not in bash.screen()
