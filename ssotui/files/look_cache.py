"""Keeps the looks of the picker's frames between runs, one JSON file for each terminal's size and colors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ssotui.core.digests import sha1
from ssotui.errors import FileError
from ssotui.files.atomic import replace_file
from ssotui.files.json_store import read_json_store

T = TypeVar("T")

_MOST = 16  # files
_LARGEST = 1 << 20  # bytes of a file
_VARIABLES = ("TERM", "COLORTERM", "NO_COLOR", "TEXTUAL_COLOR_SYSTEM", "TMUX")


class LookCache:
    """The look for one ``setting``: everything that the places and the colors depend on, besides the environment."""

    def __init__(self, folder: Path, env: Mapping[str, str], setting: Sequence[object]) -> None:
        named = json.dumps([[env.get(name) for name in _VARIABLES], *map(str, setting)])
        digest = sha1(named.encode())
        self._setting = digest
        self.path = folder / f"look-{int(digest, 16) % _MOST}.json"

    def load(self, parse: Callable[[Any], T]) -> T | None:
        """What ``parse`` makes of the saved values; None if there are none, or if ``parse`` raises an error for them.

        They count as absent, too, if the files that drew the frame have changed.
        """

        def parsed(document: Any) -> T | None:  # noqa: ANN401  JSON
            return parse(document["values"]) if self._is_current(document) else None

        return read_json_store(self.path, parsed, None, _LARGEST)

    def save(self, values: Sequence[object], made_by: Sequence[str]) -> None:
        """Save values. ``made_by`` are the files that drew the frame."""
        document = {
            "setting": self._setting,
            "made_by": {path: _changed_at(path) for path in made_by},
            "values": values,
        }
        try:
            replace_file(self.path, [json.dumps(document, separators=(",", ":")).encode()])
        except FileError:
            return  # the next picture is painted by Textual again

    def _is_current(self, document: Any) -> bool:  # noqa: ANN401  JSON
        is_same = bool(document["setting"] == self._setting)
        return is_same and all(_changed_at(path) == moment for path, moment in document["made_by"].items())


def _changed_at(path: str) -> int:
    """When the file was changed, in nanoseconds of the epoch; 0 if there is none."""
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0
