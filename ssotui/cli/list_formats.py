"""What ``ssotui list`` prints: a table for people, and JSON, CSV or lines for programs."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from ssotui.actions.role_table import Entry
from ssotui.cli import output, streams
from ssotui.core.printable import printable
from ssotui.core.shell.current_profile import shell_profile

_SPREADSHEETS_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def write(found: Sequence[Entry], form: str | None, env: Mapping[str, str]) -> None:
    """``form``: json, csv or plain; None for a table on a terminal, else plain."""
    if form is None and sys.stdout.isatty():
        _table(found, shell_profile(env), coloured=output.coloured(env))
    else:
        _FORMATS[form or "plain"](found)


def _json(found: Iterable[Entry]) -> None:
    output.write_json([_members(entry) for entry in found])


def _members(entry: Entry) -> dict[str, object]:
    """One object of ``list --json``."""
    return {
        "session": entry.ref.session,
        "account_id": entry.account.id,
        "account_name": entry.account.name,
        "account_email": entry.account.email,
        "role": entry.ref.role,
        "profiles": list(entry.profiles),
        "favourite": entry.favourite,
        "last_used": _time(entry.last_used) or None,
    }


def _csv(found: Iterable[Entry]) -> None:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(
        ("session", "account_id", "account_name", "account_email", "role", "profiles", "favourite", "last_used")
    )
    for entry in found:
        cells = (
            *(entry.ref.session, entry.account.id, entry.account.name, entry.account.email, entry.ref.role),
            *(",".join(entry.profiles), "yes" if entry.favourite else "", _time(entry.last_used)),
        )
        lines.writerow([_inert(cell) for cell in cells])
    streams.write(text.getvalue())


def _inert(cell: str) -> str:
    """A cell that spreadsheets don't compute as a formula, and terminals don't interpret."""
    shown = printable(cell)
    return f"'{shown}" if shown.startswith(_SPREADSHEETS_RUN) else shown


def _plain(found: Iterable[Entry]) -> None:
    streams.write("".join("\t".join(map(printable, _row(entry))) + "\n" for entry in found))


def _table(found: Sequence[Entry], current: str, *, coloured: bool) -> None:
    """The table for a terminal. The shell's profile is marked as in the picker."""

    def shown(entry: Entry) -> tuple[str, ...]:
        profiles = (f"● {name}" if name == current else name for name in entry.profiles)
        return (*_row(entry)[:-1], ",".join(profiles))

    def colour(row: int, _: int) -> str:
        return _CURRENT if coloured and current in found[row].profiles else ""

    if found:
        streams.write(output.table(("SESSION", "ACCOUNT", "ID", "ROLE", "PROFILES"), map(shown, found), colour))


_CURRENT = "32"


def _row(entry: Entry) -> tuple[str, ...]:
    return (entry.ref.session, entry.account.name, entry.account.id, entry.ref.role, ",".join(entry.profiles))


def _time(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


_FORMATS: Mapping[str, Callable[[Sequence[Entry]], None]] = {
    "json": _json,
    "csv": _csv,
    "plain": _plain,
}
