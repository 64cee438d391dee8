"""The state folder: favorites and usage in one small JSON file, and the hints that were shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

from ssotui.core.first_use_hints import Hint
from ssotui.core.usage import History, Use
from ssotui.errors import FileError
from ssotui.files.atomic import read_file, replace_file
from ssotui.files.json_store import read_json_store
from ssotui.files.locks import only_writer

_VERSION = 1
_KEPT = 1000


class HistoryFile:
    """``history.json`` in ``folder`` (paths.state_folder). Several programs may change it at the same time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "history.json"
        self._lock = folder / "history.lock"
        self._explained = folder / "explained"

    def load(self) -> History:
        """The saved history; an empty one if the file is absent or damaged."""
        return read_json_store(self._path, _history, History())

    def record_use(self, key: str, now: datetime) -> None:
        """Count a use of ``key`` at ``now``. The 1,000 most recent keys are kept. Raises FileError."""
        self._change(lambda history: _used(history, key, now))

    def set_favourites(self, keys: Collection[str], favourite: bool) -> History:
        """Pin ``keys`` after the others, or unpin them. Raises FileError."""
        return self._change(lambda history: _pinned(history, keys, favourite))

    def is_first(self, hint: Hint) -> bool:
        """Whether to show ``hint``: True the first time only; False if the state folder can't be written."""
        told = self._explained / hint
        try:
            if read_file(told) is not None:
                return False
            replace_file(told, b"")
        except FileError:
            return False
        return True

    def _change(self, change: Callable[[History], History]) -> History:
        with only_writer(self._lock, self._path):
            history = change(self.load())
            replace_file(self._path, _document(history))
        return history


def _used(history: History, key: str, now: datetime) -> History:
    before = history.uses.get(key)
    uses = {**history.uses, key: Use(before.times + 1 if before else 1, now)}
    kept = sorted(uses, key=lambda key: uses[key].last, reverse=True)[:_KEPT]
    return history._replace(uses={key: uses[key] for key in kept})


def _pinned(history: History, keys: Collection[str], favourite: bool) -> History:
    before = history.favourites
    if favourite:
        return history._replace(favourites=tuple(dict.fromkeys((*before, *keys))))
    return history._replace(favourites=tuple(key for key in before if key not in keys))


def _document(history: History) -> bytes:
    uses = {key: [use.times, int(use.last.timestamp())] for key, use in history.uses.items()}
    return json.dumps({"version": _VERSION, "favourites": history.favourites, "uses": uses}).encode()


def _history(document: object) -> History:
    """Raises one of several errors for a damaged document."""
    match document:
        case {"version": 1, "favourites": [*favourites], "uses": dict(uses)} if all(map(_is_text, favourites)):
            return History(tuple(favourites), {str(key): _use(*use) for key, use in uses.items()})
        case _:
            raise ValueError("not a history")


def _use(times: int, seconds: float) -> Use:
    if not 1 <= times <= _MOST_TIMES:
        raise ValueError(times)
    return Use(int(times), datetime.fromtimestamp(seconds, UTC))


_MOST_TIMES = 10**9


def _is_text(value: object) -> bool:
    return isinstance(value, str)
