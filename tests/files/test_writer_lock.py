"""One program writes at a time; a dead one holds nobody up."""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ssotui.errors import FileTrouble
from ssotui.files.locks import can_lock, only_writer


def _hold(lock: Path, told: Connection) -> None:
    with only_writer(lock, Path("/config")):
        told.send("held")
        signal.pause()


def test_a_second_writer_is_told_which_file_is_busy(tmp_path: Path) -> None:
    lock = tmp_path / "state" / "config.lock"
    with (
        only_writer(lock, Path("/config")),
        pytest.raises(FileTrouble) as refused,
        only_writer(lock, Path("/config"), timeout=0),
    ):
        raise AssertionError("two writers at once")
    assert refused.value.message == "/config: another ssotui is writing it"


def test_the_next_writer_gets_its_turn(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    for _ in range(2):
        with only_writer(lock, Path("/config"), timeout=0):
            assert lock.exists()


def test_a_writer_that_was_killed_leaves_no_lock_behind(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    other = context.Process(target=_hold, args=(lock, there))
    other.start()
    assert here.recv() == "held"
    with pytest.raises(FileTrouble), only_writer(lock, Path("/config"), timeout=0):
        raise AssertionError("the other still holds it")
    assert other.pid is not None
    os.kill(other.pid, signal.SIGKILL)
    other.join()
    with only_writer(lock, Path("/config"), timeout=0):
        assert lock.exists()


def test_a_lock_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with (
        pytest.raises(FileTrouble, match=r"config\.lock: can't be opened: a file is where a folder"),
        only_writer(tmp_path / "state" / "config.lock", Path("/config")),
    ):
        raise AssertionError("no lock was made")


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system such as SMB on macOS: flock is not supported."""

    def flock(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr(fcntl, "flock", flock)


@pytest.mark.usefixtures("without_locks")
def test_where_no_lock_can_be_had_writing_goes_on(tmp_path: Path) -> None:
    written = tmp_path / "config"
    with only_writer(tmp_path / "lock", written, timeout=0):
        written.touch()
    assert written.exists()


@pytest.mark.usefixtures("without_locks")
def test_a_file_system_without_locks_is_recognized(tmp_path: Path) -> None:
    assert not can_lock(tmp_path)


def test_a_file_system_with_locks_is_recognized(tmp_path: Path) -> None:
    assert can_lock(tmp_path)
