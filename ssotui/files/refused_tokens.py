"""Which tokens AWS has refused although their files say that they are good: hashes, never the tokens.

The token cache is shared with AWS's other tools and stays as it is; what we know beyond it is in a folder of ours, one
empty file for each refused token. Imports next to nothing, as quick_check.
"""

from __future__ import annotations

import contextlib
import hashlib

from ssotui.errors import FileError
from ssotui.files.atomic import files_in, fingerprint, remove_file, replace_file

TYPE_CHECKING = False  # what mypy takes for typing's own, which costs half of Python's start
if TYPE_CHECKING:
    from pathlib import Path

_MOST = 50
"""Files that are kept: each sign-in makes two at most."""


class RefusedTokens:
    """``folder`` is made when the first one is refused. Where nothing can be written, this process remembers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._refused: set[str] = set()

    def has(self, region: str, token: str) -> bool:
        """Whether AWS refused this access token or refresh token; in another portal region it may be good."""
        name = _file_name(region, token)
        return name in self._refused or fingerprint(self._folder / name) is not None

    def add(self, region: str, token: str) -> None:
        """AWS refused it."""
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
    return hashlib.sha256(f"{region}\n{token}".encode("utf-8", "surrogatepass")).hexdigest()


def _is_hash(name: str) -> bool:
    return len(name) == hashlib.sha256().digest_size * 2
