"""Reads and replaces ``~/.aws/config`` under a lock, with backups and undo."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from ssotui.core.configuration import Edit
from ssotui.core.digests import sha256
from ssotui.core.profiles.plans import Undo
from ssotui.errors import FileError, NothingMatched
from ssotui.files.atomic import (
    Fingerprint,
    check_unchanged,
    check_writable,
    read_file,
    read_version,
    refuse_read_only,
    replace_file,
)
from ssotui.files.backups import Replacement, backups, replace_keeping
from ssotui.files.locks import only_writer
from ssotui.named_tuples import NamedTuple

_PATIENCE = 60.0
"""Seconds to wait for the lock: enough for ten programs that each write 10,000 profiles."""


class Version(NamedTuple):
    """The content of the file, b"" if there is none, and the fingerprint of what was read."""

    content: bytes
    fingerprint: Fingerprint | None


class ConfigFile:
    """A file that ssotui writes, and the state folder with its lock and the hash of ssotui's last write."""

    def __init__(self, path: Path, state: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self._lock = state / "config.lock"
        self._mark = state / f"{path.name}.written"
        self._now = now

    def read(self) -> Version:
        """The file as it is now. Raises FileError."""
        content, fingerprint = read_version(self.path)
        return Version(content or b"", fingerprint)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """A lock: no other ssotui writes the file meanwhile. Raises FileError."""
        with only_writer(self._lock, self.path, _PATIENCE):
            yield

    def replace(self, before: Version, content: bytes) -> bool:
        """Replace the version ``before``, of which a backup is made. Only to be called within ``alone``.

        True if the file was rewritten in place (see backups.replace_keeping). Raises FileError, also if another program
        has changed the file meanwhile; then nothing is changed.
        """
        if content == before.content:
            return False
        refuse_read_only(self.path)
        check_writable(self.path)
        replacement = Replacement(content, before.content, lambda: check_unchanged(self.path, before.fingerprint))
        is_in_place = replace_keeping(self.path, replacement, self._now())
        with contextlib.suppress(FileError):  # without the hash undo only asks for confirmation
            replace_file(self._mark, _hash(content), private=True)
        return is_in_place

    def undo(self, *, write: bool) -> Undo:
        """Restore the last backup that differs from the current content, which becomes a backup itself.

        Raises NothingMatched if there is none, FileError.
        """
        with self.alone() if write else contextlib.nullcontext():
            now = self.read()
            older = (read_file(one) for one in reversed(backups(self.path)))
            last = next((content for content in older if content not in (None, now.content)), None)
            if last is None:
                raise NothingMatched(
                    f"There is nothing to undo: no backup of {self.path} differs from it.",
                    hint="ssotui saves one each time it writes the file.",
                )
            is_ours = self._is_marked(now.content)
            is_in_place = write and self.replace(now, last)
        return Undo(Edit(str(self.path), shown(now.content), shown(last), is_in_place), is_ours)

    def _is_marked(self, content: bytes) -> bool:
        """Whether ``content`` is what ssotui wrote last."""
        try:
            return read_file(self._mark) == _hash(content)
        except FileError:
            return False


def shown(content: bytes) -> str:
    """The content as text to show; invalid UTF-8 is replaced."""
    return content.decode("utf-8", "replace")


def _hash(content: bytes) -> bytes:
    return sha256(content).encode()
