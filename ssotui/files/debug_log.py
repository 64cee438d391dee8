"""The log file of --debug: each request by method, host, path, status and time, and where failures came from.

What goes into it holds no secret by construction: no header, no body, no query, no value of a variable.
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

_LARGEST = 1_000_000


def begin(env: Mapping[str, str]) -> str:
    """Log from now on, at the end of what is there; gives the file's name, or "" where none can be written."""
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
    """Go on at the end of a file that nobody else reads, or begin it anew where it is long. Raises OSError."""
    make_folder(path.parent)
    if path.exists() and path.stat().st_size > _LARGEST:
        path.unlink()
    # A pipe in its place must not hold us until somebody reads from it.
    unheld = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | unheld, 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a file")
    path.chmod(0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="replace")


class _OneLine(logging.Formatter):
    """Nothing from outside begins a line of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's name
        record.message = cleaned(record.message).rstrip().replace("\n", "\n    ")
        return super().formatMessage(record)
