"""A command that is run in a forked child behaves as one whose Python has started anew."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ssotui.demo.home import DemoHome
from tests.command_runs import OnTerminal, run_command

PROGRAM = "import os, sys; print(os.getcwd(), os.getpid() == os.getpgrp(), dict(os.environ)); sys.exit(7)"


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("off",),
        ("use", "xyzzy"),
        ("use", "--nonsense"),
        ("exec", "PROFILE", "--", sys.executable, "-c", PROGRAM),
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("env", [{}, {"LC_ALL": "C", "PYTHONUNBUFFERED": "", "PYTHONCOERCECLOCALE": "0"}])
def test_it_prints_the_same_and_ends_alike(
    home: DemoHome, tmp_path: Path, words: tuple[str, ...], env: dict[str, str]
) -> None:
    words = tuple(home.profiles[0] if word == "PROFILE" else word for word in words)
    real = subprocess.run(
        [sys.executable, "-m", "ssotui", *words], env=home.env | env, cwd=tmp_path, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    forked = run_command(words, home.env | env, tmp_path)
    assert (forked.returncode, forked.stdout, forked.stderr) == (real.returncode, real.stdout, real.stderr)


def test_a_signal_that_ends_it_is_its_status(home: DemoHome) -> None:
    words = ("exec", home.profiles[0], "--", sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
    assert run_command(words, home.env).returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)


def test_it_has_no_open_file_that_is_not_its_own(home: DemoHome) -> None:
    words = ("exec", home.profiles[0], "--", sys.executable, "-c", "import os; print(os.listdir('/dev/fd'))")
    listed = run_command(words, home.env).stdout
    assert listed.strip() == "['0', '1', '2', '3']", "the last one is that of the folder"


def test_on_a_terminal_it_prints_the_same_and_ends_alike(home: DemoHome) -> None:
    options: dict[str, Any] = {"timeout": 60, "dimensions": (40, 200)}
    words = ["exec", home.profiles[0], "--", "sh", "-c", "tty >/dev/tty; stty size; kill -9 $$"]
    real = pexpect.spawn(sys.executable, ["-m", "ssotui", *words], env=home.env, encoding="utf-8", **options)
    printed = []
    for child in (real, OnTerminal(words, home.env, **options)):
        child.expect(pexpect.EOF)
        child.close()
        printed.append((re.sub(r"/dev/pts/\d+", "", str(child.before)), child.exitstatus, child.signalstatus))
    assert printed[0] == printed[1]
    assert printed[0][0].strip() == "40 200"
