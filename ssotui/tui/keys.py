"""Every key, once: bindings, hints and the README's table derive from this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType

from ssotui.errors import UsageError


class Key(NamedTuple):
    """One action: its id (what ``[keys]`` re-binds), its key, the picker's action, and words for people."""

    id: str
    key: str
    action: str
    words: str
    tooltip: str


KEYS = (
    Key("role.use", "enter", "use", "switch", "Switch this shell to the role; open an account or session"),
    Key("role.copy", "ctrl+y", "copy", "copy keys", "Copy the role's keys; again at once: choose the format"),
    Key("role.console", "ctrl+o", "console", "console", "Open the AWS console as the role"),
    Key("profile.save", "ctrl+s", "save", "save profile", "Write a profile for the role, or for all marked ones"),
    Key("row.mark", "tab", "mark", "mark", "Mark the role or all roles of the account, or unmark"),
    Key("role.favourite", "ctrl+f", "favourite", "pin", "Pin the role above the sessions, or unpin it"),
    Key("session.login", "ctrl+l", "login", "sign in", "Sign in to the session of the row"),
    Key("session.logout", "ctrl+x", "logout", "sign out", "Sign out of the session of the row"),
    Key("session.add", "ctrl+n", "add_session", "add session", "Add a session"),
    Key("tree.refresh", "ctrl+r", "refresh_row", "refresh", "Fetch the row's account or session again"),
    Key("tree.pivot", "ctrl+t", "pivot", "pivot", "Turn the tree round: accounts below roles, or roles below accounts"),
    Key("app.doctor", "ctrl+g", "doctor", "doctor", "Show what is wrong with files and environment, and mend it"),
    Key("app.help", "f1", "help", "help", "Show all keys; ? does the same while the filter is empty"),
    Key("app.leave", "escape", "leave", "clear/leave", "Clear the filter; when it is empty, leave"),
)

# Keys that move about; they are not for re-binding.
MOVES = (
    ("up", "move(-1)"),
    ("down", "move(1)"),
    ("pageup", "page(-1)"),
    ("pagedown", "page(1)"),
    ("home", "first"),
    ("end", "last"),
    ("left", "collapse"),
    ("right", "expand"),
    ("backspace", "erase"),
    ("ctrl+w", "erase_word"),
    ("ctrl+u", "erase_all"),
    ("ctrl+c", "leave_now"),
)


def bindings() -> list[BindingType]:
    """For the picker's BINDINGS."""
    named: Iterable[Binding] = (
        Binding(key.key, key.action, key.words, tooltip=key.tooltip, id=key.id, priority=True) for key in KEYS
    )
    moves = (Binding(key, action, show=False, priority=True) for key, action in MOVES)
    return [*named, *moves]


def checked(keymap: Mapping[str, str]) -> dict[str, str]:
    """``[keys]`` of the settings. Raises UsageError for an unknown id, or a key that is taken twice."""
    keys = {key.id: key.key for key in KEYS}
    for name in keymap:
        if name not in keys:
            raise UsageError(f"keys.{name} is no action.", hint=f"Known: {', '.join(keys)}.")
        if not _A_KEY.fullmatch(keymap[name]):
            raise UsageError(f"keys.{name}: {keymap[name]} is no key for an action.", hint="Write ctrl+b, alt+x or f5.")
    keys |= keymap
    owners: dict[str, str] = {key: "moving about" for key, _ in MOVES}
    for name, key in keys.items():
        if key in owners:
            raise UsageError(f"keys.{name}: {key} is taken by {owners[key]}.", hint="Give one of them another key.")
        owners[key] = f"keys.{name}"
    return dict(keymap)


def hints(keymap: Mapping[str, str]) -> list[tuple[str, str]]:
    """(key as people write it, words) of what the bottom line shows, the most wanted first."""
    named = {key.id: key for key in KEYS}
    return [(shown(keymap.get(name, named[name].key)), named[name].words) for name in _HINTS]


def shown_for(name: str, keymap: Mapping[str, str]) -> str:
    """The key of an action as people write it."""
    return shown(keymap.get(name) or next(key.key for key in KEYS if key.id == name))


# Letters by themselves are for typing.
_A_KEY = re.compile(r"(?:(?:ctrl|alt|shift|super)\+)+[a-z0-9_]+|f\d{1,2}|enter|tab|escape|insert|delete")
_HINTS = (
    "role.use", "role.copy", "role.console", "app.help", "app.leave",
    "session.login", "profile.save", "row.mark", "role.favourite", "tree.refresh", "app.doctor",
)  # fmt: skip


def shown(key: str) -> str:
    """``ctrl+f`` -> ``^F``, ``escape`` -> ``Esc``."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+').upper()}"
    return {"escape": "Esc", "enter": "Enter", "tab": "Tab"}.get(key, key.upper() if key.startswith("f") else key)
