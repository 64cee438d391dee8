"""Whatever happens to a program that writes a file, the file is the old one or the new one, whole."""

from __future__ import annotations

import json
import multiprocessing
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from ssotui.errors import FileError
from tests.files.writers import WRITERS, config_of, sync

ROOT = Path(__file__).parents[2]
WITH_BACKUPS = ("profiles", "a session", "undo", "the doctor", "credentials")


def interrupted(how: str, writer: str, folder: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.files.interrupted", how, writer, str(folder)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in told.splitlines()]


def lost(writer: str, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The steps after which something of the user's is neither in the file nor in a backup."""
    assert "new" in [step["state"] for step in steps]
    return [step for step in steps if writer in WITH_BACKUPS and step["state"] == "new" and not step["is_kept"]]


@pytest.mark.parametrize("writer", WRITERS)
def test_killed_at_any_step_it_leaves_the_old_file_or_the_new_one(writer: str, tmp_path: Path) -> None:
    steps = interrupted("kill", writer, tmp_path)
    assert [step["code"] for step in steps] == [-signal.SIGKILL] * (len(steps) - 1) + [0]
    states = [step["state"] for step in steps]
    assert states == sorted(states, key=["old", "new"].index)
    assert set(states) == {"old", "new"}
    assert len(states) > 3
    assert lost(writer, steps) == []


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(
    "number",
    [signal.SIGINT, signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.long)],  # as SIGTERM
)
def test_told_to_end_at_any_step_it_leaves_nothing_half_written(
    writer: str, number: signal.Signals, tmp_path: Path
) -> None:
    steps = interrupted(number.name, writer, tmp_path)
    assert lost(writer, steps) == []
    for step in steps:
        assert step["code"] in (128 + number, 0)
        assert step["state"] in ("old", "new")
        assert [name for name in step["left"] if "backup" not in name and not name.endswith(".lock")] == []


@pytest.mark.parametrize("writer", WRITERS)
def test_on_a_full_disk_the_old_file_stays_and_nothing_is_left_lying_about(writer: str, tmp_path: Path) -> None:
    for step in interrupted("full", writer, tmp_path):
        assert (step["code"], step["state"]) == (8 if WRITERS[writer].tells else 0, "old"), step
        assert [name for name in step["left"] if "backup" not in name and not name.endswith(".lock")] == []


def test_every_module_that_writes_a_file_is_interrupted_here() -> None:
    writing = re.compile(r"\b(replace_file|replace_keeping|write_beside|only_writer|only_one)\(")
    sources = (path for path in (ROOT / "ssotui").rglob("*.py") if writing.search(path.read_text()))
    tried = (ROOT / "tests" / "files" / "writers.py").read_text() + "config_file backups locks atomic clipboard_copies"
    tried += "refused_tokens"  # empty files: they are there or not
    tried += "private_configuration"  # new copies in a folder of their own, which nobody reads before they are whole
    assert [path.stem for path in sources if path.stem not in tried] == []


def test_in_a_read_only_folder_nothing_is_changed_and_that_is_told(
    public_folder: Path, ordinary_user: Callable[[], AbstractContextManager[None]]
) -> None:
    config = config_of(public_folder)
    (public_folder / "state").mkdir(mode=0o777)
    (public_folder / "state").chmod(0o777)
    before = config.read_text()
    config.chmod(0o644)
    config.parent.chmod(0o555)
    with ordinary_user(), pytest.raises(FileError, match="can't be written: you have no permission"):
        sync(public_folder)
    config.parent.chmod(0o755)
    assert (config.read_text(), [one.name for one in config.parent.iterdir()]) == (before, ["config"])


def test_ten_programs_that_sync_at_once_lose_nothing_and_nobody_sees_half_a_file(tmp_path: Path) -> None:
    config = config_of(tmp_path)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=sync, args=(tmp_path, 50 * number, 100)) for number in range(10)]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        text = config.read_text()
        names = re.findall(r"^\[profile (.*)\]$", text, re.MULTILINE)
        assert len(names) == len(set(names)) == text.count("managed_by = ssotui\n")
        assert text.endswith("\n")
        seen.add(len(names))
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * 10
    names = re.findall(r"^\[profile p(\d+)\]$", config.read_text(), re.MULTILINE)
    assert sorted(map(int, names)) == list(range(550))
    assert {count % 50 for count in seen} == {0}
