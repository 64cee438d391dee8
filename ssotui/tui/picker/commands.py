"""The table of the picker's commands. Bindings, footer, palette, help and the README's table are derived from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ssotui.core.tree.rows import Row
from ssotui.tui.picker import command_rules as rules
from ssotui.tui.picker.command_context import CommandContext
from ssotui.tui.view import KeyHint

Requirement = Callable[[CommandContext], str]
Label = Callable[[CommandContext], str]


class Command(NamedTuple):
    """One command: its ID (for ``[keys]``), its key, and its texts.

    ``label`` may depend on the context; ``requires`` returns what is missing if the command doesn't apply.
    """

    id: str
    key: str
    label: str | Label
    tooltip: str
    requires: Requirement = rules.requires_nothing

    def label_in(self, context: CommandContext) -> str:
        return self.label if isinstance(self.label, str) else self.label(context)


COMMANDS = (
    Command(
        "role.use", "enter", rules.label_for_use,
        "Switch this shell to the role; open an account or session", rules.requires_row,
    ),
    Command(
        "role.copy", "ctrl+y", "copy",
        "Copy credentials (press twice to choose a format)", rules.requires_credentials,
    ),
    Command(
        "role.console", "ctrl+o", "console", "Open the AWS console as the role",
        rules.requires_credentials,
    ),
    Command(
        "profile.save", "ctrl+s", rules.label_for_save,
        "Save a profile for the role, or for all marked roles", rules.requires_roles_to_save,
    ),
    Command(
        "row.mark", "tab", rules.label_for_mark,
        "Mark or unmark the role, or all roles below the row", rules.requires_markable_row,
    ),
    Command(
        "role.favourite", "ctrl+f", rules.label_for_pin,
        "Pin or unpin the role, or all marked roles", rules.requires_pinnable_row,
    ),
    Command("session.login", "ctrl+l", "sign in", "Sign in to this session", rules.requires_session),
    Command(
        "session.logout", "ctrl+x", "sign out",
        "Sign out of this session", rules.requires_signed_in_session,
    ),
    Command(
        "session.migrate", "ctrl+e", "migrate",
        "Migrate legacy profiles to an SSO session (preview first)", rules.requires_legacy_profiles,
    ),
    Command("session.add", "ctrl+n", "add session", "Add a session", rules.requires_writable_config),
    Command(
        "tree.refresh", "ctrl+r", "refresh",
        "Refresh this account or session (or the marked ones)", rules.requires_any_session,
    ),
    Command(
        "tree.pivot", "ctrl+t", "pivot",
        "Group by role / by account", rules.requires_any_session,
    ),
    Command("app.doctor", "ctrl+g", "doctor", "Diagnose and fix configuration problems"),
    Command("app.palette", "ctrl+p", "more", "Command palette: find any action, role or profile"),
    Command("app.help", "f1", "help", "Show all keys (also ? while the filter is empty)"),
    Command("app.leave", "escape", rules.label_for_leave, "Clear the filter, then the marks, then leave"),
)  # fmt: skip
BY_ID = {command.id: command for command in COMMANDS}


def key_hints(at: CommandContext, keymap: Mapping[str, str]) -> tuple[KeyHint, ...]:
    """The hints in the footer: the most useful commands in this context first, then help and leaving."""
    ids = dict.fromkeys((*footer_commands(at), "app.help", "app.leave"))
    wanted = [BY_ID[name] for name in ids]
    return tuple(KeyHint(one.id, key_of(one.id, keymap), one.label_in(at)) for one in wanted if not one.requires(at))


def key_of(name: str, keymap: Mapping[str, str]) -> str:
    """The key of a command as shown."""
    return shown(keymap.get(name, BY_ID[name].key))


def shown(key: str) -> str:
    """``ctrl+f`` -> ``^F``, ``escape`` -> ``Esc``."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    return {"escape": "Esc", "enter": "Enter", "tab": "Tab"}.get(key, key.upper() if key.startswith("f") else key)


def footer_commands(at: CommandContext) -> tuple[str, ...]:
    """The IDs of the five most useful commands in this context, the most useful first."""
    if at.marked:
        return "profile.save", "row.mark", "role.use", "role.favourite", "app.palette"
    if at.has_role:
        return "role.use", "role.copy", "role.console", "role.favourite", "app.palette"
    if at.has_profile:
        return "role.use", "role.copy", "role.console", "role.favourite", "app.palette"
    if at.row is None or not at.session:
        return ("app.leave" if at.is_filtered else "session.add"), "role.use", "app.palette", "app.doctor", "app.help"
    return _on_a_branch(at, at.row)


def _on_a_branch(at: CommandContext, row: Row) -> tuple[str, ...]:
    if row.kind == "session" and row.session in at.legacy:
        return "role.use", "session.migrate", "session.login", "app.palette", "session.add"
    if at.needs_sign_in:
        return "role.use", "session.add", "app.palette", "app.doctor", "app.help"
    if at.state not in ("active", "refreshable"):
        return "session.login", "role.use", "session.add", "app.palette", "app.doctor"
    if row.kind == "session":
        return "role.use", "tree.refresh", "session.logout", "app.palette", "session.add"
    return "role.use", "row.mark", "tree.refresh", "app.palette", "session.login"
