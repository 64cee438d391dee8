"""Protocols for what ``ssotui doctor`` needs to know of the machine, and the bundle that holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from ssotui.errors import FileError
from ssotui.named_tuples import NamedTuple
from ssotui.settings import Settings


class FoundFile(NamedTuple):
    """A file as it was read. ``mode`` has its permission bits, 0 on a platform without; ``content`` may be a secret.

    ``error`` says why it could not be read, "" if it could.
    """

    path: str
    content: bytes
    mode: int
    error: FileError | None = None

    def __repr__(self) -> str:
        return f"FoundFile({self.path!r})"


class CheckedFiles(Protocol):
    """The files that doctor reads and changes. Methods raise FileError."""

    def config(self) -> FoundFile: ...

    def credentials(self) -> FoundFile:
        """The credentials file; its content is empty if there is no file, as for ``config``."""
        ...

    def tokens(self) -> tuple[FoundFile, ...]:
        """Every ``*.json`` of the token folder, of any program."""
        ...

    def owned_by_others(self) -> tuple[str, ...]:
        """The user's folders in which a file belongs to another user, as after ``sudo -E``."""
        ...

    def can_lock(self) -> bool:
        """Whether files can be locked in the state folder, so that two programs never write at the same time."""
        ...

    def rewrite(self, before: FoundFile, content: bytes) -> bool:
        """Replace the content, after a backup. True if it was rewritten in place (see core.configuration.Edit)."""
        ...

    def protect(self, path: str) -> None:
        """Make the file readable for its owner only."""
        ...

    def set_aside(self, path: str) -> None:
        """Rename the file so that no tool finds it."""
        ...


class Tools(Protocol):
    """Other programs, and files beside AWS's."""

    def aws_version(self) -> str:
        """The output of ``aws --version`` for the first ``aws`` on PATH; "" if there is none, or no output in time."""
        ...

    def has_clipboard(self) -> bool: ...

    def file_exists(self, path: str) -> bool: ...

    def clock_setting(self) -> str:
        """The command that synchronizes this computer's clock over the network."""
        ...


class Checkup(NamedTuple):
    """The bundle. ``server_time`` asks the Identity Center of a region for its time (UTC), None without an answer.

    ``read_header`` returns the kind and the name of the section that a header of the config file opens (botocore).
    ``shell_advice`` returns a sentence on how to set up the shell in use. ``settings`` are those of ``settings_file``.
    """

    env: Mapping[str, str]
    files: CheckedFiles
    tools: Tools
    server_time: Callable[[str], datetime | None]
    read_header: Callable[[str], tuple[str, str]]
    shell_advice: Callable[[], str]
    settings: Settings
    settings_file: str
