"""Finds files of other users in a user's folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_DEPTH = 3  # levels of folders: those of ssotui and of AWS's tools have no more
_MOST = 2_000  # the most files to look at


def has_others_files(folder: Path) -> bool:
    """Whether an entry of ``folder`` has another owner than the home; False on Windows, where that isn't known."""
    if os.name != "posix":
        return False
    try:
        owner = _nearest(folder.parent).stat().st_uid
    except OSError:
        return False
    return any(user != owner for _, user in zip(range(_MOST), _owners(folder, _DEPTH), strict=False))


def _nearest(folder: Path) -> Path:
    return folder if os.path.lexists(folder) else _nearest(folder.parent)


def _owners(folder: Path, depth: int) -> Iterator[int]:
    try:
        yield folder.lstat().st_uid
        if depth and not folder.is_symlink() and folder.is_dir():
            with os.scandir(folder) as found:
                for inner in found:
                    yield from _owners(Path(inner.path), depth - 1)
    except OSError:
        return
