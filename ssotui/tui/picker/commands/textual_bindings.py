"""The picker's keys: those of commands, which ``[keys]`` can rebind, and fixed ones."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from ssotui.tui import list_keys
from ssotui.tui.picker.commands.table import COMMANDS

_TREE_KEYS = (("left", "collapse"), ("right", "expand"), ("ctrl+c", "leave_now"))
FIXED_KEYS = (*list_keys.MOVES, *list_keys.EDITS, *_TREE_KEYS)


def bindings() -> list[BindingType]:
    """The value of the picker's BINDINGS.

    A command without a key gets the name of none, because Textual binds keys of the user only to what has a binding.
    """
    named = (
        Binding(one.key or f"none-{one.id}", f"run_command('{one.id}')", tooltip=one.tooltip, id=one.id, priority=True)
        for one in COMMANDS
    )
    return [*named, *list_keys.bindings(*_TREE_KEYS)]
