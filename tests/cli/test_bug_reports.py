"""An exception that nothing expects: one sentence for a report, without what the program held at that moment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_BROKEN = """
from ssotui.cli import main, status

def run(options, env):
    access_token = "a-secret"
    raise LookupError(access_token)

status.run = run
raise SystemExit(main.main())
"""


def test_a_bug_is_told_in_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    done = _broken(tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "ssotui: this is a bug: LookupError in <string>:6.",
        "  Run the command again with --debug and report its output.",
    ]


def test_with_debug_the_traceback_says_where_and_holds_no_value(tmp_path: Path) -> None:
    done = _broken(tmp_path, "--debug")
    assert done.returncode == 1
    assert "_run_signing_in" in done.stderr
    assert "this is a bug: LookupError in <string>:6." in done.stderr
    assert "a-secret" not in done.stderr


def _broken(folder: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _BROKEN, "status", *flags]
    env = {**os.environ, "HOME": str(folder), "XDG_STATE_HOME": str(folder / "state")}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
