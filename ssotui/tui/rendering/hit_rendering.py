"""Renders an account and a role as one line of a table: a query's match, a pinned role, an entry of the palette.

The columns are: account, role, account ID, badge, session, profile, last use, e-mail; each is as wide as its widest
value. The session is only in lists of several. What doesn't fit is left out in this order: e-mail, profile, last use,
account ID, session. Then roles are shortened, accounts last.
A match that is only in the e-mail, or in a profile that is left out, is shown instead of the account ID.
The names of styles are the tree's component classes (widgets/access_tree.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.core.durations import age
from ssotui.core.printable import printable
from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.badges import badge, tint
from ssotui.tui.rendering.cells import cell_len, fitted, shortened_inside
from ssotui.tui.rendering.styled_text import StyledText, highlighted, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ssotui.core.model import Account, RoleRef
    from ssotui.core.search.highlights import Matches
    from ssotui.tui.view import View

_ID, _LAST_USE = 14, 10  # columns, with the blanks before them
_JOINT = " › "  # before the role
_NAMES_BESIDE_ID, _NAMES_BESIDE_OTHERS = 60, 96  # columns of account and role; longer ones are shortened
_BY_USE = ("session", "id", "last_use", "profile", "email")
_ACCOUNT_SHARE = 0.6  # of the names that are shortened
_LEAST_NAMES = 16  # columns beside a badge


class Columns(NamedTuple):
    """The widths of the columns; 0 for a column that is left out. ``rest`` is what no column needs."""

    account: int
    role: int
    id: int
    badge: int
    profile: int
    last_use: int
    email: int
    session: int = 0
    rest: int = 0


ALL_COLUMNS = Columns(28, 27, _ID, 0, 26, _LAST_USE, 0)  # for matches that nobody has looked at


def columns_for(width: int, needed: Columns = ALL_COLUMNS) -> Columns:
    """The columns for all lines of ``width``; ``needed`` are those in which no line would be cut."""
    badge = needed.badge if width >= needed.badge + _LEAST_NAMES else 0
    names = needed.account + needed.role
    fitting = dict.fromkeys(_BY_USE, 0)
    for name in _BY_USE:
        beside = min(names, _NAMES_BESIDE_ID if name in ("session", "id") else _NAMES_BESIDE_OTHERS)
        if beside + badge + sum(fitting.values()) + getattr(needed, name) > width:
            break
        fitting[name] = getattr(needed, name)
    names = width - badge - sum(fitting.values())
    account = min(needed.account, max(names - needed.role, int(names * _ACCOUNT_SHARE)))
    role = min(needed.role, names - account)
    return Columns(account, role, badge=badge, rest=names - account - role, **fitting)


def needed_columns(hits: Iterable[tuple[RoleRef, Account]], view: View, *, of_sessions: bool = False) -> Columns:
    """The columns that all of these roles need; ``of_sessions``: they may be of several sessions."""
    account_width = role = profile = last_use = email = session = 0
    for ref, account in hits:
        account_width = max(account_width, cell_len(account.title))
        role = max(role, len(_JOINT) + cell_len(ref.role) + width_of(_signs(ref, view)))
        shown = _profiles(ref, view, 1_000, None)
        profile = max(profile, 2 + width_of(shown) if shown else 0)
        last_use = last_use or bool(_last_use(ref, view)[0])
        email = max(email, 2 + cell_len(account.email) if account.email else 0)
        session = max(session, 2 + cell_len(printable(ref.session)) if of_sessions else 0)
    return Columns(account_width, role, _ID, 0, profile, _LAST_USE * last_use, email, session)


def render_hit(ref: RoleRef, account: Account, view: View, matches: Matches | None, columns: Columns) -> StyledText:
    """The line of a role, in these columns."""
    style = view.account_style(account)
    title = shortened_inside(account.title, columns.account)
    label = _padded(highlighted(title, matches, "account", tint(style, "account")), columns.account)
    signs = _signs(ref, view)
    role = shortened_inside(ref.role, columns.role - len(_JOINT) - width_of(signs))
    label += _padded([(_JOINT, "dim"), *highlighted(role, matches, "role", "role"), *signs], columns.role)
    shown = badge(style, "account") if columns.badge else []
    rest = sum(columns) - columns.account - columns.role - width_of(shown)
    in_email = matches if matches and matches.is_only_in("email") else None
    if in_email and not columns.email:
        return [*label, *shown, *_column(highlighted(fitted(account.email, rest - 2), in_email, "email", "id"), rest)]
    if matches and matches.is_only_in("profile") and not columns.profile:
        return [*label, *shown, *_column(_profiles(ref, view, rest - 2, matches), rest)]
    label += _column(highlighted(account.id, matches, "account", "id"), columns.id)
    label += _padded(shown, columns.badge)
    label += _column([(fitted(printable(ref.session), columns.session - 2), "dim")], columns.session)
    label += _column(_profiles(ref, view, columns.profile - 2, matches), columns.profile)
    label += _column([_last_use(ref, view)], columns.last_use)
    label += _column(highlighted(account.email, in_email, "email", "id"), columns.email)
    return _padded(label, sum(columns))


def render_gone(ref: RoleRef, account: Account, matches: Matches | None, columns: Columns) -> StyledText:
    """The line of a role that is gone since the last refresh."""
    title = highlighted(shortened_inside(account.title, columns.account), matches, "account", "dim")
    role = highlighted(shortened_inside(ref.role, columns.role - len(_JOINT)), matches, "role", "dim")
    label = [*_padded(title, columns.account), *_padded([(_JOINT, "dim"), *role], columns.role)]
    return [*label, *_column(highlighted(account.id, matches, "account", "dim"), columns.id), ("  gone", "warning")]


def _signs(ref: RoleRef, view: View) -> StyledText:
    """The signs behind the role: favorite, current, the time left of cached credentials."""
    signs: StyledText = [(" ★", "star")] if view.is_favorite(ref) else []
    signs += [(" ●", "current")] if view.is_current(view.names.get(ref, ())) else []
    left = view.credentials_left(ref)
    return [*signs, (f" {left}", "ok")] if left else signs


def _profiles(ref: RoleRef, view: View, width: int, matches: Matches | None) -> StyledText:
    names = view.names.get(ref, ())
    if not names:
        return []
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    fault = view.profiles[names[0]].fault if names[0] in view.profiles else ""
    room = width - len(more) - (2 if fault else 0)
    label = highlighted(fitted(printable(names[0]), room), matches, "profile", "profile")
    return [*label, *([(" !", "warning")] if fault else []), (more, "dim")]


def _last_use(ref: RoleRef, view: View) -> tuple[str, str]:
    """Whether the role or its account is new, else when the role was used last."""
    changes = view.catalog.of(ref.session).changes
    if ref.account_id in changes.accounts or changes.is_new(ref.account_id, ref.role):
        return ("new", "ok")
    use = view.uses.get(str(ref))
    return (f"{age(view.now - use.last)} ago" if use else "", "dim")


def _column(label: StyledText, width: int) -> StyledText:
    """The label behind two blanks; [] in a column that is left out."""
    return _padded([("  ", "dim"), *label], width) if width else []


def _padded(label: StyledText, width: int) -> StyledText:
    return [*label, (" " * max(width - width_of(label), 0), "dim")]
