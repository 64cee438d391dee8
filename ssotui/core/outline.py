"""The rows of the access tree: (catalogue, profiles, what is open, what was found) -> a sequence read row by row.

A row is made when it is looked at. Laying out an organisation costs a number for each account; 25,000 open roles cost
no more than what is in view of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from ssotui.core.catalog import Catalog, Failed, Known, Loading, SessionCatalog
from ssotui.core.model import Account, Profile, RoleRef

if TYPE_CHECKING:
    from ssotui.core.search import Found, Group

RowKind = Literal["heading", "pinned", "session", "account", "role", "profile", "note"]

PINNED, OTHERS = "Favourites and recent", "Other profiles"


class Row(NamedTuple):
    """One line: what it stands for, and how deep it is indented.

    ``text`` is a heading's or a note's words, or a profile's name.
    """

    kind: RowKind
    depth: int
    session: str = ""
    account: Account | None = None
    role: str = ""
    text: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What stays the same while names and depths around it change."""
        return (self.kind, self.session, self.account.id if self.account else "", self.role, self.text)

    @property
    def ref(self) -> RoleRef | None:
        """The role it stands for, if it stands for one."""
        if self.account and self.role:
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
        return None


class Openness(NamedTuple):
    """Which branches are open: accounts start closed (open while filtering), everything else open."""

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
    ) -> None:
        """``sizes`` says how many rows each account has below it; ``below`` makes those rows."""
        self._session = session
        self._accounts = accounts
        self._below = below
        self._ends = list(accumulate(size + 1 for size in sizes))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def row(self, index: int) -> Row:
        place = bisect_right(self._ends, index)
        offset = index - self._start(place)
        if offset == 0:
            return Row("account", 1, self._session, self._accounts[place])
        return self._below(place)[offset - 1]

    def find(self, key: tuple[str, ...]) -> int | None:
        _, session, account_id, *_ = key
        place = self._places.get(account_id) if session == self._session else None
        if place is None:
            return None
        if key[0] == "account":
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


class Ground(NamedTuple):
    """All that an outline is laid out from.

    ``pins`` are the rows above the sessions; ``notes`` is a line under a session that has nothing to show.
    """

    sessions: tuple[str, ...] = ()
    catalog: Catalog = Catalog()
    others: tuple[Profile, ...] = ()
    pins: tuple[Row, ...] = ()
    notes: Mapping[str, str] = MappingProxyType({})


class Sorted:
    """Accounts in the order of their names; sorted once for each listing."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[tuple[Account, ...], list[Account]]] = {}

    def of(self, accounts: tuple[Account, ...]) -> list[Account]:
        kept = self._kept.get(id(accounts))
        if kept is None or kept[0] is not accounts:
            ordered = sorted(accounts, key=lambda account: (account.title.lower(), account.id))
            kept = self._kept[id(accounts)] = (accounts, ordered)
        return kept[1]


def whole(ground: Ground, openness: Openness, ordered: Sorted) -> Outline:
    """The tree without a filter."""
    parts: list[Part] = []
    if ground.pins:
        heading = Row("heading", 0, text=PINNED)
        shown = ground.pins if openness.is_open((PINNED,)) else ()
        parts.append(Lines((heading, *shown)))
    for session in ground.sessions:
        parts.append(Lines((Row("session", 0, session),)))
        if openness.is_open(("session", session)):
            parts.extend(_session_parts(session, ground, openness, ordered))
    parts.append(_others(ground.others, openness))
    return Outline(parts)


def _session_parts(session: str, ground: Ground, openness: Openness, ordered: Sorted) -> list[Part]:
    catalog = ground.catalog.of(session)
    accounts = ordered.of(catalog.known_accounts())
    note = ground.notes.get(session, "")
    parts: list[Part] = [Lines((Row("note", 1, session, text=note),))] if note else []
    opened = {branch[2] for branch in openness.toggled if len(branch) == 3 and branch[1] == session}  # noqa: PLR2004

    def below(place: int) -> list[Row]:
        return _rows_below(session, accounts[place], catalog)

    sizes = [_rows_of(catalog, account.id) if account.id in opened else 0 for account in accounts]
    parts.append(AccountRows(session, accounts, sizes, below))
    return parts


def _rows_of(catalog: SessionCatalog, account_id: str) -> int:
    roles = catalog.roles.get(account_id)
    known = roles.value if isinstance(roles, Known) else catalog.known_roles(account_id)
    return len(known) or 1


def _rows_below(session: str, account: Account, catalog: SessionCatalog) -> list[Row]:
    roles = catalog.known_roles(account.id)
    if roles:
        return [Row("role", 2, session, account, role) for role in roles]
    match catalog.roles_of(account.id):
        case Failed(error, _):
            words = error.message
        case Loading():
            words = "loading roles…"
        case Known():
            words = "no role for you in this account"
        case _:
            words = "roles not fetched yet"
    return [Row("note", 2, session, account, text=words)]


def filtered(found: Found, openness: Openness) -> Outline:
    """What a query found, still as a tree: sessions, accounts and roles, the best of each first."""
    of_session: dict[str, list[Group]] = {}
    for group in found.groups:
        of_session.setdefault(group[0].session, []).append(group)
    parts: list[Part] = []
    for session, groups in of_session.items():
        parts.append(Lines((Row("session", 0, session),)))
        if openness.is_open(("session", session)):
            parts.append(_found_accounts(session, groups, found, openness))
    parts.append(_others(found.profiles, openness))
    return Outline(parts)


def _found_accounts(session: str, groups: list[Group], found: Found, openness: Openness) -> AccountRows:
    accounts = [head.account for head, _ in groups]
    toggled = openness.toggled
    sizes = [
        0 if toggled and ("session", session, head.account.id) in toggled else len(roles) for head, roles in groups
    ]

    def below(place: int) -> list[Row]:
        account = accounts[place]
        return [Row("role", 2, session, account, role) for role in found.ordered(groups[place])]

    return AccountRows(session, accounts, sizes, below)


def _others(profiles: Sequence[Profile], openness: Openness) -> Lines:
    if not profiles:
        return Lines(())
    shown = profiles if openness.is_open((OTHERS,)) else ()
    return Lines((Row("heading", 0, text=OTHERS), *(Row("profile", 1, text=profile.name) for profile in shown)))
