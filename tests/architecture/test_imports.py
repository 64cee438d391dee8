"""What a front end may not drag in, seen at run time; the import graph itself is import-linter's."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("textual", "rich", "boto3", "botocore", "configupdater", "pyperclip", "importlib.metadata", "asyncio")


def loaded(code: str) -> list[str]:
    """Which heavy modules running ``code`` in a new process leaves loaded."""
    probe = f"{code}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("module", ["ssotui", "ssotui.cli.main", "ssotui.cli.parser", "ssotui.wiring"])
def test_the_command_line_starts_light(module: str) -> None:
    assert loaded(f"import {module}") == []


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["use", "--help"]])
def test_asking_for_words_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import contextlib, io
from ssotui.cli.main import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main({arguments!r})
"""
    assert loaded(code) == []


def test_the_picker_loads_boto3_only_when_a_request_is_made() -> None:
    assert not {"boto3", "botocore"} & set(loaded("import ssotui.tui.app, ssotui.tui.listings"))
