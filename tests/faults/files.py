"""Every file that ssotui reads or writes below a user's home, and everything that can be wrong with one.

The tables of the tests beside it are made of these two; a file that is missing here fails one of them.
"""

from __future__ import annotations

import contextlib
import os
import random
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ssotui.errors import ExitCode
from ssotui.files.atomic import LARGEST


class Kept(NamedTuple):
    """``path`` is below the home, as a regular expression; ``lines`` are what reads it (PROFILE stands for one).

    ``is_absent`` is the exit code of the first of them without the file, ``is_broken`` that with one that can't be
    read, and ``parses`` says which damages leave something that it takes. A file of ours is ``ours``: it counts as
    absent whatever is wrong with it.
    """

    path: str
    lines: tuple[str, ...] = ()
    is_absent: int = ExitCode.DONE
    parses: tuple[str, ...] = ()
    ours: bool = True
    is_broken: int = ExitCode.FILE_ERROR


_SYNC = "profile sync --session acme --yes"
FILES = {
    "config": Kept(
        r"\.aws/config",
        (
            "use PROFILE",
            "profile list --json",
            "status --json",
            "session list",
            "status --check",
            _SYNC,
            "__complete -- u x",
        ),
        ExitCode.NOTHING_MATCHED,
        ("empty", "blank", "torn"),
        ours=False,
    ),
    "credentials": Kept(
        r"\.aws/credentials",
        ("profile list --json", "use PROFILE", "creds PROFILE --write copied"),
        parses=("empty", "blank", "torn"),
        ours=False,
    ),
    "token": Kept(
        r"\.aws/sso/cache/TOKEN\.json",
        ("list --refresh --session acme --no-login", "status --json", "status --check", "logout acme"),
        ExitCode.SIGN_IN_NEEDED,
        ours=False,
        is_broken=ExitCode.SIGN_IN_NEEDED,
    ),
    "settings": Kept(
        r"\.config/ssotui/config\.toml",
        ("list --session acme", "off", "use PROFILE"),
        0,
        ("empty", "blank"),
        ours=False,
    ),
    "registration": Kept(r"\.aws/sso/cache/[0-9a-f]{40}\.json", ("list --session acme --refresh", "logout acme")),
    "role keys": Kept(
        r"\.aws/cli/cache/[0-9a-f]{40}\.json",
        ("credential-process --profile PROFILE", "creds PROFILE", "status --json"),
    ),
    "catalogue": Kept(r"\.cache/ssotui/catalog-[0-9a-f]{40}\.json", ("list --session acme --json", _SYNC)),
    "fingerprint of the config": Kept(r"\.cache/ssotui/plain-config", ("status --check", "use PROFILE")),
    "history": Kept(r"\.local/state/ssotui/history\.json", ("use PROFILE", "list --session acme --json")),
    "hash of what was written": Kept(r"\.local/state/ssotui/config\.written", (_SYNC, "use PROFILE")),
    "backup": Kept(r"\.aws/(config|credentials)\.ssotui-backup-\d{6}-\d{8}T\d{6}Z", (_SYNC, "use PROFILE")),
    "lock": Kept(r"\.local/state/ssotui/(locks/)?[\w-]+\.lock"),
    "half a file": Kept(r".+/\.[\w.-]+\.[0-9a-f]{12}"),
}


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 1])


def _huge(path: Path) -> None:
    os.truncate(path, LARGEST + 1)


def _instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.unlink()
        make(path)

    return damage


def _content(content: bytes) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        path.write_bytes(content)

    return damage


def _marked(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def _circle(path: Path) -> None:
    other = path.with_name("other")
    path.symlink_to(other)
    other.symlink_to(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door, contextlib.chdir(path.parent):  # an address is short
        door.bind(path.name)


def _device(path: Path) -> None:
    """Never a link to the machine's own: root could really harm that."""
    if os.geteuid() == 0:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))
    else:
        path.symlink_to(os.devnull)


def _file_as_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))
    path.parent.write_text("a file")


ABSENT = ("gone", "a dangling link", "a pipe", "a socket", "a device", "in a folder that is a file")
"""Damages after which there is no file, as far as any of AWS's tools can see."""

WORST = ("torn", "binary", "a folder", "links in a circle", "a pipe", "in a folder that is a file")
"""What a file of ours meets in every run; all of them are for the long one."""

DAMAGES: dict[str, Callable[[Path], None]] = {
    "gone": Path.unlink,
    "empty": _content(b""),
    "blank": _content(b" \n\t\n"),
    "torn": _torn,
    "binary": _content(random.Random(1).randbytes(4096)),
    "zeros": _content(bytes(4096)),
    "byte-order mark": _marked,
    "a list": _content(b"[]"),
    "a number": _content(b"1e999"),
    "nothing in it": _content(b"{}"),
    "null": _content(b"null"),
    "bottomless": _content(b"[" * 100_000),
    "huge": _huge,
    "a folder": _instead(Path.mkdir),
    "a dangling link": _instead(lambda path: path.symlink_to("nowhere/at/all")),
    "links in a circle": _instead(_circle),
    "a pipe": _instead(os.mkfifo),
    "a socket": _instead(_socket),
    "a device": _instead(_device),
    "in a folder that is a file": _file_as_folder,
}
