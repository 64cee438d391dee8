"""Renders rows of the tree as styled text.

The names of styles are the tree's component classes (widgets/access_tree.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.model import Account, Profile
from ssotui.core.printable import printable
from ssotui.core.profiles.chains import chain_of
from ssotui.core.profiles.production import is_production
from ssotui.core.session_status import State, of_roles
from ssotui.core.tree.rows import Row
from ssotui.tui.rendering.cells import cell_len, fitted
from ssotui.tui.rendering.styled_text import StyledText, highlighted
from ssotui.tui.view import View

if TYPE_CHECKING:
    from ssotui.core.search.highlights import Matches
    from ssotui.core.search.query import Term

# A fraction of the width, and columns: on a wide screen the ID stays close to the name.
_NAME_SHARE, _LONGEST_NAME = 0.45, 40
_DEEPER = 2  # columns by which a leaf is indented relative to its branch
_OPEN, _CLOSED = "▾ ", "▸ "


def render_row(row: Row, view: View, width: int, *, opened: bool) -> StyledText:
    """One line of the tree, before it is truncated to ``width`` columns."""
    matches = matches_of(row, view) if view.terms else None
    return _LABELS[row.kind](row, _Place(view, width, _OPEN if opened else _CLOSED, matches))


class _Place(NamedTuple):
    """The position of a row, and the query's matches in it."""

    view: View
    width: int
    marker: str
    matches: Matches | None

    @property
    def name_width(self) -> int:
        """The width of the column of account names."""
        return max(min(int(self.width * _NAME_SHARE), _LONGEST_NAME), 16)


def _session(row: Row, at: _Place) -> StyledText:
    name = printable(row.session)
    changes, listing = at.view.catalog.of(row.session).changes, at.view.listing(row.session)
    states = [("  ", "dim"), _state(at.view.sign_in(row.session)), *_changes(changes.count_new, changes.count_gone)]
    states += [("  ", "dim"), _state(listing)] if listing else []
    needed = cell_len(at.marker + name) + sum(cell_len(words) for words, _ in states)
    # States are aligned with IDs if there is space.
    gap = max(min(at.name_width + 1 - cell_len(name), at.width - needed), 0)
    return [(at.marker, "dim"), *highlighted(name, at.matches, "account", "session"), (" " * gap, "dim"), *states]


def _changes(new: int, gone: int) -> StyledText:
    """The numbers of new and gone roles below a branch since the last refresh."""
    label: StyledText = [(f"  {new:,} new", "ok")] if new else []
    return [*label, (f"  {gone:,} gone", "warning")] if gone else label


def _state(state: State) -> tuple[str, str]:
    return (printable(str(state)), state.tone)


def _account(row: Row, at: _Place) -> StyledText:
    account = row.account
    assert account is not None
    known = at.view.catalog.of(row.session)
    roles, changes = known.known_roles(account.id), known.changes
    label = [_marked(row, at, len(roles)), (at.marker, "dim"), *_named(account, at, at.name_width)]
    label += [("  new", "ok")] if account.id in changes.accounts else []
    if at.matches and at.matches.is_only_in_email():
        label += [("  ", "dim"), *highlighted(account.email, at.matches, "email", "id")]
    label += _changes(len(changes.roles.get(account.id, ())), len(changes.gone_roles.get(account.id, ())))
    return [*label, (f"  {len(roles):>2} role{'s' if len(roles) != 1 else ''}", "dim")] if roles else label


def _gone(row: Row, at: _Place) -> StyledText:
    """An account or a role that is gone since the last refresh."""
    account = row.account
    assert account is not None
    label: StyledText = [("  " * (row.depth + 1), "dim")]
    if row.role and not (at.view.pivoted and row.depth > 1):
        label += highlighted(row.role, at.matches, "role", "dim")
    if row.role and row.depth == 1:
        label += [(" in ", "dim"), *highlighted(account.title, at.matches, "account", "dim")]
    elif not row.role or at.view.pivoted:
        width = at.name_width - _DEEPER * (row.depth - 1)
        name = highlighted(fitted(account.title, width), at.matches, "account", "dim")
        label += [*name, _gap(account.title, width), *highlighted(account.id, at.matches, "account", "dim")]
    return [*label, ("  gone", "warning")]


def _named(account: Account, at: _Place, width: int) -> StyledText:
    """The account's name and ID; IDs are aligned."""
    style = _account_style(account, at.view)
    name = highlighted(fitted(account.title, width), at.matches, "account", style)
    return [*name, _gap(account.title, width), *highlighted(account.id, at.matches, "account", "id")]


def _gap(text: str, width: int) -> tuple[str, str]:
    """The blanks after ``text`` in a column of ``width``."""
    return (" " * max(width - cell_len(text), 0) + " ", "dim")


def _permission_set(row: Row, at: _Place) -> StyledText:
    width = at.name_width
    label = [_marked(row, at, row.size), (at.marker, "dim")]
    label += [*highlighted(fitted(row.role, width), at.matches, "role", "account"), _gap(row.role, width)]
    return [*label, (f"{row.size:,} account{'s' if row.size != 1 else ''}", "dim"), *_changes(row.new, 0)]


def _marked(row: Row, at: _Place, size: int) -> tuple[str, str]:
    """The sign before a row: whether all, some or none of its roles are marked."""
    count = at.view.marks.below.get(row.branch or (), 0)
    return ("✓ " if count >= size else "– " if count else "  ", "star") if count else ("  ", "dim")


def _role(row: Row, at: _Place) -> StyledText:
    ref = row.ref
    assert ref is not None
    names = at.view.names.get(ref, ())
    current = at.view.is_current(names)
    label: StyledText = [("    ✓ ", "star") if ref in at.view.marks.refs else ("      ", "dim")]
    if at.view.pivoted and row.account:
        label += _named(row.account, at, at.name_width - _DEEPER)
    else:
        label += highlighted(row.role, at.matches, "role", "role")
    label += [(" ★" if at.view.is_favourite(ref) else "", "star"), (" ●" if current else "", "current")]
    label += [("  new", "ok")] if at.view.catalog.of(row.session).changes.is_new(ref.account_id, row.role) else []
    for number, name in enumerate(names):
        label += [(", " if number else "  ", "dim"), *highlighted(printable(name), at.matches, "profile", "profile")]
        label += _unsound(name, at)
    return label


def _unsound(name: str, at: _Place) -> StyledText:
    """The sign after an unsound profile. The details show why."""
    profile = at.view.profiles.get(name)
    return [(" !", "warning")] if profile and profile.fault else []


def _pinned(row: Row, at: _Place) -> StyledText:
    if row.ref is None or row.account is None:
        return _profile(row, at)
    starred = at.view.is_favourite(row.ref)
    names = at.view.names.get(row.ref, ())
    label: StyledText = [("✓ ", "star") if row.ref in at.view.marks.refs else ("  ", "dim")]
    label += [("★ " if starred else "· ", "star" if starred else "dim"), (row.role, "role")]
    style = _account_style(row.account, at.view)
    label += [(" in ", "dim"), (row.account.title, style), (f"  {printable(row.session)}", "dim")]
    return [*label, (" ●", "current")] if at.view.is_current(names) else label


def _profile(row: Row, at: _Place) -> StyledText:
    profile = at.view.profiles.get(row.text)
    style = "production" if at.view.production_title(row) else "profile"
    starred = at.view.history_key(row) in at.view.favourites
    front = "★ " if starred else "· " if row.kind == "pinned" else "  "
    label: StyledText = [("  ", "dim"), (front, "star" if starred else "dim")]
    label += [*highlighted(printable(row.text), at.matches, "profile", style), *_unsound(row.text, at)]
    if at.view.is_current((row.text,)):
        label.append((" ●", "current"))
    if profile and row.text in at.view.gone:
        label += [("  gone", "warning"), (f"  {printable(profile.role)} in {profile.account_id}", "dim")]
    elif profile and profile.ref:
        label.append((f"  {printable(profile.role)} in {profile.account_id}, {printable(profile.session)}", "dim"))
    elif profile:
        label += _kind(profile, at)
    return label


def _kind(profile: Profile, at: _Place) -> StyledText:
    """The kind of the profile; for a role chain, all its source profiles."""
    chain = chain_of(profile, at.view.profiles)
    words = " ".join([profile.kind, *(f"from {printable(name)}" for name in chain.names)])
    return [(f"  {words}", "dim"), *([("  " + printable(chain.fault), "warning")] if chain.fault else [])]


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


def _account_style(account: Account, view: View) -> str:
    """The style of an account's name; production is emphasized."""
    return "production" if is_production(account, view.production) else "account"


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
