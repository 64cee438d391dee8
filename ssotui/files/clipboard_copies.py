"""Remembers the last copy to each clipboard, so that the timer of an earlier copy doesn't clear a later one."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from ssotui.errors import FileError
from ssotui.files.atomic import remove_file, replace_file


class CopyMarks:
    """One small file in ``folder`` for each clipboard. It doesn't contain the copied text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def announce(self, place: str) -> dict[str, str]:
        """Record that something is being copied to ``place``.

        Returns the members that the timer needs; {} if the folder can't be written.
        """
        token = os.urandom(8).hex()
        path = self._path(place)
        try:
            replace_file(path, token.encode())
        except FileError:
            return {}
        return {"mark": str(path), "token": token}

    def withdraw(self, place: str) -> None:
        """Take the record back because copying failed: the copy before is still to be cleared."""
        with contextlib.suppress(FileError):
            remove_file(self._path(place))

    def _path(self, place: str) -> Path:
        return self._folder / hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:16]
