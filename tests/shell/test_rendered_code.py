"""Without the wrapper: code that a shell evaluates, with names that try to be more than names."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ssotui.core.shell.exports import Export, render
from tests.shell.lab import NASTY, QUIET

EVALUATE = {"fish": "cat {0} | source; printenv AWS_PROFILE", "sh": 'eval "$(cat {0})"; printenv AWS_PROFILE'}


@pytest.mark.parametrize(
    "shell", [pytest.param(shell, marks=pytest.mark.needs(shell)) for shell in ("sh", "bash", "zsh", "fish")]
)
def test_every_name_arrives_to_the_letter_and_none_runs(shell: str, tmp_path: Path) -> None:
    lines = []
    for number, name in enumerate(NASTY):
        (tmp_path / str(number)).write_text(render(Export((("AWS_PROFILE", name),), ("AWS_REGION",)), shell))
        lines.append(EVALUATE.get(shell, EVALUATE["sh"]).format(number))
    words = [shell, *QUIET.get(shell, []), "-c", "\n".join(lines)]
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:-1] == list(NASTY)
    assert not list(tmp_path.glob("pwned*"))


@pytest.mark.needs("fish")
def test_fish_reports_success_though_there_was_nothing_to_unset(tmp_path: Path) -> None:
    code = render(Export((("AWS_PROFILE", "a"),), ("AWS_REGION",)), "fish")
    done = subprocess.run(
        ["fish", "--no-config", "-c", "source; exit $status"], input=code, cwd=tmp_path, text=True, check=False
    )
    assert done.returncode == 0
