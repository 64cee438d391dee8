"""Our own JSON files, of which anything wrong means that there are none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ssotui.errors import FileError
from ssotui.files.atomic import read_file

T = TypeVar("T")

# What taking apart a document of unknown shape can end in.
_MISSHAPEN = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


def read_json_store(path: Path, parse: Callable[[Any], T], nothing: T) -> T:
    """``parse(document)``, or ``nothing`` where the file is absent, unreadable, torn or of another shape."""
    try:
        content = read_file(path)
        return nothing if content is None else parse(json.loads(content))
    except (FileError, OSError, *_MISSHAPEN):
        return nothing
