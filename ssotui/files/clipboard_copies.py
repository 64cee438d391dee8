"""Which copy was the last one into each clipboard: a later copy of the same text outlives the first one's timer."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from ssotui.errors import FileError
from ssotui.files.atomic import remove_file, replace_file


class CopyMarks:
    """One small file for each clipboard in ``folder``; nothing in it tells what was copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def announce(self, place: str) -> dict[str, str]:
        """Something is about to be copied into ``place``. What its timer is told; {} where nothing can be written."""
        token = os.urandom(8).hex()
        path = self._path(place)
        try:
            replace_file(path, token.encode())
        except FileError:
            return {}
        return {"mark": str(path), "token": token}

    def withdraw(self, place: str) -> None:
        """It was not copied: what was copied before is still to be cleared."""
        with contextlib.suppress(FileError):
            remove_file(self._path(place))

    def _path(self, place: str) -> Path:
        return self._folder / hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:16]
