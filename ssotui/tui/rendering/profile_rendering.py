"""Renders the row of a profile: its name, and in the column of the account IDs, or before it, what it gives.

The names of styles are the tree's component classes (widgets/access_tree.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.core.chains.chains import chain_of
from ssotui.core.printable import printable
from ssotui.core.profiles.account_styles import account_of
from ssotui.tui.rendering.badges import badge, tint
from ssotui.tui.rendering.styled_text import StyledText, highlighted, width_of

if TYPE_CHECKING:
    from ssotui.core.model import Profile, RoleRef
    from ssotui.core.search.highlights import Matches
    from ssotui.core.tree.rows import Row
    from ssotui.tui.view import View

_LEAST_GAP = 2  # columns


def render_profile(row: Row, view: View, matches: Matches | None, width: int, name_width: int) -> StyledText:
    """The row's line in ``width``; account names have ``name_width`` columns."""
    profile = view.profiles.get(row.text)
    style = view.row_style(row)
    starred = view.history_key(row) in view.favorites
    front = "★ " if starred else "· " if row.kind == "pinned" else "  "
    name = highlighted(printable(row.text), matches, "profile", tint(style, "profile"))
    name += [*badge(style, "profile"), *fault_sign(row.text, view)]
    name += [(" ●", "current")] if view.is_current((row.text,)) else []
    label: StyledText = [("  ", "dim"), (front, "star" if starred else "dim"), *name]
    given = [*_given(profile, view), *time_left(profile, view)]
    room = width - width_of(label) - width_of(given)
    gap = max(min(name_width + 1 - width_of(name), room), _LEAST_GAP)
    return [*label, (" " * gap, "dim"), *given]


def _given(profile: Profile | None, view: View) -> StyledText:
    """What the profile gives: a role, or what its kind says."""
    if profile is None:
        return []
    if profile.name in view.gone:
        return [("gone  ", "warning"), (_role_of(profile, view), "dim")]
    if profile.ref:
        return [(f"{_role_of(profile, view)}  {printable(profile.session)}", "dim")]
    return _kind(profile, view)


def fault_sign(name: str, view: View) -> StyledText:
    """The sign after an unsound profile. The details show why."""
    profile = view.profiles.get(name)
    return [(" !", "warning")] if profile and profile.fault else []


def time_left(target: RoleRef | Profile | None, view: View) -> StyledText:
    """The time left of the cached credentials."""
    left = view.credentials_left(target)
    return [(f"  {left}", "ok")] if left else []


def _role_of(profile: Profile, view: View) -> str:
    account = account_of(profile, view.catalog)
    return f"{account.title if account else profile.account_id} › {printable(profile.role)}"


def _kind(profile: Profile, view: View) -> StyledText:
    """The kind of the profile; for a role chain, all its source profiles."""
    chain = chain_of(profile, view.profiles)
    words = " ".join([profile.kind, *(f"from {printable(name)}" for name in chain.names)])
    return [(words, "dim"), *([("  " + printable(chain.fault), "warning")] if chain.fault else [])]
