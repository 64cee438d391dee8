"""Shells in a folder of their own, on a terminal or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.shell.lab import QUIET, Lab, Terminal


@pytest.fixture(params=[pytest.param(shell, marks=pytest.mark.needs(shell)) for shell in ("bash", "zsh", "fish")])
def lab(tmp_path: Path, request: pytest.FixtureRequest) -> Lab:
    return Lab(tmp_path, request.param)


@pytest.fixture
def terminal(lab: Lab) -> Iterator[Terminal]:
    quiet = [*QUIET[lab.shell], *(["--private"] if lab.shell == "fish" else [])]
    child: pexpect.spawn[str] = pexpect.spawn(
        lab.shell, quiet, cwd=str(lab.folder), env={**lab.env}, encoding="utf-8", timeout=15, dimensions=(24, 200)
    )
    shown = Terminal(lab, child)
    shown.enter(lab.load)
    assert shown.ask("ready") == "ready"
    yield shown
    child.close(force=True)
