"""The last versions of a file, kept beside it before it is changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from ssotui.files.atomic import files_in, real_path, remove_file, replace_file

_KEPT = 5


def back_up(path: Path, content: bytes, now: datetime) -> Path:
    """Keep ``content`` beside the real file as ``NAME.ssotui-backup-20261121T065409Z`` (UTC), 0600; drop the oldest.

    The last five stay. Raises FileTrouble.
    """
    target = real_path(path)
    name = _unused(path, f"{target.name}.ssotui-backup-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    backup = target.with_name(name)
    replace_file(backup, content)
    for old in backups(path)[:-_KEPT]:
        remove_file(old)
    return backup


def backups(path: Path) -> list[Path]:
    """Those of ``path`` that ``back_up`` made, the oldest first. Raises FileTrouble."""
    target = real_path(path)
    ours = re.compile(re.escape(target.name) + r"\.ssotui-backup-\d{8}T\d{6}Z(-\d\d+)?")
    return files_in(target.parent, ours.fullmatch)


def _unused(path: Path, name: str) -> str:
    """Two changes within a second must not share a backup, and the later one must sort behind."""
    last = max((one.name for one in backups(path) if one.name.startswith(name)), default=None)
    if last is None:
        return name
    return f"{name}-{int(last.removeprefix(name).lstrip('-') or 1) + 1:02}"
