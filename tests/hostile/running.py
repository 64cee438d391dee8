"""Running ssotui as a script does, in a world of nasty names."""

from __future__ import annotations

import subprocess
import unicodedata

from ssotui.demo.home import DemoHome
from tests.command_runs import run_command


def run(home: DemoHome, *words: str) -> subprocess.CompletedProcess[str]:
    return run_command(words, home.env, home.folder)


def obeyed(printed: str) -> list[str]:
    """The characters in it that a terminal would obey."""
    return [one for one in printed if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
