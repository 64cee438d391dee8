"""Renders rows of the tree as styled text.

The names of styles are the tree's component classes (widgets/access_tree.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import TYPE_CHECKING

from ssotui.core.model import Account, RoleRef
from ssotui.core.printable import printable
from ssotui.core.session_status import State, of_roles
from ssotui.core.tree.rows import Row
from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.account_columns import account_columns, name_width
from ssotui.tui.rendering.badges import badge, badge_column, badge_width, tint
from ssotui.tui.rendering.cells import cell_len, fitted, shortened_inside
from ssotui.tui.rendering.hit_rendering import (
    ALL_COLUMNS,
    Columns,
    columns_for,
    needed_columns,
    render_gone,
    render_hit,
)
from ssotui.tui.rendering.profile_rendering import fault_sign, render_profile, time_left
from ssotui.tui.rendering.session_columns import changes_of, session_columns
from ssotui.tui.rendering.styled_text import StyledText, highlighted, width_of
from ssotui.tui.view import View

if TYPE_CHECKING:
    from ssotui.core.search.highlights import Matches
    from ssotui.core.search.query import Term
    from ssotui.core.tree.rows import Outline

_DEEPER = 2  # columns by which a leaf is indented relative to its branch
_MOST_HITS = 500
_WIDTH_FOR_BADGES = 64
OPEN, CLOSED = "▾ ", "▸ "


def render_row(row: Row, view: View, width: int, *, opened: bool, needed: Columns | None = None) -> StyledText:
    """One line of the tree, before it is truncated to ``width`` columns; ``needed`` are the columns of the matches."""
    matches = matches_of(row, view) if view.terms else None
    return _LABELS[row.kind](row, _Place(view, width, OPEN if opened else CLOSED, matches, needed or ALL_COLUMNS))


def needed_by(outline: Outline, view: View) -> Columns:
    """The columns that the matches in the outline need, or without a query its pinned roles.

    All columns if there are very many matches.
    """
    needed = ALL_COLUMNS
    if not view.terms:
        pinned = takewhile(lambda row: row.kind == "pinned", map(outline.row, range(1, len(outline))))
        roles = [(row.ref, row.account) for row in pinned if row.ref and row.account]
        needed = needed_columns(roles, _without_stars(view), of_sessions=len(view.sessions) > 1)
        return needed._replace(badge=badge_width(view.account_style(account) for _, account in roles))
    if len(outline) <= _MOST_HITS:
        rows = map(outline.row, range(len(outline)))
        hits = (
            (RoleRef(row.session, row.account.id, row.role), row.account)
            for row in rows
            if _is_hit(row) and row.account
        )
        needed = needed_columns(hits, view)
    return needed._replace(badge=badge_width(view.account_styles))


def _without_stars(view: View) -> View:
    """Pinned roles have the star before their names."""
    return view._replace(favorites=frozenset())


def _is_hit(row: Row) -> bool:
    """Whether the row is a match of the query, which has no account's row above it."""
    return row.kind in ("role", "gone") and bool(row.role) and row.depth == 1


class _Place(NamedTuple):
    """The position of a row, the query's matches in it, and the columns that all matches need."""

    view: View
    width: int
    marker: str
    matches: Matches | None
    needed: Columns

    @property
    def name_width(self) -> int:
        """The width of the column of account names."""
        return name_width(self.view.catalog, self.width)


def _session(row: Row, at: _Place) -> StyledText:
    """The state of the sign-in is in the column of the account IDs."""
    column = at.name_width + 1
    name = shortened_inside(printable(row.session), column)
    label = [(at.marker, "dim"), *highlighted(name, at.matches, "account", "session")]
    label.append((" " * (column - cell_len(name)) + "  ", "dim"))
    return [*label, *session_columns(row.session, at.view, at.width - width_of(label))]


def _fits(label: StyledText, at: _Place) -> bool:
    return width_of(label) < at.width


def _with_right_side(left: StyledText, right: StyledText, at: _Place) -> StyledText:
    """The line with its second part at the right edge, one blank before the end."""
    gap = at.width - 1 - width_of((*left, *right))
    return [*left, (" " * max(gap, 0), "dim"), *right]


def _changes(new: int, gone: int) -> StyledText:
    """The numbers of new and gone roles below a branch, behind its name."""
    label = changes_of(new, gone)
    return [("  ", "dim"), *label] if label else []


def _state(state: State) -> tuple[str, str]:
    return (printable(str(state)), state.tone)


def _account(row: Row, at: _Place) -> StyledText:
    account = row.account
    assert account is not None
    known = at.view.catalog.of(row.session)
    roles, changes = known.known_roles(account.id), known.changes
    right: StyledText = []
    label = [_marked(row, at, len(roles)), (at.marker, "dim"), *_named(account, at, at.name_width)]
    label += [("  new", "ok")] if account.id in changes.accounts else []
    if at.matches and at.matches.is_only_in("email"):
        label += [("  ", "dim"), *highlighted(account.email, at.matches, "email", "id")]
    label += _changes(len(changes.roles.get(account.id, ())), len(changes.gone_roles.get(account.id, ())))
    for column in account_columns(row.session, account, at.view):
        is_shown = column[1] == "id" and at.matches and at.matches.is_only_in("email")
        if is_shown or not _fits([*label, *right, column], at):
            break
        right.insert(0, column)
    return _with_right_side(label, right, at)


def _gone(row: Row, at: _Place) -> StyledText:
    """An account or a role that is gone since the last refresh."""
    account = row.account
    assert account is not None
    label: StyledText = [("  " * (row.depth + 1), "dim")]
    if _is_hit(row):
        columns = columns_for(at.width - _DEEPER, at.needed)
        ref = RoleRef(row.session, account.id, row.role)
        return [("  ", "dim"), *render_gone(ref, account, at.matches, columns)]
    if row.role and not at.view.pivoted:
        label += highlighted(row.role, at.matches, "role", "dim")
    if not row.role or at.view.pivoted:
        width = at.name_width - _DEEPER * (row.depth - 1)
        name = highlighted(fitted(account.title, width), at.matches, "account", "dim")
        label += [*name, _gap(account.title, width), *highlighted(account.id, at.matches, "account", "dim")]
    return [*label, ("  gone", "warning")]


def _named(account: Account, at: _Place, width: int) -> StyledText:
    """The account's name, ID and badge; IDs are aligned."""
    style = at.view.account_style(account)
    name = highlighted(fitted(account.title, width), at.matches, "account", tint(style, "account"))
    account_id = highlighted(account.id, at.matches, "account", "id")
    has_room = at.width >= _WIDTH_FOR_BADGES  # else the column would cut off what follows it
    shown = badge_column(style, at.view.account_styles, "account") if has_room else badge(style, "account")
    return [*name, _gap(account.title, width), *account_id, *shown]


def _gap(text: str, width: int) -> tuple[str, str]:
    """The blanks after ``text`` in a column of ``width``."""
    return (" " * max(width - cell_len(text), 0) + " ", "dim")


def _permission_set(row: Row, at: _Place) -> StyledText:
    width = at.name_width
    label = [_marked(row, at, row.size), (at.marker, "dim")]
    label += [*highlighted(fitted(row.role, width), at.matches, "role", "account"), *_changes(row.new, 0)]
    return _with_right_side(label, [(f"  {row.size:,} account{'s' if row.size != 1 else ' '}", "dim")], at)


def _marked(row: Row, at: _Place, size: int) -> tuple[str, str]:
    """The sign before a row: whether all, some or none of its roles are marked."""
    count = at.view.marks.below.get(row.branch or (), 0)
    return ("✓ " if count >= size else "– " if count else "  ", "star") if count else ("  ", "dim")


def _role(row: Row, at: _Place) -> StyledText:
    ref = row.ref
    assert ref is not None
    names = at.view.names.get(ref, ())
    current = at.view.is_current(names)
    mark = "✓ " if ref in at.view.marks.refs else "  "
    if row.account and _is_hit(row):
        columns = columns_for(at.width - len(mark), at.needed)
        return [(mark, "star"), *render_hit(ref, row.account, at.view, at.matches, columns)]
    label: StyledText = [("  " * row.depth + mark, "star")]
    if at.view.pivoted and row.account:
        label += _named(row.account, at, at.name_width - _DEEPER)
    else:
        label += highlighted(row.role, at.matches, "role", "role")
    label += [(" ★" if at.view.is_favorite(ref) else "", "star"), (" ●" if current else "", "current")]
    label += [("  new", "ok")] if at.view.catalog.of(row.session).changes.is_new(ref.account_id, row.role) else []
    for number, name in enumerate(names):
        label += [(", " if number else "  ", "dim"), *highlighted(printable(name), at.matches, "profile", "profile")]
        label += fault_sign(name, at.view)
    return [*label, *time_left(ref, at.view)]


def _pinned(row: Row, at: _Place) -> StyledText:
    if row.ref is None or row.account is None:
        return _profile(row, at)
    starred = at.view.is_favorite(row.ref)
    label: StyledText = [("✓ ", "star") if row.ref in at.view.marks.refs else ("  ", "dim")]
    label.append(("★ ", "star") if starred else ("· ", "dim"))
    columns = columns_for(at.width - 2 * _DEEPER, at.needed)
    return [*label, *render_hit(row.ref, row.account, _without_stars(at.view), at.matches, columns)]


def _profile(row: Row, at: _Place) -> StyledText:
    return render_profile(row, at.view, at.matches, at.width, at.name_width)


def _heading(row: Row, at: _Place) -> StyledText:
    return [(at.marker, "dim"), (row.text, "heading")]


def _note(row: Row, at: _Place) -> StyledText:
    state = of_roles(at.view.catalog.of(row.session), row.account.id) if row.account else None
    return [("  " * (row.depth + 1), "dim"), _state(state) if state else (printable(row.text), "note")]


_LABELS: dict[str, Callable[[Row, _Place], StyledText]] = {
    "session": _session,
    "account": _account,
    "permission-set": _permission_set,
    "role": _role,
    "gone": _gone,
    "pinned": _pinned,
    "profile": _profile,
    "heading": _heading,
    "note": _note,
}


def as_typed(terms: Iterable[Term]) -> list[Term]:
    """The same words, matched only as they are, not by scattered letters."""
    return [term._replace(kind="exact") if term.kind == "fuzzy" else term for term in terms]


def matches_of(row: Row, view: View) -> Matches:
    """The query's matches in a row; in a session's row only words as they were typed."""
    from ssotui.core.search.highlights import Fields, Matches  # not needed for the first frame

    account, profile = row.account, view.profiles.get(row.text)
    if account:
        roles = (row.role,) if row.role else view.catalog.of(row.session).known_roles(account.id)
        names = view.names.get(row.ref, ()) if row.ref else ()
        return Matches(view.terms, Fields((row.session, account.name, account.id), account.email, roles, names))
    if row.session:
        return Matches(as_typed(view.terms), Fields((row.session,), roles=(row.role,) if row.role else ()))
    return Matches(view.terms, Fields((profile.source, profile.account_id) if profile else (), profiles=(row.text,)))
