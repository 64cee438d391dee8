"""``ssotui init --bind KEY``: the syntax of a key binding in each shell, to open the picker."""

from __future__ import annotations

from ssotui.core.shell.variables import quote
from ssotui.errors import UsageError

SCRIPTS = {"bash": "key_bash.sh", "zsh": "key_zsh.zsh", "fish": "key_fish.fish"}

_ESC = "^["
# The terminal sends signals for the first two; the others are Enter (twice) and Tab.
_FIXED_KEYS = frozenset({"^c", "^z", "^m", "^j", "^i"})


def key_code(key: str, shell: str) -> str:
    """The quoted name of ``key`` for ``shell``: that of readline, zle or fish.

    Raises UsageError for a shell without key bindings, for an invalid key, and for a key that a command line needs.
    """
    if shell not in SCRIPTS:
        raise UsageError(
            f"--bind works in bash, zsh and fish, not in {shell}.", hint=f"Run it without --bind: ssotui init {shell}"
        )
    strokes = _strokes(key)
    if not strokes:
        raise UsageError(
            f'"{key}" can\'t be bound to the picker.',
            hint="Use ^g for Ctrl+G, ^[g for Alt+G, ^x^g for Ctrl+X Ctrl+G. Not ^c, ^i, ^j, ^m or ^z.",
        )
    if shell == "zsh":
        return quote("".join(strokes), shell)
    control = r"\C-" if shell == "bash" else r"\c"
    name = "".join(r"\e" if one == _ESC else control + one[1] if one[0] == "^" else one for one in strokes)
    return quote(f'"{name}": __ssotui_pick', shell) if shell == "bash" else name


def _strokes(key: str) -> list[str]:
    """The strokes of a key, such as [``^x``, ``^g``]; ``^[`` is Alt. [] for an invalid or a fixed key."""
    strokes = []
    rest = key
    while rest:
        length = 2 if rest[0] == "^" else 1
        strokes.append(rest[:length].lower() if length > 1 else rest[0])
        rest = rest[length:]
    if not key.startswith("^") or not key.isascii() or not _FIXED_KEYS.isdisjoint(strokes):
        return []
    for one, following in zip(strokes, [*strokes[1:], ""], strict=True):
        is_key = one[1:].isalpha() if one[0] == "^" else one.isalnum()
        if not (following.isalnum() if one == _ESC else is_key):
            return []
    return strokes
