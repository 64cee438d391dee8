"""Access to stdin, stdout and stderr, which the caller may have closed. All other modules use this one.

stdout is for data in UTF-8; errors of writing are raised. stderr is for messages; errors of writing are ignored.
"""

from __future__ import annotations

import io
import os
import sys

from ssotui.errors import OutputError

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from typing import TextIO

_USUAL_SIZE = os.terminal_size((80, 24))


def settle() -> None:
    """Open a substitute for each stream that the caller has closed, which Python sets to None.

    In this order they get the free descriptors, so that no file opened later gets one of them. The substitute for
    stdout fails on writing, as a closed descriptor does.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
        sys.__stdin__ = sys.stdin  # type: ignore[misc]  # Textual's drivers use this one
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    sys.stdout, sys.stderr = _buffered(sys.stdout), _buffered(sys.stderr)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names from the command line may contain invalid UTF-8, which is written unchanged. Python on Windows would
        # add carriage returns, which Git Bash would take as a part of the last word.
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def _buffered(stream: TextIO) -> TextIO:
    """``stream`` with a buffer, which writes everything or raises, line by line.

    With ``PYTHONUNBUFFERED`` Python opens streams without one, and ignores that only a part was written. A caller's
    substitute is left as it is.
    """
    if stream not in (sys.__stdout__, sys.__stderr__) or not isinstance(stream, io.TextIOWrapper):
        return stream
    if not isinstance(stream.buffer, io.RawIOBase):
        return stream
    name = "__stderr__" if stream is sys.stderr else "__stdout__"
    encoding, errors = stream.encoding, stream.errors
    whole = io.TextIOWrapper(io.BufferedWriter(stream.detach()), encoding, errors, line_buffering=True)
    setattr(sys, name, whole)  # Textual's drivers use these
    return whole


def close_input() -> None:
    """Ask no questions and start no sign-in (``--no-input``). Child processes still inherit stdin."""
    sys.stdin = io.StringIO()


def input_is_closed() -> bool:
    """Whether ``close_input`` was called."""
    return isinstance(sys.stdin, io.StringIO)


def write(text: str) -> None:
    """Write data to stdout. Raises OutputError, or BrokenPipeError if the reader has closed it (``| head -1``)."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error) from error


def flush() -> None:
    """Flush stdout. Raises as ``write`` does."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error) from error


def pass_on(line: bytes, *, is_error: bool) -> None:
    """Write a line of another program's output, byte for byte, to stdout or stderr. Raises as ``write`` does."""
    if not is_error:
        write(line.decode("utf-8", "surrogateescape"))
        flush()
        return
    try:
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
    except OSError:
        drop(sys.stderr)


def tell(text: str) -> None:
    """Write text to stderr."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        drop(sys.stderr)


def can_ask() -> bool:
    """Whether the user can be asked: stdin and stderr are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def is_answered_yes(question: str) -> bool:
    """Ask on the terminal."""
    tell(f"{question} [y/N] ")
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        tell("\n")
    return answer.strip().lower() in ("y", "yes")


def drop(stream: TextIO) -> None:
    """Discard further output, because Python would try to flush it again at exit, and report the error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def terminal_size() -> os.terminal_size:
    """The size of the terminal on stderr; that of a usual one if there is none, or it was closed meanwhile."""
    try:
        size = os.get_terminal_size(sys.stderr.fileno())
    except OSError:
        return _USUAL_SIZE
    return size if size.lines and size.columns else _USUAL_SIZE
