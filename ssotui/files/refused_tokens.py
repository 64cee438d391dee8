"""Remembers the tokens that AWS refused before they expired, by their hashes.

The token cache is shared with AWS's other tools and left alone. Instead, a folder in the state folder has one empty
file for each refused token. Imports almost nothing: ``status --check`` in a prompt loads it.
"""

from __future__ import annotations

import contextlib

from ssotui.core.digests import sha256
from ssotui.errors import FileError
from ssotui.files.atomic import files_in, fingerprint, remove_file, replace_file

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from pathlib import Path

_MOST = 50
"""The most files to keep. A sign-in makes two at most."""

_DIGITS = 64  # of a SHA-256


class RefusedTokens:
    """The refused tokens in ``folder``, which is created for the first. If it can't be, only this process has them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._refused: set[str] = set()

    def has(self, region: str, token: str) -> bool:
        """Whether AWS refused this access token or refresh token in this portal region."""
        name = _file_name(region, token)
        return name in self._refused or fingerprint(self._folder / name) is not None

    def add(self, region: str, token: str) -> None:
        """Remember that AWS refused it."""
        name = _file_name(region, token)
        self._refused.add(name)
        with contextlib.suppress(FileError):
            replace_file(self._folder / name, b"")
            self._drop_old()

    def _drop_old(self) -> None:
        files = files_in(self._folder, _is_hash)
        for path in sorted(files, key=lambda path: fingerprint(path) or (0, 0, 0))[:-_MOST]:
            remove_file(path)


def _file_name(region: str, token: str) -> str:
    return sha256(f"{region}\n{token}".encode("utf-8", "surrogatepass"))


def _is_hash(name: str) -> bool:
    return len(name) == _DIGITS
