"""The rows of the access tree, as a sequence that is read row by row; core/tree/layout says which ones there are.

A row is made when it is looked at. Laying out an organisation costs a number for each account; 25,000 open roles cost
no more than what is in view of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple, Protocol

from ssotui.core.model import Account, RoleRef

RowKind = Literal["heading", "pinned", "session", "account", "permission-set", "role", "gone", "profile", "note"]


class Row(NamedTuple):
    """One line: what it stands for, and how deep it is indented.

    ``text`` is a heading's or a note's words, or a profile's name. A permission set has a ``role`` and no account;
    ``size`` is the number of accounts that it opens, and in ``new`` of them it is new. What is gone is an account, or a
    role in an account.
    """

    kind: RowKind
    depth: int
    session: str = ""
    account: Account | None = None
    role: str = ""
    text: str = ""
    size: int = 0
    new: int = 0

    @property
    def key(self) -> tuple[str, ...]:
        """What stays the same while names and depths around it change."""
        return (self.kind, self.session, self.account.id if self.account else "", self.role, self.text)

    @property
    def ref(self) -> RoleRef | None:
        """The role it stands for, if it stands for one that can be used."""
        if self.account and self.role and self.kind != "gone":
            return RoleRef(self.session, self.account.id, self.role)
        return None

    @property
    def branch(self) -> tuple[str, ...] | None:
        """Its key in Openness, if it can be opened."""
        if self.kind == "heading":
            return (self.text,)
        if self.kind == "session":
            return ("session", self.session)
        if self.kind == "account" and self.account:
            return ("session", self.session, self.account.id)
        if self.kind == "permission-set":
            return ("permission-set", self.session, self.role)
        return None


class Openness(NamedTuple):
    """Which branches are open: accounts and permission sets start closed (open while filtering), all else open."""

    toggled: frozenset[tuple[str, ...]] = frozenset()
    filtering: bool = False

    def is_open(self, branch: tuple[str, ...]) -> bool:
        return self._starts_open(branch) != (branch in self.toggled)

    def with_branch(self, branch: tuple[str, ...], *, opened: bool) -> Openness:
        if opened == self._starts_open(branch):
            return Openness(self.toggled - {branch}, self.filtering)
        return Openness(self.toggled | {branch}, self.filtering)

    def with_branches(self, branches: Sequence[tuple[str, ...]], *, opened: bool) -> Openness:
        apart = frozenset(branch for branch in branches if opened != self._starts_open(branch))
        return Openness((self.toggled - frozenset(branches)) | apart, self.filtering)

    def _starts_open(self, branch: tuple[str, ...]) -> bool:
        return self.filtering or len(branch) < 3  # noqa: PLR2004  # ("session", name, account id)


class Part(Protocol):
    """Some neighbouring rows."""

    def __len__(self) -> int: ...

    def row(self, index: int) -> Row: ...

    def find(self, key: tuple[str, ...]) -> int | None: ...


class Outline:
    """All rows, as parts one below the other."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = [part for part in parts if len(part)]
        self._ends = list(accumulate(map(len, self._parts)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def row(self, index: int) -> Row:
        """The row at ``index``; raises IndexError outside."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        place = bisect_right(self._ends, index)
        return self._parts[place].row(index - (self._ends[place - 1] if place else 0))

    def find(self, key: tuple[str, ...]) -> int | None:
        """Where the row with this key is now."""
        start = 0
        for part, end in zip(self._parts, self._ends, strict=True):
            at = part.find(key)
            if at is not None:
                return start + at
            start = end
        return None


class Lines:
    """A few rows that are simply there."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, index: int) -> Row:
        return self.rows[index]

    def find(self, key: tuple[str, ...]) -> int | None:
        return next((index for index, row in enumerate(self.rows) if row.key == key), None)


class AccountRows:
    """A session's accounts, each followed by what is open below it."""

    def __init__(
        self,
        session: str,
        accounts: Sequence[Account],
        sizes: Sequence[int],
        below: Callable[[int], Sequence[Row]],
        gone: Collection[str] = (),
    ) -> None:
        """``sizes`` says how many rows each account has below it; ``below`` makes those rows; ``gone`` are ids."""
        self._session = session
        self._gone = gone
        self._accounts = accounts
        self._below = below
        self._ends = list(accumulate(map((1).__add__, sizes)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def row(self, index: int) -> Row:
        place = bisect_right(self._ends, index)
        offset = index - self._start(place)
        if offset == 0:
            account = self._accounts[place]
            return Row("gone" if account.id in self._gone else "account", 1, self._session, account)
        return self._below(place)[offset - 1]

    def find(self, key: tuple[str, ...]) -> int | None:
        _, session, account_id, *_ = key
        place = self._places.get(account_id) if session == self._session else None
        if place is None:
            return None
        if self.row(self._start(place)).key == key:
            return self._start(place)
        if self._ends[place] - self._start(place) > 1:
            for offset, row in enumerate(self._below(place), 1):
                if row.key == key:
                    return self._start(place) + offset
        return None

    def _start(self, place: int) -> int:
        return self._ends[place - 1] if place else 0

    @cached_property
    def _places(self) -> dict[str, int]:
        return {account.id: place for place, account in enumerate(self._accounts)}
