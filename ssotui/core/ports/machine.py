"""What a check-up needs of the machine, as Protocols, and the bundle that carries them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from ssotui.errors import FileError


class FoundFile(NamedTuple):
    """A file as it is: ``mode`` are its permission bits, 0 where the platform has none; ``content`` may be a secret.

    ``trouble`` says why it could not be read.
    """

    path: str
    content: bytes
    mode: int
    trouble: FileError | None = None

    def __repr__(self) -> str:
        return f"FoundFile({self.path!r})"


class CheckedFiles(Protocol):
    """The files that a check-up looks into, and how it changes them. Methods raise FileError."""

    def config(self) -> FoundFile: ...

    def credentials(self) -> FoundFile:
        """Empty content where there is no file, as for ``config``."""
        ...

    def tokens(self) -> tuple[FoundFile, ...]:
        """Every ``*.json`` of the token folder, whatever it is."""
        ...

    def owned_by_others(self) -> tuple[str, ...]:
        """Folders of the user in which something belongs to somebody else, as ``sudo -E`` leaves it."""
        ...

    def can_lock(self) -> bool:
        """Whether one program can keep others from writing the same file at the same time."""
        ...

    def rewrite(self, before: FoundFile, content: bytes) -> bool:
        """Put ``content`` in the place of what was found, which is kept as a backup; see plans.Edit.in_place."""
        ...

    def protect(self, path: str) -> None:
        """Let nobody but the owner read it."""
        ...

    def set_aside(self, path: str) -> None:
        """Give it a name that no tool looks for."""
        ...


class Tools(Protocol):
    """Other programs, and other files."""

    def aws_version(self) -> str:
        """What the first ``aws`` on PATH says of itself; "" if there is none or it says nothing in time."""
        ...

    def has_clipboard(self) -> bool: ...

    def is_there(self, path: str) -> bool: ...

    def clock_setting(self) -> str:
        """The command that sets this computer's clock by the network."""
        ...


class Checkup(NamedTuple):
    """All of it. ``server_time`` asks the Identity Center of a region what time it is (UTC); None without an answer.

    ``meaning`` is what a header of the config file opens and names, as botocore sees it. ``shell_advice`` says in a
    sentence how the shell in use can be switched.
    """

    env: Mapping[str, str]
    files: CheckedFiles
    tools: Tools
    server_time: Callable[[str], datetime | None]
    meaning: Callable[[str], tuple[str, str]]
    shell_advice: Callable[[], str]
