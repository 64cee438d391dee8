"""The last versions of a file, kept beside it, and the one way to replace a file of which versions are kept.

A backup is ``NAME.ssotui-backup-000007-20261121T065409Z``: a number that only grows, then the time (UTC) for people.
The number gives the order: a clock that is set back or forward can't make a new version look old.
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
from typing import NamedTuple

from ssotui.errors import FileError
from ssotui.files.atomic import (
    MountedFile,
    files_in,
    name_beside,
    read_file,
    real_path,
    replace_file,
    trouble,
    write_beside,
)
from ssotui.files.mounted_file import rewrite_file
from ssotui.files.windows_retries import patiently

_KEPT = 5
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Replacement(NamedTuple):
    """What is to be put in the place of a file, and the version of it that becomes a backup (None: none does).

    ``check`` is called at the last moment before it counts, and may raise; ``private``: the file becomes 0600.
    """

    content: bytes
    backup: bytes | None
    check: Callable[[], None] | None = None
    private: bool = False


def replace_keeping(path: Path, wanted: Replacement, now: datetime) -> bool:
    """Replace ``path``; its backup stays unless the file is what it was, and the last five backups of all stay.

    True where the file is mounted by itself, as in containers, and had to be rewritten in place instead of replaced.
    Raises FileError; then the file and its backups are as they were, unless the disk failed after the replacement.
    """
    before = read_file(path)
    added = _add(path, wanted.backup, now) if wanted.backup is not None else None
    try:
        is_in_place = _put(path, wanted)
    except BaseException:
        # A signal may come, or the disk fail, when the new version is in its place already: its name is still synced.
        if added is not None:
            with contextlib.suppress(FileError):
                if read_file(path) == before:
                    _remove_name(added)
        raise
    for old in backups(path)[:-_KEPT]:
        _remove_name(old)
    return is_in_place


def backups(path: Path) -> list[Path]:
    """Those of ``path`` that were made here, the oldest first. Raises FileError.

    A name proves nothing in a folder where others may write: only regular files of the user's, or of the owner of
    ``path``, count; never a link.
    """
    target = real_path(path)
    ours = _owners(target)
    found = files_in(target.parent, lambda name: _place(target, name))
    return sorted((one for one in found if _is_ours(one, ours)), key=lambda one: _place(target, one.name) or ())


def _put(path: Path, wanted: Replacement) -> bool:
    try:
        replace_file(path, wanted.content, private=wanted.private, check=wanted.check)
    except MountedFile:
        if wanted.backup is None:
            raise  # nothing would be left of it if writing broke off
        rewrite_file(path, wanted.content, check=wanted.check)
        return True
    return False


def _add(path: Path, content: bytes, now: datetime) -> Path | None:
    """The new backup; None where the newest one holds just that already."""
    kept, target = backups(path), real_path(path)
    if kept and read_file(kept[-1]) == content:
        return None
    last = _place(target, kept[-1].name) if kept else None
    for number in count(last[1] + 1 if last else 1):  # a name that is taken by what is not ours is passed over
        backup = target.with_name(f"{target.name}.ssotui-backup-{number:06}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        if _add_file(backup, content):
            return backup
    raise AssertionError


def _add_file(path: Path, content: bytes) -> bool:
    """Make a new file, 0600, whole or not at all; False if the name is taken, by a link as well. Raises FileError."""
    try:
        temporary = name_beside(path)
        try:
            write_beside(temporary, path, content)
            return _given_name(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise trouble(path, "written", error) from error


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
    """Remove ``path`` itself: a link, and not what it leads to. Raises FileError."""
    try:
        patiently(lambda: path.unlink(missing_ok=True))
    except OSError as error:
        raise trouble(path, "removed", error) from error


def _place(target: Path, name: str) -> tuple[int, int, str] | None:
    """Where a backup's name puts it in the order; None for a name of another kind, or of another file's backup.

    Those that earlier versions made have the time alone, and are older than all with a number.
    """
    found = _NAME.fullmatch(name)
    if not found or not _is_of(target, found["file"]):
        return None
    return (1, int(found["number"]), "") if found["number"] else (0, 0, name)


def _is_of(target: Path, name: str) -> bool:
    """``name`` is that of ``target``, perhaps as a file system spells it that knows no case or decomposes letters."""
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
    """Whose backups of ``target`` are to be trusted; nothing is told of owners on Windows."""
    if not hasattr(os, "geteuid"):
        return frozenset()
    with contextlib.suppress(OSError):
        return frozenset({os.geteuid(), target.stat().st_uid})
    return frozenset({os.geteuid()})


def _is_ours(path: Path, owners: frozenset[int]) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    if not stat.S_ISREG(found.st_mode):
        return False
    return not owners or (found.st_uid in owners and not found.st_mode & _OTHERS_WRITE)


_NAME = re.compile(r"(?P<file>.+)\.ssotui-backup-((?P<number>\d{6,12})-)?\d{8}T\d{6}Z(-\d\d+)?", re.ASCII)
