"""Rows and values -> what is drawn: the one place where names from outside become text on the screen.

A label is a list of (text, style name); the names are those of the tree's component classes (widgets/access_tree.py).
"""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from ssotui.core.model import Account
from ssotui.core.outline import Row
from ssotui.core.states import State, of_roles
from ssotui.core.text import plain
from ssotui.tui.view import View

Label = list[tuple[str, str]]

_NAME_SHARE = 0.48
_OPEN, _CLOSED = "▾ ", "▸ "


def row_label(row: Row, view: View, width: int, *, opened: bool) -> Label:
    """One line of the tree, before it is cut to ``width`` columns."""
    return _LABELS[row.kind](row, _Place(view, width, _OPEN if opened else _CLOSED))


class _Place(NamedTuple):
    """Where a row is drawn."""

    view: View
    width: int
    marker: str


def _session(row: Row, at: _Place) -> Label:
    label = [(at.marker, "dim"), *highlighted(plain(row.session), at.view, "session")]
    for state in (at.view.sign_in(row.session), at.view.listing(row.session)):
        if state:
            label += [("  ", "dim"), _state(state)]
    return label


def _state(state: State) -> tuple[str, str]:
    return (plain(str(state)), state.tone)


def _account(row: Row, at: _Place) -> Label:
    account = row.account
    assert account is not None
    name_width = max(int(at.width * _NAME_SHARE), 16)
    style = "production" if is_production(account, at.view.production) else "account"
    name = highlighted(_fitted(account.title, name_width), at.view, style)
    label: Label = [("  ", "dim"), (at.marker, "dim"), *name]
    label.append((" " * max(name_width - cell_len(account.title), 0) + " ", "dim"))
    label += highlighted(account.id, at.view, "id")
    roles = at.view.catalog.of(row.session).known_roles(account.id)
    return [*label, (f"  {len(roles)} role{'s' if len(roles) != 1 else ''}", "dim")] if roles else label


def _role(row: Row, at: _Place) -> Label:
    ref = row.ref
    assert ref is not None
    names = at.view.names.get(ref, ())
    current = at.view.is_current(names)
    label: Label = [("    ✓ ", "star") if ref in at.view.marks else ("      ", "dim")]
    label += highlighted(row.role, at.view, "role")
    label += [(" ★" if at.view.is_favourite(ref) else "", "star"), (" ●" if current else "", "current")]
    if names:
        label += [("  ", "dim"), *highlighted(", ".join(map(plain, names)), at.view, "profile")]
    return label


def _pinned(row: Row, at: _Place) -> Label:
    if row.ref is None or row.account is None:
        return _profile(row, at)
    starred = at.view.is_favourite(row.ref)
    names = at.view.names.get(row.ref, ())
    label: Label = [("  ", "dim"), ("★ " if starred else "· ", "star" if starred else "dim"), (row.role, "role")]
    style = "production" if is_production(row.account, at.view.production) else "account"
    label += [(" in ", "dim"), (row.account.title, style), (f"  {plain(row.session)}", "dim")]
    return [*label, (" ●", "current")] if at.view.is_current(names) else label


def _profile(row: Row, at: _Place) -> Label:
    profile = at.view.profiles.get(row.text)
    label: Label = [("    ", "dim"), *highlighted(plain(row.text), at.view, "profile")]
    if at.view.is_current((row.text,)):
        label.append((" ●", "current"))
    if profile and row.text in at.view.gone:
        label += [("  gone", "warning"), (f"  {plain(profile.role)} in {profile.account_id}", "dim")]
    elif profile:
        source = f" from {plain(profile.source)}" if profile.source else ""
        label.append((f"  {profile.kind}{source}", "dim"))
    return label


def _heading(row: Row, at: _Place) -> Label:
    return [(at.marker, "dim"), (row.text, "heading")]


def _note(row: Row, at: _Place) -> Label:
    state = of_roles(at.view.catalog.of(row.session), row.account.id) if row.account else None
    return [("  " * (row.depth + 1), "dim"), _state(state) if state else (plain(row.text), "note")]


_LABELS: dict[str, Callable[[Row, _Place], Label]] = {
    "session": _session,
    "account": _account,
    "role": _role,
    "pinned": _pinned,
    "profile": _profile,
    "heading": _heading,
    "note": _note,
}


def is_production(account: Account, patterns: tuple[str, ...]) -> bool:
    """Its name or id fits one of the patterns of ``safety.production``."""
    return any(fnmatchcase(account.name.lower(), one.lower()) or fnmatchcase(account.id, one) for one in patterns)


def highlighted(text: str, view: View, style: str) -> Label:
    """``text`` with the characters that the query matched in the style of matches."""
    if not view.terms:
        return [(text, style)]
    from ssotui.core.query import positions, unranked  # there is no query yet when the first frame is painted

    marked = positions(view.terms, unranked(text))
    if not marked:
        return [(text, style)]
    label: Label = []
    for index, character in enumerate(text, 1):  # 1: a piece begins with a newline
        wanted = f"{style} match" if index in marked else style
        if label and label[-1][1] == wanted:
            label[-1] = (label[-1][0] + character, wanted)
        else:
            label.append((character, wanted))
    return label


def _fitted(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"
