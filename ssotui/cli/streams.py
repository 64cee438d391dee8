"""The only doors to stdin, stdout and stderr, whatever the caller has made of them.

stdout is data, in UTF-8 as the files it comes from; what can't be written there is told. stderr is words for people:
where nobody can hear them, nothing fails for that.
"""

from __future__ import annotations

import io
import os
import sys

from ssotui.errors import OutputError

TYPE_CHECKING = False  # as in main: every start waits for this
if TYPE_CHECKING:
    from typing import TextIO


def settle() -> None:
    """Put stand-ins where the caller has closed one (Python has None then): in this order they get the free numbers.

    So no file that is opened later becomes one of them. The stand-in for stdout refuses writes as a closed one would.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
        sys.__stdin__ = sys.stdin  # type: ignore[misc]  # Textual's drivers look at this one
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names from the command line may hold bytes that are no text: they go out as they came in. Lines end alike
        # everywhere: Python on Windows would add a carriage return, which bash there (Git Bash) takes for a word's end.
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def close_input() -> None:
    """Nobody answers: no question is asked, no sign-in begun (``--no-input``). Programs that we start keep theirs."""
    sys.stdin = io.StringIO()


def input_is_closed() -> bool:
    """Whether ``close_input`` was called."""
    return isinstance(sys.stdin, io.StringIO)


def write(text: str) -> None:
    """Data, as it is, on stdout. Raises OutputError, or BrokenPipeError where the reader has left (``| head -1``)."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error) from error


def flush() -> None:
    """Everything written so far is out. Raises as ``write`` does."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error) from error


def tell(text: str) -> None:
    """Words, as they are, on stderr."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        drop(sys.stderr)


def drop(stream: TextIO) -> None:
    """Nothing goes out by it any more: what waits in it would fail again, and Python would complain at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
