"""The table of the picker's commands. Bindings, footer, palette, help and the README's table are derived from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssotui.core.tree.rows import Row
from ssotui.named_tuples import NamedTuple
from ssotui.tui.picker.commands import rules
from ssotui.tui.picker.commands.context import CommandContext
from ssotui.tui.view import KeyHint

Requirement = Callable[[CommandContext], str]
Label = Callable[[CommandContext], str]


class Command(NamedTuple):
    """One command: its ID (for ``[keys]``), its key ("" for none), and its texts.

    ``label`` may depend on the context; ``requires`` returns what is missing if the command doesn't apply.
    ``in_selector`` is the tooltip in the picker as a selector, "" for the same.
    """

    id: str
    key: str
    label: str | Label
    tooltip: str
    requires: Requirement = rules.requires_nothing
    in_selector: str = ""

    def label_in(self, context: CommandContext) -> str:
        return self.label if isinstance(self.label, str) else self.label(context)

    def tooltip_in(self, context: CommandContext) -> str:
        return (self.in_selector if context.selector else "") or self.tooltip


COMMANDS = (
    Command(
        "role.use", "enter", rules.label_for_use,
        "Switch this shell to the role; expand or collapse the row", rules.requires_row,
        in_selector="Choose the role; expand or collapse the row",
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
        "role.service", "", "service", "Choose a service of the AWS console, and open its page as the role",
        rules.requires_credentials,
    ),
    Command(
        "role.region", "ctrl+e", "region",
        "Choose the region for this switch to the role, and for its next ones", rules.requires_credentials,
        in_selector="Choose the region for the role, for its switches and commands",
    ),
    Command(
        "profile.save", "ctrl+s", "save",
        "Save a profile for the role, or for all marked roles", rules.requires_roles_to_save,
    ),
    Command(
        "row.mark", "tab", rules.label_for_mark,
        "Mark or unmark the role, or all roles below the row", rules.requires_markable_row,
    ),
    Command(
        "role.favourite", "ctrl+f", rules.label_for_pin,
        "Pin the role as a favorite, or unpin it (or all marked roles)", rules.requires_pinnable_row,
    ),
    Command(
        "tree.refresh", "ctrl+r", "refresh",
        "Refresh this account or session (or the marked ones)", rules.requires_any_session,
    ),
    Command("session.login", "ctrl+l", "sign in", "Sign in to this session", rules.requires_session),
    Command(
        "session.logout", "ctrl+x", "sign out",
        "Sign out of this session", rules.requires_signed_in_session,
    ),
    Command(
        "session.migrate", "", "migrate",
        "Migrate legacy profiles to an SSO session (preview first)", rules.requires_legacy_profiles,
    ),
    Command("session.add", "ctrl+n", "add session", "Add a session", rules.requires_writable_config),
    Command(
        "tree.pivot", "ctrl+t", "group",
        "Group by role / by account", rules.requires_any_session,
    ),
    Command("list.down", "ctrl+j", "down", "Move down (also ↓)"),
    Command("list.up", "ctrl+k", "up", "Move up (also ↑)"),
    Command("app.details", "ctrl+d", "details", "Show or hide the details"),
    Command("app.theme", "", "theme", "Choose a theme (each is shown as you move to it)"),
    Command("app.doctor", "ctrl+g", "doctor", "Doctor: diagnose and fix configuration problems"),
    Command("app.palette", "ctrl+p", "more", "More: find any action, role or profile (command palette)"),
    Command("app.help", "f1", "help", "Help: all keys (also ? while the filter is empty)"),
    Command("app.leave", "escape", rules.label_for_leave, "Clear the filter, then unmark all, then leave"),
)  # fmt: skip
LAST = ("app.palette", "app.help", "app.leave")
"""The commands at the end of the footer, which are the last ones of the table."""
BY_ID = {command.id: command for command in COMMANDS}

ANSWER_HINTS = (
    KeyHint("answer.y", "y", "yes"),
    KeyHint("answer.n", "n", "no"),
    KeyHint("answer.tab", "Tab", "other answer"),
    KeyHint("answer.enter", "Enter", "choose"),
    KeyHint("answer.escape", "Esc", "no"),
)
"""The footer while a question is open. The end of an ID is the key's name."""


def key_hints(at: CommandContext, keymap: Mapping[str, str]) -> tuple[KeyHint, ...]:
    """The hints in the footer: the row's commands in the order of the table, whatever the row; then the last ones."""
    offered = (*footer_commands(at), *LAST)
    keyed = ((one, _footer_key(one, keymap)) for one in COMMANDS if one.id in offered and not one.requires(at))
    return tuple(KeyHint(one.id, key, one.label_in(at), one.id in LAST) for one, key in keyed if key)


def _footer_key(command: Command, keymap: Mapping[str, str]) -> str:
    """The key of a command in the footer; "" for one that is left out, because its key is given to another command."""
    return key_of(command.id, keymap) if command.key else key_for(command.id, keymap)


def key_of(name: str, keymap: Mapping[str, str]) -> str:
    """The key of a command as shown; "" if it has none."""
    return shown(keymap.get(name, BY_ID[name].key))


def key_for(name: str, keymap: Mapping[str, str]) -> str:
    """The key to press for a command, in sentences: its own, else that of the palette, which has every command."""
    return key_of(name, keymap) or key_of("app.palette", keymap)


def shown(key: str) -> str:
    """``ctrl+f`` -> ``^F``, ``escape`` -> ``Esc``."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    return {"escape": "Esc", "enter": "Enter", "tab": "Tab"}.get(key, key.upper() if key.startswith("f") else key)


def footer_commands(at: CommandContext) -> tuple[str, ...]:
    """The IDs of the row's most useful commands."""
    if at.has_role or at.has_profile:
        return (
            "role.use", "role.copy", "role.console", "role.region", "profile.save", "row.mark", "role.favourite",
            "tree.refresh",
        )  # fmt: skip
    if at.row is None or not at.session:
        return "role.use", "session.add", "app.doctor"
    return _on_a_branch(at, at.row)


def _on_a_branch(at: CommandContext, row: Row) -> tuple[str, ...]:
    if row.kind == "session" and row.session in at.legacy:
        return "role.use", "session.migrate", "session.login"
    if at.needs_sign_in:
        return "role.use", "session.add", "app.doctor"
    if at.state not in ("active", "refreshable"):
        return "role.use", "session.login", "session.add", "app.doctor"
    if row.kind == "session":
        return "role.use", "row.mark", "tree.refresh", "session.logout", "session.add"
    return "role.use", "row.mark", "tree.refresh", "session.login"
