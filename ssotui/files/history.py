"""The state folder: favorites, usage and chosen regions in one small JSON file, and the hints that were shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

from ssotui.core.usage import History, Use
from ssotui.errors import FileError
from ssotui.files.atomic import read_file, replace_file
from ssotui.files.json_store import read_json_store
from ssotui.files.locks import only_writer
from ssotui.regions import is_region

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from typing import TypeVar

    from ssotui.core.first_use_hints import Hint

    T = TypeVar("T")

_VERSION = 1
_MOST_ENTRIES = 1000
_MOST_TIMES = 10**9  # a file with more is damaged


class HistoryFile:
    """``history.json`` in ``folder`` (paths.state_folder). Several programs may change it at the same time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "history.json"
        self._lock = folder / "history.lock"
        self._explained = folder / "explained"

    def load(self) -> History:
        """The saved history; an empty one if the file is absent or damaged."""
        return read_json_store(self._path, _history, History())

    def record_use(self, key: str, now: datetime) -> History:
        """Count a use of ``key`` at ``now``. The 1,000 most recent keys are kept. Raises FileError."""
        return self._change(lambda history: _used(history, key, now))

    def record_service(self, name: str, now: datetime) -> None:
        """Count that a service of the console was opened. Raises FileError."""
        self._change(lambda history: history._replace(services=_counted(history.services, name, now)))

    def set_region(self, key: str, region: str, now: datetime) -> History:
        """Keep the region that was chosen for ``key`` at ``now``; "" forgets it. Raises FileError."""
        return self._change(lambda history: _with_region(history, key, region, now))

    def set_favorites(self, keys: Collection[str], favorite: bool) -> History:
        """Pin ``keys`` after the others, or unpin them. Raises FileError."""
        return self._change(lambda history: _pinned(history, keys, favorite))

    def set_tree_share(self, share: float) -> None:
        """Keep the part of the picker's width that the user gave to the tree. Raises FileError."""
        self._change(lambda history: history._replace(tree_share=round(share, 3)))

    def rename(self, *, profiles: Mapping[str, str], sessions: Mapping[str, str]) -> None:
        """Keep what is saved of profiles and sessions that were renamed; new names by old ones. Raises FileError."""
        before = self.load()
        keys = {
            key: new
            for key in (*before.favorites, *before.uses, *before.regions)
            if (new := _new_key(key, profiles, sessions)) != key
        }
        if keys:
            self._change(lambda history: _renamed(history, keys))

    def is_first(self, hint: Hint) -> bool:
        """Whether to show ``hint``: True the first time only; False if the state folder can't be written."""
        mark = self._explained / hint
        try:
            if read_file(mark) is not None:
                return False
            replace_file(mark, b"")
        except FileError:
            return False
        return True

    def _change(self, change: Callable[[History], History]) -> History:
        with only_writer(self._lock, self._path):
            history = change(self.load())
            replace_file(self._path, _document(history))
        return history


def _used(history: History, key: str, now: datetime) -> History:
    return history._replace(uses=_counted(history.uses, key, now))


def _counted(uses: Mapping[str, Use], key: str, now: datetime) -> dict[str, Use]:
    before = uses.get(key)
    uses = {**uses, key: Use(before.times + 1 if before else 1, now)}
    newest = sorted(uses, key=lambda key: uses[key].last, reverse=True)[:_MOST_ENTRIES]
    return {key: uses[key] for key in newest}


def _with_region(history: History, key: str, region: str, now: datetime) -> History:
    regions = {other: chosen for other, chosen in history.regions.items() if other != key}
    if not region:
        return history._replace(regions=regions)
    newest = dict([*regions.items(), (key, region)][-_MOST_ENTRIES:])
    return history._replace(regions=newest, region_uses=_counted(history.region_uses, region, now))


def _pinned(history: History, keys: Collection[str], favorite: bool) -> History:
    before = history.favorites
    if favorite:
        return history._replace(favorites=tuple(dict.fromkeys((*before, *keys))))
    return history._replace(favorites=tuple(key for key in before if key not in keys))


def _new_key(key: str, profiles: Mapping[str, str], sessions: Mapping[str, str]) -> str:
    kind, _, name = key.partition(":")
    if kind == "profile" and name in profiles:
        return f"profile:{profiles[name]}"
    session, *rest = key.rsplit("/", 2)  # from the right: a session's name may contain slashes
    return "/".join((sessions.get(session, session), *rest)) if len(rest) == 2 else key  # noqa: PLR2004


def _renamed(history: History, keys: Mapping[str, str]) -> History:
    # What is left of a profile that had the new name before. A session may join another, which keeps what it has.
    replaced = frozenset(key for key in keys.values() if key.startswith("profile:")) - keys.keys()
    favorites = (keys.get(key, key) for key in history.favorites if key not in replaced)
    return history._replace(
        favorites=tuple(dict.fromkeys(favorites)),
        uses=_under_new_keys(history.uses, keys, replaced),
        regions=_under_new_keys(history.regions, keys, replaced),
    )


def _under_new_keys(entries: Mapping[str, T], keys: Mapping[str, str], replaced: Collection[str]) -> dict[str, T]:
    left = {key: value for key, value in entries.items() if key not in replaced}
    return {keys.get(key, key): value for key, value in left.items() if keys.get(key) not in left or keys[key] in keys}


def _document(history: History) -> bytes:
    document = {
        "version": _VERSION,
        "favourites": history.favorites,
        "uses": _counts(history.uses),
        "services": _counts(history.services),
        "regions": history.regions,
        "region_uses": _counts(history.region_uses),
        "tree_share": history.tree_share,
    }
    return json.dumps(document).encode()


def _counts(uses: Mapping[str, Use]) -> dict[str, list[int]]:
    return {key: [use.times, int(use.last.timestamp())] for key, use in uses.items()}


def _history(document: object) -> History:
    """Raises one of several errors for a damaged document."""
    match document:
        case {"version": 1, "favourites": [*favorites], "uses": dict(uses), **rest} if all(map(_is_text, favorites)):
            # The others are absent in files of older versions, which drop them when they write.
            services, regions, region_uses = (
                own if isinstance(own := rest.get(name), dict) else {}
                for name in ("services", "regions", "region_uses")
            )
            of_regions = _regions(regions), _uses(region_uses)
            return History(tuple(favorites), _uses(uses), _uses(services), *of_regions, _share(rest.get("tree_share")))
        case _:
            raise ValueError("not a history")


def _regions(entries: Mapping[object, object]) -> dict[str, str]:
    return {str(key): region for key, region in entries.items() if isinstance(region, str) and is_region(region)}


def _uses(entries: Mapping[str, tuple[int, float]]) -> dict[str, Use]:
    return {str(key): _use(*use) for key, use in entries.items()}


def _use(times: int, seconds: float) -> Use:
    if not 1 <= times <= _MOST_TIMES:
        raise ValueError(times)
    return Use(int(times), datetime.fromtimestamp(seconds, UTC))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _share(value: object) -> float:
    """A part of the width; 0 if it is none."""
    return float(value) if isinstance(value, int | float) and 0 < value < 1 else 0
