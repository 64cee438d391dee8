"""The log file of --debug: each request by method, host, path, status and time, and where failures came from.

What goes into it holds no secret by construction: no header, no body, no query, no value of a variable.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from ssotui import paths
from ssotui.core.traces import cleaned
from ssotui.files.atomic import make_folder

_LARGEST = 1_000_000


def begin(env: Mapping[str, str]) -> str:
    """Log from now on, at the end of what is there; gives the file's name, or "" where none can be written."""
    path = paths.state_folder(env) / "debug.log"
    try:
        make_folder(path.parent)
        if path.exists() and path.stat().st_size > _LARGEST:
            path.unlink()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o600)
        os.chmod(descriptor, 0o600)  # noqa: PTH101  the file that was opened, whatever the umask or an older file says
    except OSError:
        return ""
    handler = logging.StreamHandler(os.fdopen(descriptor, "w", encoding="utf-8", errors="replace"))
    handler.setFormatter(_OneLine("%(asctime)s %(process)d %(message)s"))
    log = logging.getLogger("ssotui")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(handler)
    return str(path)


class _OneLine(logging.Formatter):
    """Nothing from outside begins a line of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's name
        record.message = cleaned(record.message).rstrip().replace("\n", "\n    ")
        return super().formatMessage(record)
