"""What is typed right behind the command, long before the picker is drawn, is for the picker."""

from __future__ import annotations

import pytest

from ssotui.demo.home import ASSUME_ROLE_PROFILE, DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux", "bash")


@pytest.fixture
def bash(open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    terminal = open_terminal("bash --norc --noprofile", home.env)
    terminal.until("$")
    return terminal


def test_letters_typed_behind_the_command_filter_and_leave_no_trace(bash: Terminal) -> None:
    bash.type("ssotui\nproo")
    bash.until("❯ proo")
    bash.press("C-c")
    bash.until_that(lambda _: not bash.alternate_screen(), "the normal screen")
    assert bash.status() == "130"
    assert "\nproo" not in bash.screen()


def test_enter_typed_behind_the_command_is_enter(bash: Terminal) -> None:
    bash.type(f"ssotui > chosen; clear; cat chosen\n{ASSUME_ROLE_PROFILE}\n")
    assert ASSUME_ROLE_PROFILE in bash.until("export AWS_PROFILE")


def test_esc_typed_behind_the_command_leaves(bash: Terminal) -> None:
    bash.type('ssotui; echo "left with $?"')
    bash.press("Enter", "Escape")
    screen = bash.until("left with 130")
    assert "Traceback" not in screen
    assert "^[" not in screen
    assert not bash.alternate_screen()
