"""The session that the user works with, and the message that its sign-in ends soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from ssotui.actions.snapshots import Snapshot
from ssotui.core.chains.chains import root_session
from ssotui.core.durations import span
from ssotui.core.model import Profile, parse_role_ref
from ssotui.core.printable import printable

if TYPE_CHECKING:
    from ssotui.tui.view import View

_SOON = timedelta(minutes=15)


def session_in_use(snapshot: Snapshot, profiles: Mapping[str, Profile], current: str) -> str:
    """The session of the shell's profile ``current``, else of the last use; "" if there is neither.

    It stays expanded when the picker opens and not all rows fit.
    """
    profile = profiles.get(current)
    if profile and (session := root_session(profile, profiles)):
        return session
    roles = [(use.last, ref) for key, use in snapshot.history.uses.items() if (ref := parse_role_ref(key))]
    last = max(roles, default=None)
    return last[1].session if last and last[1].session in snapshot.session_names else ""


def ending_soon(view: View, current: str) -> str:
    """The message that the session of the shell's profile ``current`` ends soon; "" if it doesn't."""
    profile = view.profiles.get(current)
    name = root_session(profile, view.profiles) if profile else ""
    session, status = view.sessions.get(name), view.session_statuses.get(name)
    if session is None or status is None or status.state != "active" or status.expires_at is None:
        return ""
    left = status.expires_at - view.now
    if left > _SOON:
        return ""
    renews = "It renews automatically." if status.renews else f"{view.how_to_sign_in} to sign in again."
    return f'The sign-in to "{printable(name)}" ends in {span(left)}. {renews}'
