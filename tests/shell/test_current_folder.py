"""A folder that holds a package of our name runs none of its code, wherever a user stands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

SSOTUI = [sys.executable, "-P", "-m", "ssotui"]
TRAPS = ("ssotui", "textual", "boto3", "botocore", "json", "argparse", "configupdater", "pyperclip", "segno")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder in which every import would leave a mark."""
    folder = tmp_path / "trap"
    for name in TRAPS:
        (folder / name).mkdir(parents=True)
        for file in ("__init__.py", "__main__.py"):
            (folder / name / file).write_text(f"open({str(tmp_path / 'sprung')!r}, 'a').write('{name} {file}\\n')\n")
    return folder


def _run_in(folder: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "HOME": str(folder.parent)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_the_demo_runs_nothing_of_it(trap: Path) -> None:
    script = Path(sys.executable).with_name("ssotui")
    assert _run_in(trap, [str(script), "demo", "--", "true"]).returncode == 0
    _run_in(trap, [str(script), "demo"])  # no terminal: the picker says so and leaves
    assert not (trap.parent / "sprung").exists()


def test_a_wrapper_made_by_python_dash_m_runs_nothing_of_it(trap: Path) -> None:
    made = subprocess.run([*SSOTUI, "init", "bash"], capture_output=True, text=True, check=True).stdout
    done = _run_in(
        trap,
        ["bash", "--norc", "-c", f"{made}\nssotui --version; COMP_WORDS=(ssotui l) COMP_CWORD=1 __ssotui_complete"],
    )
    assert done.stdout.startswith("ssotui ")
    assert not (trap.parent / "sprung").exists()
