"""Reads ssotui's own JSON files. A damaged file counts as absent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from ssotui.errors import FileError
from ssotui.files.atomic import LARGEST, read_file

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")

# The errors that parsing a document of unknown shape can raise.
_MISSHAPEN = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


def read_json_store(path: Path, parse: Callable[[Any], T], nothing: T, most: int = LARGEST) -> T:
    """``parse(document)``; ``nothing`` if the file is absent, unreadable, not of the expected shape, or too large.

    ``most`` is in bytes.
    """
    try:
        content = read_file(path)
        return nothing if content is None or len(content) > most else parse(json.loads(content))
    except (FileError, OSError, *_MISSHAPEN):
        return nothing
