"""A cache of what is computed from listings that grow page by page: of each listing only the newest page is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")


class NewestCache(Generic[S, T]):
    """``compute(source)`` for the newest ``source`` of each of ``size`` listings. Sources are compared by identity."""

    def __init__(self, compute: Callable[[S], T], size: int) -> None:
        self._compute = compute
        self._size = size
        self._newest: dict[int, tuple[S, T]] = {}

    def get(self, source: S, first: object) -> T:
        """The value for ``source``; ``first`` is the object with which every page of its listing begins."""
        key = id(first)
        cached = self._newest.get(key)
        if cached is None or cached[0] is not source:
            while len(self._newest) >= self._size and key not in self._newest:
                del self._newest[next(iter(self._newest))]
            cached = self._newest[key] = (source, self._compute(source))
        return cached[1]
