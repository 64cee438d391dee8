"""The log file of --debug: each request by method, host, path, status and time, and where failures came from.

What goes into it holds no secret by construction: no header, no body, no query, no value of a variable.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from ssotui import paths
from ssotui.core.traces import cleaned
from ssotui.files.atomic import open_log

_LARGEST = 1_000_000


def begin(env: Mapping[str, str]) -> str:
    """Log from now on, at the end of what is there; gives the file's name, or "" where none can be written."""
    path = paths.state_folder(env) / "debug.log"
    try:
        file = open_log(path, _LARGEST)
    except OSError:
        return ""
    handler = logging.StreamHandler(file)
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
