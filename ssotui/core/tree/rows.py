"""The rows of the access tree, as a sequence that is read row by row; core.tree.layout decides which ones there are.

Rows are created when they are read. Building an outline takes one number for each account, so 25,000 roles below
expanded accounts cost no more than those in view.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Literal, Protocol

from ssotui.core.model import Account, RoleRef
from ssotui.named_tuples import NamedTuple

RowKind = Literal["heading", "pinned", "session", "account", "permission-set", "role", "gone", "profile", "note"]


class Row(NamedTuple):
    """One line of the tree: what it shows, and its indentation.

    ``text`` is the text of a heading or a note, or a profile's name. The row of a permission set has a ``role`` and no
    account: ``size`` is the number of accounts below it, and in ``new`` of them the role is new. A row that is gone has
    an account, or an account and a role.
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
        """Identifies the row in another outline, where names and indentation may differ."""
        return (self.kind, self.session, self.account.id if self.account else "", self.role, self.text)

    @property
    def ref(self) -> RoleRef | None:
        """The row's role, if it has one that can be used; else None."""
        if self.account and self.role and self.kind != "gone":
            return RoleRef(self.session, self.account.id, self.role)
        return None

    @property
    def branch(self) -> tuple[str, ...] | None:
        """The row's key in Openness; None if it can't be expanded."""
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
    """Which branches are expanded. Accounts and permission sets start collapsed, and expanded while filtering."""

    toggled: frozenset[tuple[str, ...]] = frozenset()
    filtering: bool = False

    def is_open(self, branch: tuple[str, ...]) -> bool:
        return self._starts_open(branch) != (branch in self.toggled)

    def with_branch(self, branch: tuple[str, ...], *, opened: bool) -> Openness:
        if opened == self._starts_open(branch):
            return Openness(self.toggled - {branch}, self.filtering)
        return Openness(self.toggled | {branch}, self.filtering)

    def _starts_open(self, branch: tuple[str, ...]) -> bool:
        return self.filtering or len(branch) < 3  # noqa: PLR2004  # ("session", name, account id)


class Part(Protocol):
    """Some adjacent rows."""

    def __len__(self) -> int: ...

    def row(self, index: int) -> Row: ...

    def find(self, key: tuple[str, ...]) -> int | None: ...


class Outline:
    """All rows, as a sequence of parts."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = [part for part in parts if len(part)]
        self._spans = Spans(map(len, self._parts))

    def __len__(self) -> int:
        return len(self._spans)

    def row(self, index: int) -> Row:
        """The row at ``index``; raises IndexError outside."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        place, offset = self._spans.place(index)
        return self._parts[place].row(offset)

    @cached_property
    def branches(self) -> list[int]:
        """The indexes of the rows that aren't indented: sessions and headings. Each begins a part."""
        return [self._spans.start(place) for place, part in enumerate(self._parts) if part.row(0).depth == 0]

    def parents(self, index: int) -> tuple[int, ...]:
        """The indexes of the rows that the row is below, from the outermost."""
        depth = self.row(index).depth
        if depth == 0:
            return ()
        branch = self.branches[bisect_right(self.branches, index) - 1]
        return (branch,) if depth == 1 else (branch, *self._account_or_role_above(index))

    def _account_or_role_above(self, index: int) -> tuple[int, ...]:
        row = self.row(index)
        account_id = row.account.id if row.account else ""
        above = ("account", row.session, account_id, "", ""), ("permission-set", row.session, "", row.role, "")
        return tuple(found for key in above if (found := self.find(key)) is not None)

    def find(self, key: tuple[str, ...]) -> int | None:
        """The index of the row with this key; None if there is none."""
        for place, part in enumerate(self._parts):
            at = part.find(key)
            if at is not None:
                return self._spans.start(place) + at
        return None


class Lines:
    """A part of a few rows that are already created."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, index: int) -> Row:
        return self.rows[index]

    def find(self, key: tuple[str, ...]) -> int | None:
        return next((index for index, row in enumerate(self.rows) if row.key == key), None)


class AccountRows:
    """A session's accounts, each followed by the rows below it if it is expanded."""

    def __init__(
        self,
        session: str,
        accounts: Sequence[Account],
        sizes: Sequence[int],
        below: Callable[[int], Sequence[Row]],
        gone: Collection[str] = (),
    ) -> None:
        """``sizes`` are the numbers of rows below each account, ``below`` creates them; ``gone`` are account IDs."""
        self._session = session
        self._gone = gone
        self._accounts = accounts
        self._below = below
        self._spans = Spans(map((1).__add__, sizes))

    def __len__(self) -> int:
        return len(self._spans)

    def row(self, index: int) -> Row:
        place, offset = self._spans.place(index)
        if offset == 0:
            account = self._accounts[place]
            return Row("gone" if account.id in self._gone else "account", 1, self._session, account)
        return self._below(place)[offset - 1]

    def find(self, key: tuple[str, ...]) -> int | None:
        _, session, account_id, *_ = key
        place = self._places.get(account_id) if session == self._session else None
        if place is None:
            return None
        start = self._spans.start(place)
        if self.row(start).key == key:
            return start
        if self._spans.length(place) > 1:
            for index, row in enumerate(self._below(place), start + 1):
                if row.key == key:
                    return index
        return None

    @cached_property
    def _places(self) -> dict[str, int]:
        return _places(self._accounts)


class UnreadRows:
    """Rows of accounts that aren't in memory, after all others of their session: they are counted, and not shown."""

    def __init__(self, session: str, count: int) -> None:
        self._row = Row("account", 1, session)
        self._count = count

    def __len__(self) -> int:
        return self._count

    def row(self, index: int) -> Row:  # noqa: ARG002  all are alike
        return self._row

    def find(self, key: tuple[str, ...]) -> int | None:  # noqa: ARG002  none has a key
        return None


class HitRows:
    """A session's matches, one row for each role; an account without known roles has a row of its own."""

    def __init__(
        self,
        session: str,
        accounts: Sequence[Account],
        sizes: Sequence[int],
        roles: Callable[[int], Sequence[str]],
    ) -> None:
        """``sizes`` are the numbers of matching roles of each account, ``roles`` has their names, the best first."""
        self._session = session
        self._accounts = accounts
        self._roles = roles
        self._spans = Spans(size or 1 for size in sizes)

    def __len__(self) -> int:
        return len(self._spans)

    def row(self, index: int) -> Row:
        place, offset = self._spans.place(index)
        account, roles = self._accounts[place], self._roles(place)
        if not roles:
            return Row("account", 1, self._session, account)
        return Row("role", 1, self._session, account, roles[offset])

    def find(self, key: tuple[str, ...]) -> int | None:
        kind, session, account_id, role, _ = key
        place = self._places.get(account_id) if session == self._session and kind in ("account", "role") else None
        if place is None:
            return None
        roles = self._roles(place)
        if role in roles or not (role or roles):
            return self._spans.start(place) + (roles.index(role) if role else 0)
        return None

    @cached_property
    def _places(self) -> dict[str, int]:
        return _places(self._accounts)


def _places(accounts: Sequence[Account]) -> dict[str, int]:
    """The place of each account by its ID."""
    return {account.id: place for place, account in enumerate(accounts)}


class Spans:
    """The groups one after the other: ``len`` is the number of all rows."""

    def __init__(self, lengths: Iterable[int]) -> None:
        self._ends = list(accumulate(lengths))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def place(self, index: int) -> tuple[int, int]:
        """(the number of the group, the index within it) of the row ``index``."""
        group = bisect_right(self._ends, index)
        return group, index - self.start(group)

    def start(self, group: int) -> int:
        """The index of the group's first row."""
        return self._ends[group - 1] if group else 0

    def length(self, group: int) -> int:
        return self._ends[group] - self.start(group)
