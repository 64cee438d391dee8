"""Starts with random keys at random moments: none is lost, and those that leave leave the terminal as it was.

``SSOTUI_TEST_STARTS=1000 python -m pytest -m long tests/e2e/test_random_keys.py`` tries that many.
"""

from __future__ import annotations

import os
import random
import re
import sys
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.recording import Recording

pytestmark = pytest.mark.needs("setsid")

_FEW, _MANY = 3, int(os.environ.get("SSOTUI_TEST_STARTS", "60"))
_WITHIN = 0.3  # seconds after the start
_LONG = [pytest.mark.long, pytest.mark.timeout(3 * 3600)]
RUNS = [_FEW, pytest.param(_MANY, marks=_LONG)]
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_ARROWS = (b"\x1b[A", b"\x1b[B")
_LAST = "_ok"
_ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]")


def start(home: DemoHome) -> Recording:
    env = {**home.env, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    return Recording([sys.executable, "-m", "ssotui"], env, (120, 40))


@pytest.fixture
def opened_home(home: DemoHome) -> DemoHome:
    """A home in which the picker was open once, so that it is painted early."""
    first = start(home)
    looks = Path(home.folder) / ".cache" / "ssotui"
    first.until(lambda _: bool(list(looks.glob("look-*.json"))), "a kept look")
    first.type(b"\x03")
    assert first.ended() == 130
    first.close()
    return home


def random_keys(chance: random.Random) -> tuple[list[bytes], str]:
    """Keys, and the query that they make.

    Backspace only comes behind letters: until the program has the terminal, the kernel erases single bytes of arrows.
    """
    keys: list[bytes] = []
    query = ""
    for _ in range(chance.randint(1, 30)):
        if query and keys[-1] not in _ARROWS and keys[-1] != b"\x7f" and chance.random() < 0.2:
            keys.append(b"\x7f")
            query = query[:-1]
        elif chance.random() < 0.2:
            keys.append(chance.choice(_ARROWS))
        else:
            keys.append(chance.choice(_LETTERS).encode())
            query += keys[-1].decode()
    return keys, query


def until_shown(recording: Recording, text: str, seed: int) -> None:
    recording.until(lambda output: text.encode() in _ESCAPES.sub(b"", output), f"{text!r} of seed {seed}")


def until_held(recording: Recording) -> None:
    """Before, Ctrl+C ends Python itself."""
    recording.until(lambda _: not recording.is_restored, "the terminal to be held")


@pytest.mark.parametrize("runs", RUNS)
def test_none_of_the_keys_is_lost(opened_home: DemoHome, runs: int) -> None:
    for seed in range(runs):
        chance = random.Random(seed)
        keys, query = random_keys(chance)
        recording = start(opened_home)
        for moment, key in zip(sorted(chance.uniform(0, _WITHIN) for _ in keys), keys, strict=True):
            recording.watch_until(moment)
            recording.type(key)
        recording.type(_LAST.encode())
        until_shown(recording, f"❯ {query}{_LAST}", seed)
        recording.type(b"\x03")
        assert recording.ended() == 130
        assert recording.is_restored
        recording.close()


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("key", [b"\x1b", b"\x03"], ids=["esc", "ctrl-c"])
def test_a_key_that_leaves_leaves_the_terminal_as_it_was(opened_home: DemoHome, runs: int, key: bytes) -> None:
    for seed in range(runs):
        recording = start(opened_home)
        until_held(recording)
        recording.watch_until(random.Random(seed).uniform(0, 2 * _WITHIN))
        recording.type(key)
        assert recording.ended() == 130, f"seed {seed}"
        assert recording.is_restored, f"seed {seed}"
        assert b"Traceback" not in recording.output
        assert recording.output.rfind(b"\x1b[?1049l") >= recording.output.rfind(b"\x1b[?1049h")
        recording.close()
