"""What ``ssotui list`` prints: a table for people, and JSON, CSV or lines for programs."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from ssotui.actions.role_table import RoleRow
from ssotui.cli import output, streams
from ssotui.core.model import Profile
from ssotui.core.printable import printable
from ssotui.core.shell.current_profile import shell_profile
from ssotui.core.timestamps import timestamp
from ssotui.core.usage import History

_SPREADSHEETS_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def write(found: Sequence[RoleRow], form: str | None, env: Mapping[str, str]) -> None:
    """``form``: json, csv or plain; None for a table on a terminal, else plain."""
    if form is None and sys.stdout.isatty():
        _table(found, shell_profile(env), colored=output.colored(env))
    else:
        _FORMATS[form or "plain"](found)


def _json(found: Iterable[RoleRow]) -> None:
    output.write_json([members(row) for row in found])


def members(row: RoleRow) -> dict[str, object]:
    """One object of ``list --json``."""
    return {
        "session": row.ref.session,
        "account_id": row.account.id,
        "account_name": row.account.name,
        "account_email": row.account.email,
        "role": row.ref.role,
        "profiles": list(row.profiles),
        "favourite": row.favorite,
        "last_used": _time(row.last_used) or None,
    }


def members_of_profile(profile: Profile, history: History) -> dict[str, object]:
    """An object of the same members for a profile that gives no role of a session, which ``list`` doesn't show."""
    key = profile.history_key
    use = history.uses.get(key)
    return {
        "session": None,
        "account_id": profile.account_id or None,
        "account_name": None,
        "account_email": None,
        "role": None,
        "profiles": [profile.name],
        "favourite": key in history.favorites,
        "last_used": _time(use.last if use else None) or None,
    }


def _csv(found: Iterable[RoleRow]) -> None:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(
        ("session", "account_id", "account_name", "account_email", "role", "profiles", "favourite", "last_used")
    )
    for row in found:
        cells = (
            *(row.ref.session, row.account.id, row.account.name, row.account.email, row.ref.role),
            *(",".join(row.profiles), "yes" if row.favorite else "", _time(row.last_used)),
        )
        lines.writerow([_inert(cell) for cell in cells])
    streams.write(text.getvalue())


def _inert(cell: str) -> str:
    """A cell that spreadsheets don't compute as a formula, and terminals don't interpret."""
    shown = printable(cell)
    return f"'{shown}" if shown.startswith(_SPREADSHEETS_RUN) else shown


def _plain(found: Iterable[RoleRow]) -> None:
    streams.write(output.tabbed(map(_cells, found)))


def _table(found: Sequence[RoleRow], current: str, *, colored: bool) -> None:
    """The table for a terminal. The shell's profile is marked as in the picker."""

    def shown(row: RoleRow) -> tuple[str, ...]:
        profiles = (f"● {name}" if name == current else name for name in row.profiles)
        return (*_cells(row)[:-1], ",".join(profiles))

    def color(number: int, _: int) -> str:
        return _CURRENT if colored and current in found[number].profiles else ""

    if found:
        streams.write(output.table(("SESSION", "ACCOUNT", "ID", "ROLE", "PROFILES"), map(shown, found), color))


_CURRENT = "32"


def _cells(row: RoleRow) -> tuple[str, ...]:
    return (row.ref.session, row.account.name, row.account.id, row.ref.role, ",".join(row.profiles))


def _time(moment: datetime | None) -> str:
    return timestamp(moment) if moment else ""


_FORMATS: Mapping[str, Callable[[Sequence[RoleRow]], None]] = {
    "json": _json,
    "csv": _csv,
    "plain": _plain,
}
