"""Running ssotui as a script does, in a world of nasty names."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

from ssotui.demo.home import DemoHome


def run(home: DemoHome, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ssotui", *words],
        env=home.env, cwd=home.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


def obeyed(printed: str) -> list[str]:
    """The characters in it that a terminal would obey."""
    return [one for one in printed if one not in "\n\t" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
