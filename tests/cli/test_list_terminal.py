"""``ssotui list`` where a person watches: the table, the progress, Ctrl+C, and a reader that leaves early."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssotui.cli.progress import bars
from ssotui.core.listing_progress import Progress
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.world import make_world

WORLD = make_world(accounts=30, roles=2, sessions=1)  # 30 accounts of 2 roles in one session

LIST = [sys.executable, "-m", "ssotui", "list"]
_PATIENCE = 60  # seconds: a slow machine fails nothing


@pytest.fixture
def home(tmp_path: Path, organization: Organization) -> DemoHome:
    return make_home(tmp_path / "home", organization, {"PATH": os.defpath})


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """A pseudo-terminal of 24 rows of 100: our end and the program's."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def shown(terminal: int, until: Callable[[str], bool]) -> str:
    """What the program has drawn by the time that ``until`` is content."""
    text = ""
    while not until(text):
        assert select.select([terminal], [], [], _PATIENCE)[0], text
        text += os.read(terminal, 65536).decode()
    return text


def test_progress_is_drawn_in_place_and_gone_in_the_end(
    home: DemoHome, organization: Organization, terminal: tuple[int, int]
) -> None:
    organization.latency = 0.2
    env = home.env | {"TERM": "xterm"}
    done = subprocess.run(LIST, env=env, stdout=subprocess.PIPE, stderr=terminal[1], check=True)
    drawn = shown(terminal[0], lambda text: text.endswith("\x1b[J"))
    assert "30 accounts · " in drawn
    assert drawn.count("\n") == drawn.count("\x1b[1A")
    assert len(done.stdout.splitlines()) == 60


def test_a_dumb_terminal_gets_no_drawing(home: DemoHome, organization: Organization, terminal: tuple[int, int]) -> None:
    organization.latency = 0.2
    env = home.env | {"TERM": "dumb"}
    subprocess.run(LIST, env=env, stdout=subprocess.DEVNULL, stderr=terminal[1], check=True)
    os.write(terminal[1], b"end")
    assert shown(terminal[0], lambda text: text.endswith("end")) == "end"


def test_on_a_terminal_the_columns_are_aligned(home: DemoHome, terminal: tuple[int, int]) -> None:
    subprocess.run(LIST, env=home.env, stdout=subprocess.DEVNULL, check=True)
    subprocess.run(LIST, env=home.env | {"NO_COLOR": "1"}, stdout=terminal[1], check=True)
    os.write(terminal[1], b"end")
    header, *rows = shown(terminal[0], lambda text: text.endswith("end")).splitlines()[:-1]
    assert header.split() == ["SESSION", "ACCOUNT", "ID", "ROLE", "PROFILES"]
    column = header.index("ID")
    assert all(row[column : column + 12].isdigit() and row[column + 12] == " " for row in rows)
    assert len(rows) == 60


def test_on_a_terminal_the_header_is_bold(home: DemoHome, terminal: tuple[int, int]) -> None:
    subprocess.run([*LIST[:-1], "session", "list"], env=home.env | {"TERM": "xterm"}, stdout=terminal[1], check=True)
    os.write(terminal[1], b"end")
    assert "\x1b[1mSESSION\x1b[0m" in shown(terminal[0], lambda text: text.endswith("end"))


def test_an_interrupt_leaves_at_once_with_130_and_a_clean_line(
    home: DemoHome, organization: Organization, terminal: tuple[int, int]
) -> None:
    organization.fault("ListAccountRoles", "hang", times=None)
    env = home.env | {"TERM": "xterm"}
    with subprocess.Popen(LIST, env=env, stdout=subprocess.PIPE, stderr=terminal[1]) as process:
        shown(terminal[0], lambda text: "0 of 30 accounts" in text)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=5) == 130
        assert shown(terminal[0], lambda text: text.endswith("\x1b[J"))
        assert process.stdout is not None
        assert process.stdout.read() == b""


def test_a_reader_that_leaves_early_is_no_fault(home: DemoHome) -> None:
    command = f"'{sys.executable}' -m ssotui list --json | head -n 1"
    done = subprocess.run(["/bin/sh", "-c", command], env=home.env, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[\n", "")


def test_a_bar_says_how_far_how_much_and_how_fast() -> None:
    far = Progress(accounts=2000, listed=1204, roles=5980, failed=0, knows_all_accounts=True, rate=18.2)
    near = Progress(accounts=100, listed=0, roles=0, failed=2, knows_all_accounts=False, rate=None)
    first = Progress(accounts=0, listed=0, roles=0, failed=0, knows_all_accounts=False, rate=None)
    assert bars({"acme": far, "northwind": near, "x\x1b[1m": first}) == [
        "acme       ██████░░░░  1,204 of 2,000 accounts · 5,980 roles · slowed to 18/s by AWS",
        "northwind  ░░░░░░░░░░  0 of 100+ accounts · 0 roles · 2 failed",
        "x [1m      ░░░░░░░░░░  loading accounts",
    ]
