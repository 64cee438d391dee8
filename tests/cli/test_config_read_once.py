"""What runs before every prompt reads the config once, however many of its parts ask for a section."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ssotui.demo.home import DemoHome

_COUNT = """
import sys
opened = []
sys.addaudithook(lambda event, words: opened.append(str(words[0])) if event == "open" else None)
from ssotui.cli.main import main
code = main(sys.argv[2:])
sys.stderr.write(f"{code} {sum(path == sys.argv[1] for path in opened)}")
"""


@pytest.mark.parametrize("words", [["use", "{}"], ["status", "--check"], ["credential-process", "--profile", "{}"]])
def test_the_config_is_opened_once(home: DemoHome, words: list[str]) -> None:
    """Unless it was changed within the last two seconds: then it may change again, and nothing would show it."""
    os.utime(home.config_file, (1_700_000_000, 1_700_000_000))
    name = home.profiles[0]
    command = [sys.executable, "-c", _COUNT, str(home.config_file), *(word.format(name) for word in words)]
    subprocess.run([sys.executable, "-m", "ssotui", "creds", name], env=home.env, capture_output=True, check=True)
    done = subprocess.run(
        command, env={**home.env, "AWS_PROFILE": ""} | ({"AWS_PROFILE": name} if words[0] == "status" else {}),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == "0 1"
