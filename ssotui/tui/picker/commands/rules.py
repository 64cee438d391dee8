"""The requirements and the labels of commands, which depend on the context. commands.py has the table."""

from __future__ import annotations

from ssotui.core.printable import printable
from ssotui.core.tree.rows import Row
from ssotui.tui.picker.commands.context import CommandContext

# Requirements of commands: "" if they are met, else a sentence on what is missing.


def requires_nothing(_: CommandContext) -> str:
    return ""


def requires_row(at: CommandContext) -> str:
    if at.takes_marks:
        return ""
    if at.row is None:
        return "Nothing selected."
    if at.row.kind == "gone":
        return _gone(at.row)
    return (
        ""
        if at.row.branch or at.needs_sign_in or at.has_role or at.has_profile
        else "Select a role, or a row that can be expanded."
    )


def requires_credentials(at: CommandContext) -> str:
    """Requires a role, or a profile of any other kind."""
    if at.row and at.row.kind == "gone":
        return _gone(at.row)
    return "" if at.has_role or at.is_defined else "Select a role or a profile first."


def _gone(row: Row) -> str:
    return f"{row.role or 'This account'} is no longer assigned to you: it was gone at the last refresh."


def requires_pinnable_row(at: CommandContext) -> str:
    return "" if at.marked or at.has_role or at.has_profile else "Select a role or a profile first."


def requires_markable_row(at: CommandContext) -> str:
    """Requires a role, or a branch with roles below it."""
    fits = at.has_role or (at.row is not None and at.row.branch is not None and at.row.session)
    return "" if fits else "Select a role or an account first."


def requires_writable_config(at: CommandContext) -> str:
    return at.read_only


def requires_legacy_profiles(at: CommandContext) -> str:
    return at.read_only or ("" if at.legacy else "There are no legacy profiles.")


def requires_roles_to_save(at: CommandContext) -> str:
    if at.read_only or at.marked or at.has_role:
        return at.read_only
    return "Select a role, or mark several."


def requires_session(at: CommandContext) -> str:
    if at.state:
        return ""
    return "Select a row of the session first." if at.sessions else "No SSO session is configured yet."


def requires_signed_in_session(at: CommandContext) -> str:
    return f"You are not signed in to {printable(at.session)}." if at.state == "signed-out" else requires_session(at)


def requires_any_session(at: CommandContext) -> str:
    return "" if at.sessions else "No SSO session is configured yet."


# Labels of commands in a context.


def label_for_use(at: CommandContext) -> str:
    use = at.selector.enter if at.selector else "switch"
    if at.takes_marks:
        return use
    if at.has_role or at.has_profile:
        is_ready = at.has_profile or at.state in ("", "active", "refreshable")
        return use if is_ready or (at.selector and not at.selector.signs_in) else f"sign in, {use}"
    return "sign in" if at.needs_sign_in else "collapse" if at.is_open else "expand"


def label_for_mark(at: CommandContext) -> str:
    return "unmark" if at.is_marked else "mark" if at.has_role else "mark all"


def label_for_pin(at: CommandContext) -> str:
    return "unpin" if at.is_pinned else "pin"


def label_for_leave(at: CommandContext) -> str:
    return "clear" if at.is_filtered else "unmark" if at.marked else "leave"
