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

from ssotui.errors import FileError
from ssotui.files.atomic import replace_file
from ssotui.files.locks import can_lock, only_writer


def _hold(lock: Path, told: Connection) -> None:
    with only_writer(lock, Path("/config")):
        told.send("held")
        signal.pause()


def test_a_second_writer_is_told_which_file_is_busy(tmp_path: Path) -> None:
    lock = tmp_path / "state" / "config.lock"
    with (
        only_writer(lock, Path("/config")),
        pytest.raises(FileError) as refused,
        only_writer(lock, Path("/config"), timeout=0),
    ):
        raise AssertionError("two writers at once")
    assert refused.value.message == "/config: another ssotui process is writing it"


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
    with pytest.raises(FileError), only_writer(lock, Path("/config"), timeout=0):
        raise AssertionError("the other still holds it")
    assert other.pid is not None
    os.kill(other.pid, signal.SIGKILL)
    other.join(60)
    with only_writer(lock, Path("/config"), timeout=0):
        assert lock.exists()


def test_where_the_folder_for_locks_can_not_be_written_work_goes_on(tmp_path: Path) -> None:
    """In a container it may be read-only while ~/.aws is not."""
    (tmp_path / "state").write_text("a file")
    written = tmp_path / "config"
    with only_writer(tmp_path / "state" / "config.lock", written):
        written.touch()
    assert written.exists()
    assert not can_lock(tmp_path / "state")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs root, as under sudo")
def test_what_root_makes_in_a_users_folder_is_the_users(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65534)
    with only_writer(tmp_path / "locks" / "config.lock", tmp_path / "config"):
        replace_file(tmp_path / "aws" / "config", b"")
    made = [tmp_path / name for name in ("locks", "locks/config.lock", "aws", "aws/config")]
    assert {(one.stat().st_uid, one.stat().st_gid) for one in made} == {(65534, 65534)}


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
