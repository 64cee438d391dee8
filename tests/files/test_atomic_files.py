"""A file is replaced whole or not at all, and what fails is said in a sentence."""

from __future__ import annotations

import errno
import os
import resource
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from ssotui.errors import FileError
from ssotui.files.atomic import LARGEST, check_unchanged, file_error, fingerprint, read_file, remove_file, replace_file

SOMEBODY, NOBODY, TEAM = 1234, 65534, 4321
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root: other owners")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Within it, the system lets no file grow beyond ``size`` bytes, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_new_file_and_its_folders_are_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    replace_file(path, b"x")
    assert (path.read_bytes(), mode(path), mode(path.parent), mode(path.parent.parent)) == (b"x", 0o600, 0o700, 0o700)


def test_an_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace_file(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o640)


def test_a_private_file_loses_a_mode_that_lets_others_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o644)
    replace_file(path, b"new", private=True)
    assert mode(path) == 0o600


def test_the_owner_stays_even_if_root_writes(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    if os.getuid() == 0:
        os.chown(path, 1234, 1235)
    owner = (path.stat().st_uid, path.stat().st_gid)
    replace_file(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == owner


@pytest.fixture
def shared(public_folder: Path) -> Path:
    """A file of somebody else in a folder that the group TEAM shares."""
    public_folder.chmod(0o770)
    path = public_folder / "file"
    path.write_bytes(b"old")
    for one in (public_folder, path):
        os.chown(one, SOMEBODY, TEAM)
    return path


@contextmanager
def member_of(*groups: int) -> Iterator[None]:
    """Within it we are NOBODY, in these groups."""
    before = os.getgroups()
    os.setgroups(groups)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(before)


@as_root
def test_a_file_that_a_team_shares_stays_the_teams(shared: Path) -> None:
    shared.chmod(0o660)
    with member_of(TEAM):
        replace_file(shared, b"new")
    assert (shared.read_bytes(), mode(shared), shared.stat().st_gid) == (b"new", 0o660, TEAM)


@as_root
def test_what_a_group_might_do_is_not_given_to_another(shared: Path) -> None:
    shared.chmod(0o664)
    shared.parent.chmod(0o777)
    with member_of():
        replace_file(shared, b"new")
    assert (shared.read_bytes(), mode(shared), shared.stat().st_gid) == (b"new", 0o644, NOBODY)


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_a_link_even_if_it_dangles(exists: bool, tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "elsewhere" / "file"
    link.symlink_to(target)
    if exists:
        target.parent.mkdir()
        target.write_bytes(b"old")
    replace_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with room_for(1000), pytest.raises(FileError, match=r"file: can't be written: file too large"):
        replace_file(path, b"x" * 5000)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert path.read_bytes() == b"old"


def test_a_file_that_changes_while_its_successor_is_written_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    seen = fingerprint(path)

    def check() -> None:
        """The other program is as late as can be: the new content is on the disk already."""
        assert len(list(tmp_path.iterdir())) == 2
        path.write_bytes(b"theirs")
        check_unchanged(path, seen)

    with pytest.raises(FileError, match="another program has just changed it"):
        replace_file(path, b"new", check=check)
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"theirs"]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not a file"):
        replace_file(tmp_path, b"x")
    with pytest.raises(FileError, match="is a folder, not a file"):
        read_file(tmp_path)


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match="a folder of its path is a file"):
        replace_file(tmp_path / "file" / "x", b"x")
    assert read_file(tmp_path / "file" / "x") is None


def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(FileError, match="can't be followed: its symbolic links form a loop"):
        replace_file(tmp_path / "a", b"x")
    with pytest.raises(FileError, match="can't be read: its symbolic links form a loop"):
        read_file(tmp_path / "a")


def test_a_folder_that_may_not_be_written_is_told(
    public_folder: Path, ordinary_user: Callable[[], AbstractContextManager[None]]
) -> None:
    public_folder.chmod(0o555)
    with ordinary_user(), pytest.raises(FileError, match="can't be written: you have no permission") as refused:
        replace_file(public_folder / "file", b"x")
    assert refused.value.hint
    assert list(public_folder.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "its file system is read-only")]
)
def test_the_system_s_reason_is_put_into_words(number: int, words: str) -> None:
    assert file_error(Path("/x"), "written", OSError(number, "?")).message == f"/x: can't be written: {words}"


def test_no_file_has_no_content_and_no_version(tmp_path: Path) -> None:
    assert (read_file(tmp_path / "none"), fingerprint(tmp_path / "none"), read_file(Path())) == (None, None, None)


def test_a_device_behind_a_link_is_neither_removed_nor_written(tmp_path: Path) -> None:
    device, link = Path(os.devnull), tmp_path / "link"
    if os.geteuid() == 0:  # who could really harm the machine's own
        device = tmp_path / "null"
        os.mknod(device, stat.S_IFCHR | 0o600, os.makedev(1, 3))
    link.symlink_to(device)
    remove_file(link)
    with pytest.raises(FileError, match="is not a file"):
        replace_file(link, b"x")
    assert stat.S_ISCHR(device.stat().st_mode)
    assert read_file(link) is None


def test_a_file_behind_a_link_is_removed_and_nothing_to_remove_is_fine(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"x")
    link.symlink_to(target)
    for _ in range(2):
        remove_file(link)
        assert not target.exists()
    remove_file(target / "below")
    with pytest.raises(FileError, match="can't be removed"):
        remove_file(tmp_path)


def test_a_pipe_and_a_socket_count_as_no_file_and_hold_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "socket"))
    assert [read_file(tmp_path / name) for name in ("pipe", "socket")] == [None, None]


def test_what_is_larger_than_any_such_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    os.truncate(path, LARGEST + 1)
    with pytest.raises(FileError, match="is larger than 64 MB"):
        read_file(path)


def test_a_replaced_file_of_the_same_size_is_another_version(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_file(path, b"1")
    before = fingerprint(path)
    replace_file(path, b"2")
    assert fingerprint(path) != before
