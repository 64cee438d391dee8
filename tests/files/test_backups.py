"""Backups keep their order whatever the clock does, are trusted by owner and not by name, and outlive failures."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ssotui.errors import FileError
from ssotui.files.backups import backups
from ssotui.files.config_file import ConfigFile

NOBODY = 65534
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root: mounts, other owners and immutable files"
)


class Clock:
    """A clock that can be set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def config(aws: Path) -> Path:
    path = aws / "config"
    path.write_text("version 0\n")
    return path


@pytest.fixture
def write(config: Path, tmp_path: Path, clock: Clock) -> Callable[[str], bool]:
    """Write a version of the config as ssotui does."""

    def write(text: str) -> bool:
        file = ConfigFile(config, tmp_path / "state", clock)
        with file.alone():
            return file.replace(file.read(), text.encode())

    return write


def _undo(config: Path, state: Path, clock: Clock) -> str:
    ConfigFile(config, state, clock).undo(write=True)
    return config.read_text()


def _kept(config: Path) -> list[str]:
    return [one.read_text() for one in backups(config)]


def test_a_clock_that_is_set_back_costs_no_version(
    config: Path, write: Callable[[str], bool], clock: Clock, tmp_path: Path
) -> None:
    clock.now += timedelta(hours=2)
    for number in range(1, 6):
        write(f"version {number}\n")
    clock.now -= timedelta(hours=2)
    for number in (6, 7):
        write(f"version {number}\n")
    assert _kept(config) == [f"version {number}\n" for number in range(2, 7)]
    assert _undo(config, tmp_path / "state", clock) == "version 6\n"
    assert _undo(config, tmp_path / "state", clock) == "version 7\n", "undo again is redo"


def test_backups_of_earlier_versions_are_the_oldest(config: Path, write: Callable[[str], bool]) -> None:
    config.with_name("config.ssotui-backup-20991231T235959Z").write_text("made by an earlier version\n")
    write("version 1\n")
    assert _kept(config) == ["made by an earlier version\n", "version 0\n"]


def test_a_write_that_fails_leaves_no_backup_and_pushes_none_out(
    config: Path, write: Callable[[str], bool], tmp_path: Path, clock: Clock
) -> None:
    for number in range(1, 6):
        write(f"version {number}\n")
    before = _kept(config)
    file = ConfigFile(config, tmp_path / "state", clock)
    for _ in range(6):
        stale = file.read()
        config.write_text(config.read_text() + "# by another program\n")
        with file.alone(), pytest.raises(FileError, match="another program has just changed it"):
            file.replace(stale, b"never written\n")
    assert _kept(config) == before


@as_root
def test_an_immutable_config_keeps_its_backups(config: Path, write: Callable[[str], bool]) -> None:
    for number in range(1, 6):
        write(f"version {number}\n")
    before = _kept(config)
    subprocess.run(["chattr", "+i", config], check=True)
    try:
        for _ in range(6):
            with pytest.raises(FileError, match="you have no permission"):
                write("never written\n")
    finally:
        subprocess.run(["chattr", "-i", config], check=True)
    assert _kept(config) == before


def test_a_file_system_without_hard_links_keeps_backups_all_the_same(
    config: Path, write: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, __: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    for number in (1, 2):
        write(f"version {number}\n")
    assert _kept(config) == ["version 0\n", "version 1\n"]


def test_a_link_with_a_backups_name_costs_nobody_a_file(
    config: Path, write: Callable[[str], bool], tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("somebody's\n")
    planted = [config.with_name(f"config.ssotui-backup-{number:06}-20000101T000000Z") for number in range(3)]
    planted += [config.with_name("config.ssotui-backup-000001-20261121T065409Z")]
    for link in planted:
        link.symlink_to(precious)
    for number in range(1, 9):
        write(f"version {number}\n")
    assert precious.read_text() == "somebody's\n"
    assert all(link.is_symlink() for link in planted)
    assert _kept(config) == [f"version {number}\n" for number in range(3, 8)]


@as_root
def test_files_of_another_user_are_no_backups(
    config: Path, write: Callable[[str], bool], tmp_path: Path, clock: Clock
) -> None:
    for number in range(10):
        planted = config.with_name(f"config.ssotui-backup-99999{number}-99990101T000000Z")
        planted.write_text("[profile x]\ncredential_process = /tmp/evil\n")
        os.chown(planted, NOBODY, NOBODY)
    write("version 1\n")
    write("version 2\n")
    assert _kept(config) == ["version 0\n", "version 1\n"]
    assert _undo(config, tmp_path / "state", clock) == "version 1\n"


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="Python reads extended attributes on Linux only")
def test_extended_attributes_survive_a_write(config: Path, write: Callable[[str], bool]) -> None:
    os.setxattr(config, "user.origin", b"dotfiles")
    write("version 1\n")
    assert os.getxattr(config, "user.origin") == b"dotfiles"


@pytest.fixture
def mounted(config: Path, tmp_path: Path) -> Iterator[Path]:
    """The config is a file that a container engine has mounted."""
    outside = tmp_path / "outside"
    outside.write_text("version 0\n")
    subprocess.run(["mount", "--bind", outside, config], check=True)
    yield outside
    subprocess.run(["umount", config], check=True)


@as_root
def test_a_file_mounted_by_itself_is_written_over_with_a_backup(
    config: Path, mounted: Path, write: Callable[[str], bool], tmp_path: Path, clock: Clock
) -> None:
    mode, inode = mounted.stat().st_mode, mounted.stat().st_ino
    assert write("a longer version than the one before\n")
    assert write("short\n")
    assert mounted.read_text() == "short\n"
    assert (mounted.stat().st_mode, mounted.stat().st_ino) == (mode, inode)
    assert _kept(config) == ["version 0\n", "a longer version than the one before\n"]
    assert _undo(config, tmp_path / "state", clock) == "a longer version than the one before\n"


def test_a_file_that_can_be_replaced_is_never_written_over(config: Path, write: Callable[[str], bool]) -> None:
    other_name = config.with_name("hard link")
    other_name.hardlink_to(config)
    assert not write("version 1\n")
    assert other_name.read_text() == "version 0\n"


class _Broken:
    """A disk that fails, or a signal that comes, when the file has been written over: ``times`` times."""

    def __init__(self, error: BaseException, times: int) -> None:
        self._error = error
        self._left = times

    def __call__(self, descriptor: int, length: int) -> None:
        self._left -= 1
        if self._left >= 0:
            raise self._error
        os.truncate(descriptor, length)


@as_root
@pytest.mark.parametrize("error", [SystemExit(143), KeyboardInterrupt(), OSError(errno.EIO, "input/output error")])
def test_a_mounted_file_that_is_left_half_written_is_put_back(
    config: Path, mounted: Path, write: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr(os, "ftruncate", _Broken(error, 1))
    with pytest.raises((type(error), FileError)):
        write("v\n")
    assert mounted.read_text() == "version 0\n"
    assert _kept(config) == []


@as_root
def test_a_mounted_file_that_can_not_be_put_back_keeps_its_backup(
    config: Path, mounted: Path, write: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "ftruncate", _Broken(OSError(errno.EIO, "input/output error"), 2))
    with pytest.raises(FileError, match="input/output error"):
        write("a version that is longer\n")
    assert _kept(config) == ["version 0\n"]


@as_root
def test_a_full_disk_leaves_a_mounted_file_as_it_was(tmp_path: Path, clock: Clock) -> None:
    small, aws = tmp_path / "small", tmp_path / "home"
    small.mkdir()
    aws.mkdir()
    config = aws / "config"
    config.touch()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], check=True)
    (small / "config").write_text("version 0\n")
    subprocess.run(["mount", "--bind", small / "config", config], check=True)
    try:
        file = ConfigFile(config, tmp_path / "state", clock)
        with file.alone(), pytest.raises(FileError, match="the disk is full"):
            file.replace(file.read(), b"x" * 200_000)
        assert config.read_text() == "version 0\n"
        assert backups(config) == []
    finally:
        subprocess.run(["umount", config], check=True)
        subprocess.run(["umount", small], check=True)
