"""What goes out, put into form: JSON and tables for stdout, sentences and pictures for people on stderr."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from ssotui import paths
from ssotui.cli import streams
from ssotui.core.text import is_obeyed, printable, shortened
from ssotui.errors import FileError, SsoTuiError, Unclear

CANDIDATES_SHOWN = 20
_WIDEST = 100


def say(line: str) -> None:
    """One sentence for a person, on stderr."""
    streams.tell(f"{line[: len(line) - len(line.lstrip())]}{printable(line)}\n")


def complain(error: SsoTuiError) -> None:
    """What happened, what was meant perhaps, and on the last line what to do."""
    if isinstance(error, FileError):
        paths.with_variable(error, os.environ)
    say(f"ssotui: {error.message}")
    if isinstance(error, Unclear):
        _offer(error.candidates, error.titles)
    if error.hint:
        say(f"  {error.hint}")


def _offer(candidates: Sequence[str], titles: Sequence[str]) -> None:
    """One a line, as it is to be typed, with what it is called beside it."""
    shown = [one if one.isprintable() else printable(one) for one in candidates[:CANDIDATES_SHOWN]]
    width = max(map(_columns, shown), default=0)
    for words, title in zip(shown, titles, strict=False):
        streams.tell(f"  {words}{' ' * (width - _columns(words))}   {printable(title)}".rstrip() + "\n")
    if len(candidates) > CANDIDATES_SHOWN:
        say(f"  and {len(candidates) - CANDIDATES_SHOWN:,} more")


_WORDS_AROUND = 9  # lines of a sign-in's words


def show_code(address: str, env: Mapping[str, str]) -> None:
    """A QR code for people, on stderr: dark on light; with NO_COLOR in the terminal's own two.

    None where the words around it would leave a low terminal for it.
    """
    from shutil import get_terminal_size

    from ssotui.core.sign_in import qr_code

    try:
        lines = qr_code.lines(address)
    except ValueError:
        return  # it is too long for one; the address itself is there
    if len(lines) + _WORDS_AROUND > get_terminal_size().lines:
        return
    begin, end = ("", "") if env.get("NO_COLOR") else ("\x1b[30;107m", "\x1b[0m")
    for line in lines:
        streams.tell(f"  {begin}{line}{end}\n")


def write_json(value: object) -> None:
    """One JSON document on stdout: UTF-8, indented, with everything a terminal would obey as ``\\uXXXX``."""
    import json  # 3 ms that `ssotui init` need not pay

    text = json.dumps(value, ensure_ascii=False, indent=2)
    is_fine = text.isascii() and "\x7f" not in text
    streams.write((text if is_fine else "".join(map(_escaped, text))) + "\n")


def coloured(env: Mapping[str, str]) -> bool:
    """Colours are wanted on stdout."""
    return sys.stdout.isatty() and not env.get("NO_COLOR") and env.get("TERM", "") != "dumb"


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], colour: Callable[[int, int], str] = lambda *_: ""
) -> str:
    """Columns aligned for a terminal; names are cleaned, and cut where one would push all others off the screen.

    ``colour`` gives the SGR code of (row, column), if any.
    """
    title = "1" if coloured(os.environ) else ""
    cells = [[shortened(printable(cell), _WIDEST) for cell in row] for row in (header, *rows)]
    widths = [max(map(_columns, column)) for column in zip(*cells, strict=True)]
    return "".join(
        "  ".join(
            _in_colour(cell, title if number < 0 else colour(number, place)) + " " * (width - _columns(cell))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        + "\n"
        for number, row in enumerate(cells, -1)
    )


def _in_colour(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _columns(text: str) -> int:
    """How many terminal columns ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def _escaped(character: str) -> str:
    """json escapes the controls itself, apart from DEL; beyond the first plane it takes two escapes."""
    if character == "\n" or not is_obeyed(character):
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
