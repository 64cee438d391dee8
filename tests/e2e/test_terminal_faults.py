"""Windows of any size, closed, stopped and continued; streams that aren't there: the terminal is left as it was."""

from __future__ import annotations

import os
import signal

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal
from tests.e2e.test_switching import SHELLS
from tests.e2e.test_terminal import is_clean

pytestmark = pytest.mark.needs("tmux", "bash", "zsh", "fish", "pgrep")

SIZES = [(1, 1), (2, 2), (10, 3), (20, 5), (60, 15), (80, 24), (500, 200)]


def until_it_has_left(terminal: Terminal) -> None:
    """Wait for the shell's prompt, on a clean terminal."""
    terminal.until_that(lambda screen: is_clean(terminal) and screen.rstrip().endswith("$"), "the prompt again")


def stop_continue_and_choose(shell: Terminal, profile: str) -> None:
    """The wrapper has lost its channel: the choice is named, and the shell isn't switched."""
    shell.press("C-z")
    shell.until_that(lambda screen: is_clean(shell) and "Esc clear" not in screen, "the shell")
    shell.command("fg")
    shell.until("Esc clear")
    shell.press("Enter")
    shell.until(f"ssotui use '{profile}'")
    assert shell.answer('"$AWS_PROFILE"') == ""


@pytest.fixture
def bash(open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    return open_terminal("bash --norc --noprofile", home.env)


@pytest.mark.parametrize("redirection", ["2>&-", ">&-", "<&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full"])
def test_closed_streams_change_nothing_on_the_terminal(bash: Terminal, redirection: str) -> None:
    bash.command(f"ssotui {redirection}")
    bash.until("type to find")
    bash.press("C-c")
    until_it_has_left(bash)
    assert bash.status() == "130"


@pytest.mark.parametrize("locale", ["LC_ALL=C", "LC_ALL=POSIX LANG=C", "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"])
def test_it_is_drawn_in_a_locale_that_knows_no_utf_8(bash: Terminal, locale: str) -> None:
    bash.command(f"{locale} ssotui")
    bash.until("❯  type to find")
    bash.press("C-c")
    until_it_has_left(bash)
    assert bash.status() == "130"


def test_a_stopped_picker_gives_the_shell_back_and_goes_on_with_fg(bash: Terminal) -> None:
    before = bash.answer('"$(stty -g)"')
    bash.command("ssotui")
    bash.until("type to find")
    bash.type("prod")
    bash.until("❯ prod")
    bash.press("C-z")
    bash.until("Stopped")
    until_it_has_left(bash)
    assert bash.answer('"$(stty -g)"') == before
    bash.command("fg")
    bash.until("❯ prod")
    bash.type("x")
    bash.until("❯ prodx")
    bash.press("C-c")
    until_it_has_left(bash)
    assert bash.answer('"$(stty -g)"') == before


def picker_of(terminal: Terminal) -> int:
    """The process ID of the picker that runs in the shell."""
    return int(terminal.beside(f"pgrep -n -f bin/ssotui -t {terminal.ask('#{pane_tty}').removeprefix('/dev/')}"))


def test_a_continue_signal_without_a_stop_changes_nothing(bash: Terminal) -> None:
    before = bash.answer('"$(stty -g)"')
    bash.command("ssotui")
    bash.until("type to find")
    for _ in range(3):
        os.kill(picker_of(bash), signal.SIGCONT)
    bash.type("prod")
    bash.until("❯ prod")
    bash.press("C-c")
    until_it_has_left(bash)
    assert bash.answer('"$(stty -g)"') == before


def test_a_picker_that_could_not_handle_its_stop_goes_on_with_fg(bash: Terminal) -> None:
    before = bash.answer('"$(stty -g)"')
    bash.command("ssotui")
    bash.until("type to find")
    bash.type("prod")
    bash.until("❯ prod")
    os.kill(picker_of(bash), signal.SIGSTOP)
    bash.until("Stopped")
    bash.command("fg")
    bash.until_that(lambda screen: "Stopped" not in screen and "❯ prod" in screen, "the picker")
    bash.type("x")
    bash.until("❯ prodx")
    bash.press("C-c")
    until_it_has_left(bash)
    assert bash.answer('"$(stty -g)"') == before


def test_a_picker_that_is_stopped_while_it_starts_goes_on_with_fg(bash: Terminal) -> None:
    before = bash.answer('"$(stty -g)"')
    bash.command("ssotui")
    bash.until("account")
    bash.press("C-c")
    until_it_has_left(bash)
    bash.command("ssotui")
    bash.until("type to find")  # the picture that is painted before Textual is loaded
    bash.press("C-z")
    bash.until("Stopped")
    until_it_has_left(bash)
    assert bash.answer('"$(stty -g)"') == before
    bash.command("fg")
    bash.until("type to find")
    bash.type("prod")
    bash.until("❯ prod")
    bash.press("C-c")
    until_it_has_left(bash)
    assert bash.answer('"$(stty -g)"') == before


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_wrapper_that_was_stopped_takes_no_choice_and_that_is_said(
    name: str, open_terminal: OpenTerminal, home: DemoHome
) -> None:
    program, install = SHELLS[name]
    shell = open_terminal(program, home.env)
    shell.command(install)
    shell.command(f"ssotui {home.profiles[0]}")
    shell.until(f"AWS_PROFILE={home.profiles[0]}")  # the cursor is on its role, whose account has been listed
    shell.until("Esc clear")
    stop_continue_and_choose(shell, home.profiles[0])


def test_a_wrapper_is_told_also_if_the_picker_was_stopped_while_it_started(
    open_terminal: OpenTerminal, home: DemoHome
) -> None:
    program, install = SHELLS["bash"]
    shell = open_terminal(program, home.env)
    shell.command(install)
    line = f"ssotui {home.profiles[0]}"
    shell.command(line)
    shell.until(f"AWS_PROFILE={home.profiles[0]}")
    shell.press("C-c")
    shell.until_that(lambda _: is_clean(shell), "the shell")
    shell.command(line)
    shell.until("Esc clear")  # the picture that is painted before Textual is loaded
    stop_continue_and_choose(shell, home.profiles[0])


@pytest.mark.parametrize("line", ['eval "$(ssotui)"', "sh -c 'ssotui; :'"])
def test_where_nobody_could_continue_it_ctrl_z_does_nothing(bash: Terminal, line: str) -> None:
    bash.command(line)
    bash.until("type to find")
    bash.press("C-z")
    bash.type("prod")
    bash.until("❯ prod")
    bash.press("C-c")
    until_it_has_left(bash)
    assert bash.answer('"$(jobs)"') == ""


@pytest.mark.parametrize(("width", "height"), SIZES[::2])
def test_it_opens_and_leaves_at_any_size(width: int, height: int, open_terminal: OpenTerminal, home: DemoHome) -> None:
    bash = open_terminal("bash --norc --noprofile", home.env, width=width, height=height)
    bash.command("ssotui; code=$?")
    bash.until_that(lambda _: bash.alternate_screen(), "the picker")
    bash.type("prod")
    bash.press("Down", "Right", "C-c")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    bash.resize(80, 24)
    until_it_has_left(bash)
    assert bash.answer("$code") == "130"


def test_every_resize_is_survived_and_drawn(bash: Terminal) -> None:
    bash.command("ssotui")
    bash.until("type to find")
    for width, height in (*SIZES, (120, 40)):
        bash.resize(width, height)
    bash.press("C-g")
    bash.until("Doctor")
    for width, height in (*SIZES, (120, 40)):
        bash.resize(width, height)
    bash.until("Doctor")
    bash.press("Escape")
    bash.until_that(lambda screen: "Doctor" not in screen and "Esc leave" in screen, "the picker alone")
    bash.press("C-c")
    until_it_has_left(bash)
    assert bash.status() == "130"
