"""Backups of a file, kept next to it, and the replacement of a file that makes them.

A backup is named ``NAME.ssotui-backup-000007-20261121T065409Z``: a number that only grows, and the time in UTC for
readers. The number decides the order, so that a clock set back or forward doesn't matter.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from ssotui.errors import FileError
from ssotui.files.atomic import (
    MountedFile,
    file_error,
    files_in,
    name_beside,
    read_file,
    real_path,
    replace_file,
    write_beside,
)
from ssotui.files.mounted_file import rewrite_file
from ssotui.files.windows_retries import patiently
from ssotui.named_tuples import NamedTuple

_MOST_BACKUPS = 5
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Replacement(NamedTuple):
    """The new content of a file, and the old content for the backup (None: no backup).

    ``check`` is called just before the replacement, and may raise. ``private``: the file gets mode 0600.
    """

    content: bytes
    backup: bytes | None
    check: Callable[[], None] | None = None
    private: bool = False


def replace_keeping(path: Path, replacement: Replacement, now: datetime) -> bool:
    """Replace ``path`` after a backup, and keep the last five backups. The new one stays only if the file has changed.

    True if the file is a mount of its own, as in containers, and was rewritten in place. Raises FileError; then the
    file and its backups are unchanged, unless the disk failed after the replacement.
    """
    before = read_file(path)
    added = _add(path, replacement.backup, now) if replacement.backup is not None else None
    try:
        is_in_place = _put(path, replacement)
    except BaseException:
        # After a signal or a failure of the disk the new version may already be in place: then its name is synced.
        if added is not None:
            with contextlib.suppress(FileError):
                if read_file(path) == before:
                    _remove_name(added)
        raise
    for old in backups(path)[:-_MOST_BACKUPS]:
        _remove_name(old)
    return is_in_place


def backups(path: Path) -> list[Path]:
    """The backups of ``path``, the oldest first. Raises FileError.

    Others may be able to write to the folder, so only regular files of the user or of the owner of ``path`` count, and
    no links.
    """
    target = real_path(path)
    ours = _owners(target)
    found = files_in(target.parent, lambda name: _sort_key(target, name))
    return sorted((one for one in found if _is_ours(one, ours)), key=lambda one: _sort_key(target, one.name) or ())


def _put(path: Path, replacement: Replacement) -> bool:
    try:
        replace_file(path, replacement.content, private=replacement.private, check=replacement.check)
    except MountedFile:
        if replacement.backup is None:
            raise  # without a backup the content would be lost if the rewrite failed
        rewrite_file(path, replacement.content, check=replacement.check)
        return True
    return False


def _add(path: Path, content: bytes, now: datetime) -> Path | None:
    """The new backup; None if the newest one has this content already."""
    earlier, target = backups(path), real_path(path)
    if earlier and read_file(earlier[-1]) == content:
        return None
    last = _sort_key(target, earlier[-1].name) if earlier else None
    for number in count(last[1] + 1 if last else 1):  # skips names of files that aren't backups
        backup = target.with_name(f"{target.name}.ssotui-backup-{number:06}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        if _add_file(backup, content):
            return backup
    raise AssertionError


def _add_file(path: Path, content: bytes) -> bool:
    """Create a file atomically with mode 0600; False if the name is taken, by a link as well. Raises FileError."""
    try:
        temporary = name_beside(path)
        try:
            write_beside(temporary, path, content)
            return _given_name(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise file_error(path, "written", error) from error


def _given_name(temporary: Path, path: Path) -> bool:
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            return False
        temporary.rename(path)
    return True


def _remove_name(path: Path) -> None:
    """Remove ``path`` itself: a link, not its target. Raises FileError."""
    try:
        patiently(lambda: path.unlink(missing_ok=True))
    except OSError as error:  # pragma: no cover - the folder is closed meanwhile
        raise file_error(path, "removed", error) from error


def _sort_key(target: Path, name: str) -> tuple[int, int, str] | None:
    """The sort key of a backup's name; None if it isn't the name of a backup of ``target``.

    Names without a number are from earlier versions, and sort before all others.
    """
    found = _NAME.fullmatch(name)
    if not found or not _is_of(target, found["file"]):
        return None
    return (1, int(found["number"]), "") if found["number"] else (0, 0, name)


def _is_of(target: Path, name: str) -> bool:
    """Whether ``name`` is the name of ``target`` on this file system, which may ignore case or decompose letters."""
    if name == target.name:
        return True
    if _folded(name) != _folded(target.name):
        return False
    with contextlib.suppress(OSError):
        return target.with_name(name).samefile(target)
    return False


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _owners(target: Path) -> frozenset[int]:
    """The user IDs whose backups of ``target`` are trusted; empty on Windows, which has none."""
    if not hasattr(os, "geteuid"):
        return frozenset()
    with contextlib.suppress(OSError):
        return frozenset({os.geteuid(), target.stat().st_uid})
    return frozenset({os.geteuid()})


def _is_ours(path: Path, owners: frozenset[int]) -> bool:
    try:
        found = path.lstat()
    except OSError:  # pragma: no cover - the file is removed meanwhile
        return False
    if not stat.S_ISREG(found.st_mode):
        return False
    return not owners or (found.st_uid in owners and not found.st_mode & _OTHERS_WRITE)


_NAME = re.compile(r"(?P<file>.+)\.ssotui-backup-((?P<number>\d{6,12})-)?\d{8}T\d{6}Z(-\d\d+)?", re.ASCII)
