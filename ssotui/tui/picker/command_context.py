"""What an action is wanted on, and whether it can be done there: the row under the cursor and what is around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ssotui.core.text import printable
from ssotui.core.tree.rows import Row
from ssotui.tui.picker.pinned_rows import history_key

if TYPE_CHECKING:
    from ssotui.tui.picker.state import Browsing


class Occasion(NamedTuple):
    """``state`` is how the sign-in of ``session`` stands; ``read_only`` says why no profile can be written.

    ``needs_sign_in``: the row is a session's that has nothing to show before somebody signs in. ``is_defined``: it is a
    profile's that is in the configuration.
    """

    row: Row | None = None
    session: str = ""
    state: str = ""
    sessions: int = 0
    legacy: tuple[str, ...] = ()  # sessions that are only in profiles of the old form
    marked: int = 0
    is_marked: bool = False
    is_pinned: bool = False
    is_open: bool = False
    is_filtered: bool = False
    needs_sign_in: bool = False
    is_defined: bool = False
    read_only: str = ""

    @property
    def has_role(self) -> bool:
        return self.row is not None and self.row.ref is not None

    @property
    def has_profile(self) -> bool:
        """The row is a profile that stands for no listed role."""
        return self.row is not None and self.row.ref is None and self.row.kind in ("profile", "pinned")


Need = Callable[[Occasion], str]
Words = Callable[[Occasion], str]


def occasion(browsing: Browsing, row: Row | None) -> Occasion:
    """What there is to act on with the cursor on ``row``."""
    taken = browsing.survey
    names = [session.name for session in taken.configuration.sessions]
    name = row.session if row and row.session else names[0] if len(names) == 1 else ""
    standing = taken.standings.get(name)
    trouble = taken.configuration.trouble
    return Occasion(
        row,
        name,
        standing.state if standing else "",
        len(names),
        tuple(session.name for session in taken.configuration.sessions if session.legacy),
        len(browsing.marks.refs),
        is_marked=bool(row and row.ref in browsing.marks.refs),
        is_pinned=bool(row and history_key(row, browsing.view().profiles) in taken.history.favourites),
        is_open=bool(row and row.branch and browsing.shown_openness.is_open(row.branch)),
        is_filtered=bool(browsing.query),
        needs_sign_in=bool(row and _is_shut(browsing, row)),
        is_defined=bool(row and row.kind in ("profile", "pinned") and row.text in browsing.view().profiles),
        read_only="" if taken.configuration.writable else trouble[0].in_one_line,
    )


def _is_shut(browsing: Browsing, row: Row) -> bool:
    standing = browsing.survey.standings.get(row.session)
    signed_out = standing is not None and standing.state in ("signed-out", "expired")
    return signed_out and row.kind in ("session", "note") and not browsing.catalog.of(row.session).known_accounts()


# What an action needs: "" where it is there, else what is missing, in one sentence.


def nothing(_: Occasion) -> str:
    return ""


def something(at: Occasion) -> str:
    if at.row is None:
        return "There is no row to choose."
    if at.row.kind == "gone":
        return _gone(at.row)
    return (
        ""
        if at.row.branch or at.needs_sign_in or at.has_role or at.has_profile
        else "Move to a role, or to a row that opens."
    )


def credentials_to_take(at: Occasion) -> str:
    """A role, or a profile of any other kind."""
    if at.row and at.row.kind == "gone":
        return _gone(at.row)
    return "" if at.has_role or at.is_defined else "Move to a role or a profile first."


def _gone(row: Row) -> str:
    return f"AWS no longer lists {row.role or 'this account'} for you: it was gone at the last refresh."


def something_to_pin(at: Occasion) -> str:
    return "" if at.marked or at.has_role or at.has_profile else "Move to a role or a profile first."


def a_markable_row(at: Occasion) -> str:
    """A role, or a branch with roles below it."""
    fits = at.has_role or (at.row is not None and at.row.branch is not None and at.row.session)
    return "" if fits else "Move to a role or an account first."


def a_writable_config(at: Occasion) -> str:
    return at.read_only


def profiles_of_the_old_form(at: Occasion) -> str:
    return at.read_only or ("" if at.legacy else "No profile has the old form.")


def roles_to_save(at: Occasion) -> str:
    if at.read_only or at.marked or at.has_role:
        return at.read_only
    return "Move to a role, or mark several."


def a_session(at: Occasion) -> str:
    if at.state:
        return ""
    return "Move to a row of the session first." if at.sessions else "There is no session yet."


def a_signed_in_session(at: Occasion) -> str:
    return f"You are not signed in to {printable(at.session)}." if at.state == "signed-out" else a_session(at)


def any_session(at: Occasion) -> str:
    return "" if at.sessions else "There is no session yet."


# What an action is called on this occasion.


def label_for_use(at: Occasion) -> str:
    if at.has_role or at.has_profile:
        return "switch" if at.has_profile or at.state in ("", "active", "refreshable") else "sign in, switch"
    return "sign in" if at.needs_sign_in else "close" if at.is_open else "open"


def label_for_save(at: Occasion) -> str:
    return f"save {at.marked:,} profiles" if at.marked > 1 else "save profile"


def label_for_mark(at: Occasion) -> str:
    return "unmark" if at.is_marked else "mark" if at.has_role else "mark all"


def label_for_pin(at: Occasion) -> str:
    return "unpin" if at.is_pinned else "pin"


def label_for_leave(at: Occasion) -> str:
    return "clear" if at.is_filtered else "unmark" if at.marked else "leave"


def matter_most(at: Occasion) -> tuple[str, ...]:
    """The ids of the five actions that are wanted most on this occasion, the most wanted first."""
    if at.marked:
        return "profile.save", "row.mark", "role.use", "role.favourite", "app.palette"
    if at.has_role:
        return "role.use", "role.copy", "role.console", "role.favourite", "app.palette"
    if at.has_profile:
        return "role.use", "role.copy", "role.console", "role.favourite", "app.palette"
    if at.row is None or not at.session:
        return ("app.leave" if at.is_filtered else "session.add"), "role.use", "app.palette", "app.doctor", "app.help"
    return _on_a_branch(at, at.row)


def _on_a_branch(at: Occasion, row: Row) -> tuple[str, ...]:
    if row.kind == "session" and row.session in at.legacy:
        return "role.use", "session.migrate", "session.login", "app.palette", "session.add"
    if at.needs_sign_in:
        return "role.use", "session.add", "app.palette", "app.doctor", "app.help"
    if at.state not in ("active", "refreshable"):
        return "session.login", "role.use", "session.add", "app.palette", "app.doctor"
    if row.kind == "session":
        return "role.use", "tree.refresh", "session.logout", "app.palette", "session.add"
    return "role.use", "row.mark", "tree.refresh", "app.palette", "session.login"
