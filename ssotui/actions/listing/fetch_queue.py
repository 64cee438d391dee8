"""The queue of requests that a listing still has to make, by priority. Not thread-safe: the listing locks it."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

from ssotui.core.model import Account
from ssotui.errors import BadAnswer

T = TypeVar("T")

_MOST_PAGES = 1000
_URGENT = -1.0


@dataclass(slots=True)
class Paging(Generic[T]):
    """A paged response, as far as it was received."""

    entries: dict[T, None] = field(default_factory=dict)
    next_token: str | None = None
    # A shared empty set: one for each would take more memory than the other fields, and few are used.
    _tokens: frozenset[str] = frozenset()

    def add(self, entries: Iterable[T], next_token: str | None) -> bool:
        """Add a page; True if it was the last.

        Raises BadAnswer for a repeated token or too many pages. The same page is then requested next.
        """
        if next_token is not None and next_token in self._tokens:
            raise BadAnswer("AWS returned the same page of a list twice.", hint="Try again later.")
        if next_token is not None and len(self._tokens) >= _MOST_PAGES:
            raise BadAnswer(f"AWS returned a list of more than {_MOST_PAGES:,} pages.", hint="Try again later.")
        self.entries.update(dict.fromkeys(entries))
        if next_token is None:
            return True
        self._tokens |= {next_token}
        self.next_token = next_token
        return False


@dataclass(slots=True)
class AccountsTask:
    """List the session's accounts."""

    paging: Paging[Account] = field(default_factory=Paging)
    tries: int = 0


@dataclass(slots=True)
class RolesTask:
    """List one account's roles. Tasks without priority are ordered by ``age``, the lowest first."""

    account_id: str
    age: float
    paging: Paging[str] = field(default_factory=Paging)
    tries: int = 0


FetchTask = AccountsTask | RolesTask


class FetchQueue:
    """The order: the next page of accounts, then roles of preferred accounts in that order, then roles by age."""

    def __init__(self) -> None:
        self._accounts: AccountsTask | None = None
        self._waiting: dict[str, RolesTask] = {}
        self._by_age: list[tuple[float, int, str]] = []
        self._preferred: deque[str] = deque()
        self._delayed: list[tuple[float, int, FetchTask]] = []
        self._order = count()

    def __len__(self) -> int:
        return len(self._waiting) + len(self._delayed) + (self._accounts is not None)

    def add(self, task: FetchTask, *, urgent: bool = False) -> None:
        """``urgent``: before all other tasks of its kind that aren't preferred."""
        if isinstance(task, AccountsTask):
            self._accounts = task
            return
        self._waiting[task.account_id] = task
        heapq.heappush(self._by_age, (_URGENT if urgent else task.age, next(self._order), task.account_id))

    def delay(self, task: FetchTask, until: float) -> None:
        """Don't return it before ``until`` (monotonic seconds). After that it is urgent."""
        heapq.heappush(self._delayed, (until, next(self._order), task))

    def want(self, account_ids: Iterable[str]) -> None:
        """Put the roles of these accounts first, in this order, instead of those preferred before."""
        self._preferred = deque(account_ids)

    def is_ready(self, now: float) -> bool:
        """Whether a task can be taken now."""
        while self._delayed and self._delayed[0][0] <= now:
            self.add(heapq.heappop(self._delayed)[2], urgent=True)
        return bool(self._waiting) or self._accounts is not None

    def take(self) -> FetchTask:
        """The next task. To be called only if ``is_ready``."""
        if self._accounts is not None:
            task, self._accounts = self._accounts, None
            return task
        while self._preferred:
            preferred = self._waiting.pop(self._preferred.popleft(), None)
            if preferred is not None:
                return preferred
        while (oldest := self._waiting.pop(heapq.heappop(self._by_age)[2], None)) is None:
            continue
        return oldest
