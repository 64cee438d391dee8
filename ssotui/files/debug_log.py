"""The log file of --debug: method, host, path, status and time of each request, and tracebacks of errors.

It contains no secrets: no header, body or query of a request, and no value of a variable is ever logged.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from ssotui import paths
from ssotui.core.safe_traceback import cleaned
from ssotui.files.atomic import make_folder

_LARGEST = 1_000_000  # bytes


def begin(env: Mapping[str, str]) -> str:
    """Start to log, appending to the file. Returns its name; "" if it can't be written."""
    path = paths.state_folder(env) / "debug.log"
    try:
        file = _opened(path)
    except OSError:
        return ""
    handler = logging.StreamHandler(file)
    handler.setFormatter(_OneLine("%(asctime)s %(process)d %(message)s"))
    log = logging.getLogger("ssotui")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(handler)
    return str(path)


def _opened(path: Path) -> TextIO:
    """Open the file to append to it, readable by the user only; a large one is removed first. Raises OSError."""
    make_folder(path.parent)
    if path.exists() and path.stat().st_size > _LARGEST:
        path.unlink()
    # A link or a pipe may be in its place, and opening a pipe must not block until it has a reader.
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags, 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a file")
    path.chmod(0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="replace")


class _OneLine(logging.Formatter):
    """Writes each message on one line, so that foreign text can't fake an entry."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's name
        record.message = cleaned(record.message).rstrip().replace("\n", "\n    ")
        return super().formatMessage(record)
