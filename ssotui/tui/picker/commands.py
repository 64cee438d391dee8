"""Every action, once: bindings, hints, palette, help and the README's table derive from this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType

from ssotui.tui.picker import command_context
from ssotui.tui.picker.command_context import Need, Occasion, Words


class Key(NamedTuple):
    """One action: its id (what ``[keys]`` re-binds), its key, the picker's action, and words for people.

    ``needs`` says what is missing where it does not apply; ``words`` may depend on the occasion.
    """

    id: str
    key: str
    action: str
    words: str | Words
    tooltip: str
    needs: Need = command_context.nothing

    def called(self, at: Occasion) -> str:
        return self.words if isinstance(self.words, str) else self.words(at)


KEYS = (
    Key(
        "role.use", "enter", "use", command_context.label_for_use,
        "Switch this shell to the role; open an account or session", command_context.something,
    ),
    Key(
        "role.copy", "ctrl+y", "copy", "copy keys",
        "Copy the role's keys; again at once: choose the format", command_context.credentials_to_take,
    ),
    Key(
        "role.console", "ctrl+o", "console", "console", "Open the AWS console as the role",
        command_context.credentials_to_take,
    ),
    Key(
        "profile.save", "ctrl+s", "save", command_context.label_for_save,
        "Write a profile for the role, or for all marked ones", command_context.roles_to_save,
    ),
    Key(
        "row.mark", "tab", "mark", command_context.label_for_mark,
        "Mark the role, or all that the row opens, or unmark", command_context.a_markable_row,
    ),
    Key(
        "role.favourite", "ctrl+f", "favourite", command_context.label_for_pin,
        "Pin the role, or all marked ones, above the sessions, or unpin", command_context.something_to_pin,
    ),
    Key("session.login", "ctrl+l", "login", "sign in", "Sign in to the session of the row", command_context.a_session),
    Key(
        "session.logout", "ctrl+x", "logout", "sign out",
        "Sign out of the session of the row", command_context.a_signed_in_session,
    ),
    Key(
        "session.migrate", "ctrl+e", "migrate", "migrate",
        "Make a session of profiles of the old form; shows the change first", command_context.profiles_of_the_old_form,
    ),
    Key("session.add", "ctrl+n", "add_session", "add session", "Add a session", command_context.a_writable_config),
    Key(
        "tree.refresh", "ctrl+r", "refresh_row", "refresh",
        "Fetch the row's account or session again, or those of all marked roles", command_context.any_session,
    ),
    Key(
        "tree.pivot", "ctrl+t", "pivot", "pivot",
        "Turn the tree round: accounts below roles, or roles below accounts", command_context.any_session,
    ),
    Key("app.doctor", "ctrl+g", "doctor", "doctor", "Show what is wrong with files and environment, and mend it"),
    Key("app.palette", "ctrl+p", "palette", "more", "Find any action and any role by its name"),
    Key("app.help", "f1", "help", "help", "Show all keys; ? does the same while the filter is empty"),
    Key("app.leave", "escape", "leave", command_context.label_for_leave,
        "Clear the filter, then the marks, then leave"),
)  # fmt: skip
BY_ID = {key.id: key for key in KEYS}

# Keys that move about and edit the filter, in any list; they are not for re-binding.
_IN_LISTS = (
    ("up", "move(-1)"),
    ("down", "move(1)"),
    ("pageup", "page(-1)"),
    ("pagedown", "page(1)"),
    ("home", "first"),
    ("end", "last"),
    ("backspace", "erase"),
    ("ctrl+w", "erase_word"),
    ("ctrl+u", "erase_all"),
)
# The same, in the tree.
MOVES = (*_IN_LISTS, ("left", "collapse"), ("right", "expand"), ("ctrl+c", "leave_now"))


def bindings() -> list[BindingType]:
    """For the picker's BINDINGS."""
    named: Iterable[Binding] = (
        Binding(key.key, f"carry_out('{key.id}')", tooltip=key.tooltip, id=key.id, priority=True) for key in KEYS
    )
    return [*named, *_unnamed(MOVES)]


def list_bindings() -> list[BindingType]:
    """For the BINDINGS of a screen with a list to type in."""
    return [*_unnamed(_IN_LISTS)]


def _unnamed(moves: Iterable[tuple[str, str]]) -> Iterator[Binding]:
    return (Binding(key, action, show=False, priority=True) for key, action in moves)


class Hint(NamedTuple):
    """An action as the bottom line offers it: its key as people write it, and what it is called now."""

    id: str
    key: str
    words: str


def hints(at: Occasion, keymap: Mapping[str, str]) -> tuple[Hint, ...]:
    """The actions that matter on this occasion, the most wanted first; then how to get help and how to leave."""
    ids = dict.fromkeys((*command_context.matter_most(at), "app.help", "app.leave"))
    wanted = [BY_ID[name] for name in ids]
    return tuple(Hint(key.id, shown_for(key.id, keymap), key.called(at)) for key in wanted if not key.needs(at))


def shown_for(name: str, keymap: Mapping[str, str]) -> str:
    """The key of an action as people write it."""
    return shown(keymap.get(name, BY_ID[name].key))


def shown(key: str) -> str:
    """``ctrl+f`` -> ``^F``, ``escape`` -> ``Esc``."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    return {"escape": "Esc", "enter": "Enter", "tab": "Tab"}.get(key, key.upper() if key.startswith("f") else key)
