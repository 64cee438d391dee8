"""The terminal is left as it was found, whichever way the picker ends, and whatever its streams are."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pexpect
import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux", "bash", "pkill")


@pytest.fixture
def bash(open_terminal: OpenTerminal, home: DemoHome) -> Terminal:
    """A shell without the wrapper."""
    return open_terminal("bash --norc --noprofile", home.env)


def is_clean(terminal: Terminal) -> bool:
    """Back on the normal screen, with a visible cursor and no mouse reporting."""
    return terminal.ask("#{alternate_on}#{cursor_flag}#{mouse_any_flag}") == "010"


@pytest.mark.parametrize(("signal", "code"), [("TERM", "143"), ("HUP", "129"), ("QUIT", "131"), ("INT", "130")])
def test_a_signal_ends_it_cleanly_with_its_number(bash: Terminal, signal: str, code: str) -> None:
    bash.command("ssotui & pid=$!; fg >/dev/null")
    bash.until("type to find")
    bash.beside(f"pkill -{signal} -P {bash.ask('#{pane_pid}')}")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.status() == code


def test_in_a_command_substitution_it_has_the_real_size_and_only_code_on_stdout(bash: Terminal, home: DemoHome) -> None:
    profile = home.profiles[0]
    bash.command(f'eval "$(ssotui {profile})"')
    screen = bash.until(f"AWS_PROFILE={profile}")
    assert any(len(line) > 100 for line in screen.splitlines())
    bash.press("Enter")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.answer('"$AWS_PROFILE"') == profile


def test_without_the_wrapper_on_a_terminal_the_code_is_shown_with_how_to_install_it(
    bash: Terminal, home: DemoHome
) -> None:
    bash.command(f"ssotui use {home.profiles[0]}")
    assert "export AWS_PROFILE=" in bash.until('eval "$(ssotui init bash)"')


@pytest.mark.parametrize("redirection", ["</dev/null", "| cat", "2>/dev/null", "</dev/null 2>/dev/null | cat"])
def test_it_is_drawn_and_obeys_whatever_its_streams_are(bash: Terminal, redirection: str) -> None:
    bash.command(f"ssotui {redirection}")
    bash.until("type to find")
    bash.type("zzz")
    bash.until("❯ zzz")
    bash.press("C-c")
    bash.until_that(lambda _: is_clean(bash), "a clean terminal")
    assert bash.answer("still") == "still"


def test_a_closed_window_leaves_no_process(bash: Terminal, tmp_path: Path) -> None:
    bash.command("ssotui")
    bash.until("type to find")
    pid = bash.beside(f"pgrep -P {bash.ask('#{pane_pid}')}").strip()
    bash.kill()
    subprocess.run(["tail", f"--pid={pid}", "-f", "/dev/null"], timeout=30, check=True)
    assert not Path(f"/proc/{pid}").exists()


# A system that takes its time to drop what is typed, so that somebody types meanwhile.
SLOW = """
import termios, time
drop = termios.tcflush
def slowly(*whose):
    time.sleep(0.5)
    drop(*whose)
termios.tcflush = slowly
"""


@pytest.mark.parametrize("key", ["\x03", "\x1b"])
def test_what_is_typed_as_soon_as_it_has_left_is_the_shells(home: DemoHome, tmp_path: Path, key: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(SLOW)
    env = {**home.env, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(tmp_path)}
    bash: pexpect.spawn[str] = pexpect.spawn("bash", ["--norc", "--noprofile"], env=env, encoding="utf-8", timeout=15)
    bash.sendline("ssotui")
    bash.expect_exact("type to find")
    bash.send(key)
    bash.delaybeforesend = None
    bash.expect_exact("\x1b[?1049l")
    bash.send("echo st''ill\r")
    bash.expect_exact("still")
    bash.close(force=True)


@pytest.mark.needs("screen")
@pytest.mark.parametrize("altscreen", ["off", "on"])
def test_gnu_screen_is_left_clean(open_terminal: OpenTerminal, home: DemoHome, tmp_path: Path, altscreen: str) -> None:
    settings = tmp_path / "screenrc"
    settings.write_text(f"startup_message off\nautodetach off\naltscreen {altscreen}\n")
    folder = tmp_path / "sockets"
    folder.mkdir(mode=0o700)
    bash = open_terminal(f"screen -c {settings} bash --norc --noprofile", {**home.env, "SCREENDIR": str(folder)})
    bash.command("echo be''fore; ssotui")
    bash.until("type to find")
    bash.press("Escape")
    bash.until_that(lambda screen: "type to find" not in screen, "the prompt")
    assert bash.status() == "130"
    assert "Start URL" not in bash.screen()
    assert "\x1b[7m" not in bash.screen(escapes=True)
    assert ("before" in bash.screen()) == (altscreen == "on")


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_move_its_cursor_is_told_of_use(bash: Terminal, term: str) -> None:
    bash.command(f"TERM={term} ssotui")
    bash.until("ssotui use QUERY")
    assert bash.status() == "1"


def sgr_codes(screen: str) -> set[str]:
    """The codes of all styles on the screen; colors of more than 16 begin with 38 or 48."""
    return {code for styles in re.findall(r"\x1b\[([\d;]*)m", screen) for code in styles.split(";")}


_COLORS = {str(code) for begin in (30, 40, 90, 100) for code in range(begin, begin + 9)}


def test_without_color_the_cursors_row_and_the_matches_can_be_told(bash: Terminal) -> None:
    bash.command("NO_COLOR=1 ssotui prod")
    bash.until_that(lambda screen: bool(re.search(r"\S+-prod +› ", screen)), "a match")
    screen = bash.screen(escapes=True)
    row = next(line for line in screen.splitlines() if "▌" in line)
    assert "7" in sgr_codes(row), "reverse"
    assert re.search(r"\x1b\[[\d;]*1;4m", screen), "bold and underlined"
    assert not sgr_codes(screen) & _COLORS
    bash.press("C-c")


def test_sixteen_colors_are_all_that_a_simple_terminal_gets(bash: Terminal) -> None:
    bash.command("TERM=xterm COLORTERM= ssotui prod")
    bash.until_that(lambda screen: bool(re.search(r"\S+-prod +› ", screen)), "a match")
    codes = sgr_codes(bash.screen(escapes=True))
    assert codes & _COLORS
    assert not codes & {"38", "48"}
    bash.press("C-c")
