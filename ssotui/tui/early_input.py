"""What is typed between Textual's start and its first frame, which takes so long that keys that leave can't wait."""

from __future__ import annotations

import re
from collections.abc import Callable

_CTRL_C = b"\x03"
_PASTE = b"\x1b[200~"
_FROM_TERMINAL = re.compile(rb"\x1b\[(?:\?[0-9;]*\$y|[IO])")  # its answers (DECRPM), and reports of the focus
_END_OF_KITTY = b"u"
_KITTY = ((re.compile(rb"\x1b\[27(?:;1?)?u"), b"\x1b"), (re.compile(rb"\x1b\[99;5u"), _CTRL_C))  # with its protocol


class EarlyInput:
    """``is_left_by`` tells whether keys leave the picker, if they are all that was typed; ``typed`` came before."""

    def __init__(self, is_left_by: Callable[[bytes], bool], typed: bytes) -> None:
        self._is_left_by = is_left_by
        self._typed = typed

    def add(self, read: bytes) -> None:
        self._typed += read

    def leaves_at_once(self) -> bool:
        """Whether Ctrl+C was typed, and not pasted, or an Esc that can't be the beginning of another key."""
        keys = self._keys()
        return (_CTRL_C in keys and _PASTE not in keys) or (self._typed.endswith(_END_OF_KITTY) and self.leaves())

    def leaves(self) -> bool:
        """Whether Esc leaves. Ask this when nothing has followed it."""
        return self._is_left_by(self._keys())

    def _keys(self) -> bytes:
        keys = _FROM_TERMINAL.sub(b"", self._typed)
        for sequence, key in _KITTY:
            keys = sequence.sub(key, keys)
        return keys
