"""What keys mean that are typed before the first frame of Textual: whether Esc leaves, and what erases their echo."""

from __future__ import annotations

_ESCAPE = 0x1B
_PRINTABLE = 0x20
_HELP = ord("?")  # opens the help if there is no query
_ARROWS = (b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1bOA", b"\x1bOB", b"\x1bOC", b"\x1bOD")


def leaves(keys: bytes, *, has_query: bool = False) -> bool:
    """Whether Esc leaves the picker, if only letters, arrows and Esc have been typed: it clears a query first."""
    for arrow in _ARROWS:
        keys = keys.replace(arrow, b"")
    for place, one in enumerate(keys):
        if one == _ESCAPE:
            if keys[place + 1 : place + 2] not in (b"", b"\x1b"):
                return False  # a sequence, or Alt and a key
            if not has_query:
                return True
            has_query = False
        elif one < _PRINTABLE or (one == _HELP and not has_query):
            return False
        else:
            has_query = True
    return False


def erasing(typed: bytes, columns: int) -> str:
    """What erases the echo of ``typed`` from the screen, if it began in the first column."""
    *whole, last = typed.decode(errors="replace").split("\n")
    lines = sum(_width(one) // columns + 1 for one in whole) + _width(last) // columns
    return (f"\x1b[{lines}A" if lines else "") + "\r\x1b[J"


def _width(text: str) -> int:
    """The columns of echoed text: a control character is echoed as ^ and a letter."""
    return sum(1 if one.isprintable() else 2 for one in text)
