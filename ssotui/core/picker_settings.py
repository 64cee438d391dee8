"""The names of themes, actions and keys that settings may use. Every command checks them.

Textual has them, too, but takes 165 ms to import. Tests compare these tables with Textual's and the picker's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

THEMES = (
    "ssotui-dark", "ssotui-light", "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe",
    "catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord",
    "rose-pine", "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark",
    "textual-light", "tokyo-night",
)  # fmt: skip

# Every action that ``[keys]`` can bind, with its default key; "" for one that is only in the palette.
ACTIONS = {
    "role.use": "enter",
    "role.copy": "ctrl+y",
    "role.console": "ctrl+o",
    "role.service": "",
    "role.region": "ctrl+e",
    "profile.save": "ctrl+s",
    "row.mark": "tab",
    "role.favourite": "ctrl+f",
    "session.login": "ctrl+l",
    "session.logout": "ctrl+x",
    "session.migrate": "",
    "session.add": "ctrl+n",
    "tree.refresh": "ctrl+r",
    "tree.pivot": "ctrl+t",
    "list.down": "ctrl+j",
    "list.up": "ctrl+k",
    "app.details": "ctrl+d",
    "app.theme": "",
    "app.doctor": "ctrl+g",
    "app.palette": "ctrl+p",
    "app.help": "f1",
    "app.leave": "escape",
}

# Keys that navigate, edit the filter and leave. They can't be bound to actions.
FIXED_KEYS = {
    "ctrl+q": "leaving",
    "ctrl+z": "stopping the picker",
    **dict.fromkeys(
        ("up", "down", "pageup", "pagedown", "home", "end", "backspace", "ctrl+w", "ctrl+u", "left", "right", "ctrl+c"),
        "moving about",
    ),
}

# Textual's names of keys to combine with Ctrl or Alt. Punctuation is named as in Unicode.
NAMED_KEYS = (
    "enter", "tab", "escape", "space", "backspace", "insert", "delete", "home", "end", "pageup", "pagedown",
    "left", "right", "up", "down", "exclamation_mark", "quotation_mark", "number_sign", "dollar_sign", "percent_sign",
    "ampersand", "apostrophe", "left_parenthesis", "right_parenthesis", "asterisk", "plus", "comma", "minus",
    "full_stop", "slash", "colon", "semicolon", "less_than_sign", "equals_sign", "greater_than_sign", "question_mark",
    "at", "left_square_bracket", "backslash", "right_square_bracket", "circumflex_accent", "underscore",
    "grave_accent", "left_curly_bracket", "vertical_line", "right_curly_bracket", "tilde",
)  # fmt: skip
_FUNCTION_KEY = r"f(?:[1-9]|1\d|2[0-4])"
# Letters and punctuation without Ctrl or Alt are typed into the filter.
_KEY = re.compile(
    rf"(?:(?:ctrl|alt|shift|super)\+)+(?:[a-z0-9]|{_FUNCTION_KEY}|{'|'.join(NAMED_KEYS)})"
    rf"|{_FUNCTION_KEY}|enter|tab|escape|insert|delete"
)


def theme_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with ``ui.theme`` and what to do; None if nothing is."""
    if name in THEMES:
        return None
    return f'ui.theme: there is no theme "{name}"', f"Themes: {', '.join(sorted(THEMES))}."


def keys_fault(keymap: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with ``[keys]`` and what to do; None if nothing is."""
    for name, key in keymap.items():
        if name not in ACTIONS:
            return f"keys.{name} is not an action", f"Actions: {', '.join(ACTIONS)}."
        if not _KEY.fullmatch(key):
            return f'keys.{name}: "{key}" is not a key for an action', "Use a key such as ctrl+b, alt+x or f5."
    owners = dict(FIXED_KEYS)
    for name, key in keymap.items():
        if key in owners:
            return f"keys.{name}: {key} is already used by {owners[key]}", "Use another key for one of them."
        owners[key] = f"keys.{name}"
    return None


def with_dropped(keymap: Mapping[str, str]) -> Mapping[str, str]:
    """The user's keys, and "" for each action whose default key the user gave to another one."""
    given = set(keymap.values())
    return {**keymap, **{name: "" for name, key in ACTIONS.items() if key in given and name not in keymap}}
