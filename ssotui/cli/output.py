"""Formats output: JSON and tables for stdout, messages and QR codes for stderr."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from ssotui import paths
from ssotui.cli import streams
from ssotui.core.printable import is_obeyed, printable, shortened
from ssotui.errors import ExitCode, FileError, SsoTuiError, Unclear

CANDIDATES_SHOWN = 20
_WIDEST = 100


def say(line: str) -> None:
    """Print a message to stderr."""
    streams.tell(f"{line[: len(line) - len(line.lstrip())]}{printable(line)}\n")


def complain(error: SsoTuiError) -> None:
    """Print an error to stderr: the message, candidates if there are any, and the hint on the last line."""
    if isinstance(error, FileError):
        paths.with_variable(error, os.environ)
    say(f"ssotui: {error.message}")
    if isinstance(error, Unclear):
        _offer(error.candidates, error.titles)
    if error.hint:
        say(f"  {error.hint}")


def complain_of_each(errors: Sequence[SsoTuiError]) -> int:
    """Print the errors. Returns the exit code of the first one, or DONE without any."""
    for error in errors:
        complain(error)
    return errors[0].exit_code if errors else ExitCode.DONE


def _offer(candidates: Sequence[str], titles: Sequence[str]) -> None:
    """Print the candidates, one a line, as they have to be typed, with their titles."""
    shown = [one if one.isprintable() else printable(one) for one in candidates[:CANDIDATES_SHOWN]]
    width = max(map(columns, shown), default=0)
    for words, title in zip(shown, titles, strict=False):
        streams.tell(f"  {words}{' ' * (width - columns(words))}   {printable(title)}".rstrip() + "\n")
    if len(candidates) > CANDIDATES_SHOWN:
        say(f"  and {len(candidates) - CANDIDATES_SHOWN:,} more")


_WORDS_AROUND = 9  # lines of the messages of a sign-in


def show_code(url: str, env: Mapping[str, str]) -> None:
    """Print a QR code to stderr, dark on light; with NO_COLOR in the terminal's default colors.

    Prints nothing if the code and the messages around it don't fit on the terminal.
    """
    from shutil import get_terminal_size

    from ssotui.core.sign_in import qr_code

    try:
        lines = qr_code.lines(url)
    except ValueError:
        return  # the URL is too long for a QR code; it is printed anyway
    if len(lines) + _WORDS_AROUND > get_terminal_size().lines:
        return
    begin, end = ("", "") if env.get("NO_COLOR") else ("\x1b[30;107m", "\x1b[0m")
    for line in lines:
        streams.tell(f"  {begin}{line}{end}\n")


def write_json(value: object) -> None:
    """Print one JSON document to stdout, in UTF-8 and indented. Terminal controls are written as ``\\uXXXX``."""
    import json  # takes 3 ms, and `ssotui init` doesn't need it

    text = json.dumps(value, ensure_ascii=False, indent=2)
    is_fine = text.isascii() and "\x7f" not in text
    streams.write((text if is_fine else "".join(map(_escaped, text))) + "\n")


def colored(env: Mapping[str, str]) -> bool:
    """Whether to use colors on stdout."""
    return sys.stdout.isatty() and has_colors(env)


def has_colors(env: Mapping[str, str]) -> bool:
    """Whether terminals may get colors."""
    return not env.get("NO_COLOR") and env.get("TERM", "") != "dumb"


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], color: Callable[[int, int], str] = lambda *_: ""
) -> str:
    """Columns aligned for a terminal. Names are cleaned, and truncated if they are too wide for the screen.

    ``color`` returns the SGR code for (row, column), "" for none.
    """
    title = "1" if colored(os.environ) else ""
    cells = [[shortened(printable(cell), _WIDEST) for cell in row] for row in (header, *rows)]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    return "".join(
        "  ".join(
            _in_color(cell, title if number < 0 else color(number, place)) + " " * (width - columns(cell))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        + "\n"
        for number, row in enumerate(cells, -1)
    )


def write_rows(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on a terminal, else lines with tabs between the cells."""
    if rows and sys.stdout.isatty():
        streams.write(table(header, rows))
    else:
        streams.write(tabbed(rows))


def tabbed(rows: Iterable[Sequence[str]]) -> str:
    """A line for each row, with tabs between the cells, for programs."""
    return "".join("\t".join(map(printable, row)) + "\n" for row in rows)


def _in_color(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def columns(text: str) -> int:
    """The width of ``text`` in terminal columns."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def _escaped(character: str) -> str:
    """The JSON escape of a character that terminals interpret: two escapes outside the Basic Multilingual Plane."""
    if character == "\n" or not is_obeyed(character):
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
