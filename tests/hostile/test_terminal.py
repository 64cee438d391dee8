"""Every screen of the picker, in a world of nasty names, as the terminal gets it: no sequence of a name arrives."""

from __future__ import annotations

import base64
import importlib
import pkgutil
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.screen import Screen

from ssotui import tui
from ssotui.core.printable import is_obeyed
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux")

# What Textual itself says to a terminal; everything else would be a name's.
OURS = re.compile(
    r"\x1b\[[?=>]?[\d;:]*[A-Za-ln-z]"  # modes, cursor, erasing …
    r"|\x1b\[[\d;:]*m"  # looks
    r"|\x1b\[[?>]?[\d;]*\$p|\x1b\[>[\d;]*[mqu]|\x1b\[<u"  # what can you do?
    r"|\x1b[=>78(][B0]?"
    r"|\x1b\]22;[a-z]+\x07"  # the pointer
)
COPIES = re.compile(r"\x1b\]52;c;([\w+/=]+)\x07")  # keys, when they are asked for
ASKS_BACK = re.compile(r"\x1b\[(?:6n|5n|c|0c|>c|=c|\d*t)")


def screen_names() -> set[str]:
    """Those that are shown, which are nobody's base."""
    modules = [importlib.import_module(one.name) for one in pkgutil.walk_packages(tui.__path__, "ssotui.tui.")]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    shown = {one for one in found if issubclass(one, Screen) and one.__module__.startswith("ssotui.")}
    return {one.__name__ for one in shown if not any(issubclass(other, one) for other in shown - {one})}


def _typed(terminal: Terminal, text: str, wanted: str) -> None:
    """The filter's new words; without a wait an Escape before would make them Alt and a letter."""
    terminal.press("C-u")
    terminal.type(text)
    terminal.until(wanted)


def walk(terminal: Terminal) -> str:
    """Down the whole list with everything open, and back; then by what is typed."""
    for _ in range(25):
        terminal.press("Right", "Down", "Down", "NPage")
    terminal.press("End")
    for _ in range(4):
        terminal.press("PPage")
    terminal.press("Home", "C-t", "NPage", "NPage", "C-t")
    for text in ("[", "=", "pwned", "$(", "evil", "RRRRRR", "of-"):
        _typed(terminal, text, f"❯ {text}")
        terminal.press("Tab", "C-f", "Down")
    terminal.press("C-u")
    return "type to find"


def save(terminal: Terminal) -> str:
    _typed(terminal, "nasty-roles touch", "❯ nasty-roles touch")
    terminal.press("C-s")
    return "Esc cancel"


def add_session(terminal: Terminal) -> str:
    terminal.press("C-n")
    return "Add a session"


def sign_in(terminal: Terminal) -> str:
    terminal.press("C-u", "Home")
    for _ in range(12):  # close everything, for this session has no account that the filter finds
        terminal.press("Left", "Down")
    terminal.until("]52;c;cHduZWQ=  ")
    terminal.press("Home", *["Down"] * 4)
    terminal.press("C-l")
    return "Sign in to ]52;c;cHduZWQ="


def doctor(terminal: Terminal) -> str:
    terminal.press("C-g")
    return "Doctor"


def show_help(terminal: Terminal) -> str:
    terminal.press("F1")
    return "The filter"


def palette(terminal: Terminal) -> str:
    terminal.press("C-p")
    terminal.until("an action, an account")
    terminal.type("touch pwned")
    terminal.until("❯ touch pwned")
    terminal.press("C-u")
    return "an action, an account"


def copy(terminal: Terminal) -> str:
    _typed(terminal, "nasty-roles touch", "❯ nasty-roles touch")
    terminal.press("C-y", "C-y")
    return "type to find a format"


def migrate(terminal: Terminal) -> str:
    terminal.press("C-u", "C-p")
    terminal.until("an action, an account")
    terminal.type("migrate")
    terminal.until("❯ migrate")
    terminal.press("Enter")
    return "Migrate legacy profiles"


VISITS: dict[str, Callable[[Terminal], str]] = {
    "Picker": walk,
    "SaveProfiles": save,
    "AddSession": add_session,
    "SignInDialog": sign_in,
    "Doctor": doctor,
    "Help": show_help,
    "Palette": palette,
    "Migrate": migrate,
}


def test_no_screen_is_left_out() -> None:
    in_tests_of_their_own = {"MfaCode", "PortalLink"}  # test_mfa_codes.py, test_console_actions.py in tests/tui/picker
    assert screen_names() == set(VISITS) | in_tests_of_their_own


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    return tmp_path / "heard"


@pytest.fixture
def picker(
    open_terminal: OpenTerminal,
    home: DemoHome,
    organization: Organization,
    heard: Path,
) -> Iterator[Terminal]:
    """The picker, with all that it says to the terminal kept in ``heard``."""
    organization.fault("ListAccountRoles", "400", times=3)
    home.sign_in(organization.world.instances[2].session)
    env = {name: value for name, value in home.env.items() if name != "NO_COLOR"}
    terminal = open_terminal("sh", env, width=150, height=45)
    subprocess.run([*terminal.tmux, "set", "-g", "set-clipboard", "on"], check=True)
    subprocess.run([*terminal.tmux, "pipe-pane", "-O", f"cat >'{heard}'"], check=True)
    terminal.command("PS1='$ '; clear; ssotui")
    terminal.until("type to find")
    yield terminal
    organization.clear_faults()


def test_no_sequence_of_a_name_reaches_the_terminal(picker: Terminal, home: DemoHome, heard: Path) -> None:
    title = picker.ask("#{pane_title}")
    for visit in (*VISITS.values(), copy):
        sight = visit(picker)
        picker.until(sight)
        assert_plain(picker.screen(escapes=True))
        if visit is not walk:
            picker.press("Escape")
            gone(picker, sight)
    said = heard.read_bytes().decode("utf-8", "replace")
    assert len(said) > 100_000
    assert ASKS_BACK.search(OURS_AT_START.sub("", said)) is None
    copied = [base64.b64decode(one).decode() for one in COPIES.findall(said)]
    assert_plain(OURS.sub("", COPIES.sub("", said)))
    assert copied
    assert all(one.startswith("export AWS_ACCESS_KEY_ID=ASIA") for one in copied)
    assert picker.ask("#{pane_title}") == title
    buffers = subprocess.run([*picker.tmux, "list-buffers"], capture_output=True, text=True, check=True).stdout
    assert len(buffers.splitlines()) == len(copied)
    assert "pwned" not in buffers
    assert picker.alternate_screen()
    assert not list(home.folder.parent.rglob("pwned*"))
    picker.press("C-c")


def gone(terminal: Terminal, sight: str) -> None:
    terminal.until_that(lambda screen: sight not in screen, f"the end of {sight}")


OURS_AT_START = re.compile(r"^.{0,400}", re.DOTALL)


def assert_plain(drawn: str) -> None:
    """Nothing is left but what can be seen, tmux's own colors, and links to whole URLs."""
    left = re.sub(r"\x1b\[[\d;:]*m|\x1b\([B0]|[\x0e\x0f]|\x1b\]8;(id=\d+;https://[!-~]+|;)\x1b\\", "", drawn)
    odd = [one for one in left if is_obeyed(one) and one not in "\r\n\t\x08"]
    assert odd == [], [left[max(left.find(one) - 30, 0) : left.find(one) + 30] for one in dict.fromkeys(odd)]
