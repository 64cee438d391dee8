"""The columns of accounts' rows: the width of that of their names, and what is at the right edge."""

from __future__ import annotations

from collections.abc import Iterator

from ssotui.core.catalog import Accounts, Catalog
from ssotui.core.durations import age
from ssotui.core.model import Account, RoleRef
from ssotui.core.newest_cache import NewestCache
from ssotui.core.printable import printable
from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.cells import cell_len, fitted
from ssotui.tui.view import View

# A fraction of the width, and columns: on a wide screen the ID stays close to the name.
_NAME_SHARE, _LONGEST_NAME = 0.45, 40
# AWS allows names of 50 characters. They are whole where the marker, the ID, a badge and the number of roles have room.
_LONGEST_OF_AWS, _BESIDE_NAME = 50, 38
_WIDE, _NAME_BESIDE_EMAIL = 90, 28
_ROLES, _LAST_USE, _LONGEST_EMAIL = 10, 15, 40  # columns


class _Longest(NamedTuple):
    """The widths of the longest title and e-mail."""

    title: int = 0
    email: int = 0


def _longest(catalog: Catalog) -> _Longest:
    listed = (one.known_accounts() for one in catalog.sessions.values())
    of_sessions = [_LONGEST_OF_SESSION.get(accounts, accounts[0]) for accounts in listed if accounts]
    return _Longest(*map(max, zip(*of_sessions, strict=True)))


def _longest_of(accounts: Accounts) -> _Longest:
    return _Longest(max(cell_len(one.title) for one in accounts), max(cell_len(one.email) for one in accounts))


_LONGEST = NewestCache(_longest, 1)
_LONGEST_OF_SESSION = NewestCache[Accounts, _Longest](_longest_of, 64)


def name_width(catalog: Catalog, width: int) -> int:
    """The width of the column of account names in rows of ``width``."""
    usual = max(min(int(width * _NAME_SHARE), _LONGEST_NAME), 16) if width < _WIDE else _NAME_BESIDE_EMAIL
    longest = min(_LONGEST.get(catalog, None).title, _LONGEST_OF_AWS)
    return max(usual, min(longest, width - _BESIDE_NAME))


def account_columns(session: str, account: Account, view: View) -> Iterator[tuple[str, str]]:
    """The number of roles, the last use and the e-mail, from the right edge to the left, each in its column."""
    roles = view.catalog.of(session).known_roles(account.id)
    yield (f"{len(roles):,} role{'s' if len(roles) != 1 else ' '}".rjust(_ROLES) if roles else " " * _ROLES, "dim")
    uses = [view.uses.get(str(RoleRef(session, account.id, role))) for role in roles]
    last = max((use.last for use in uses if use), default=None)
    yield (f"{f'used {age(view.now - last)} ago' if last else '':>{_LAST_USE}}", "dim")
    width = min(_LONGEST.get(view.catalog, None).email, _LONGEST_EMAIL)
    email = fitted(printable(account.email), width)
    yield (f"  {email}{' ' * (width - cell_len(email))}" if width else "", "id")
