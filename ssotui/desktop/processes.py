"""Child processes: a command in our place on the terminal, and a helper that must never outlive us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from ssotui.errors import SsoTuiError

# What a shell reports for a command that it can't find, or can't start.
_NOT_FOUND, _NOT_STARTED = 127, 126

# Typed at the terminal, these reach the child by themselves: it is in the same process group.
_FOR_THE_CHILD_ALONE = tuple(getattr(signal, name) for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name))
_PASSED_ON = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_PATIENCE = 5.0  # seconds for a helper to tidy up


class NotStarted(SsoTuiError):
    """A command that isn't there (127), or that can't be started (126), as shells number it."""

    def __init__(self, command: str, error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            super().__init__(f"There is no command {command}.", hint="Put a program that is on PATH after --")
            self.exit_code = _NOT_FOUND
        else:
            super().__init__(f"{command} can't be started: {error.strerror}.", hint="See what is after --")
            self.exit_code = _NOT_STARTED


def run_in_foreground(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run ``command`` with our terminal, streams and process group; its exit status, or 128 + the signal that ended it.

    While it runs, SIGINT and SIGQUIT are its own affair, SIGTERM and SIGHUP are passed on to it, and what was ignored
    stays ignored. Raises NotStarted. For the main thread only.
    """
    child: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def pass_on(number: int, _: FrameType | None) -> None:
        if child is None:
            early.append(number)
        else:
            child.send_signal(number)

    # A handler, not SIG_IGN: the child would inherit that.
    with _handled(_FOR_THE_CHILD_ALONE, _leave_to_the_child), _handled(_PASSED_ON, pass_on):
        try:
            # With the descriptors that the user gave us, as in ``-- cat <(date)``; our own are never inherited.
            child = subprocess.Popen(_started(command, env), env=dict(env), close_fds=False)  # noqa: S603 - the user's command
        except OSError as error:
            raise NotStarted(command[0], error) from error
        for number in early:
            child.send_signal(number)
        code = child.wait()
    return code if code >= 0 else 128 - code


def replace_us(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Become ``command``: signals, terminal and exit status as if it had been started directly.

    Returns only on Windows, which can't do that: then the command's exit status. Raises NotStarted.
    """
    if os.name == "posix":
        # Python ignores these, and what is ignored stays so in the program that takes our place.
        for name in ("SIGPIPE", "SIGXFSZ"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        try:
            os.execvpe(command[0], list(command), dict(env))  # noqa: S606 - the user's command is the purpose
        except OSError as error:
            raise NotStarted(command[0], error) from error
    return run_in_foreground(command, env)


def _started(command: Sequence[str], env: Mapping[str, str]) -> Sequence[str]:
    if sys.platform == "win32":
        from ssotui.desktop import windows_commands

        return windows_commands.started(command, env)
    return list(command)


class Helper:
    """A process of ours that serves us; it ends when the pipe to its standard input does, even if we are killed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def first_line(self) -> str:
        """The first line it prints, without its end; empty if it ended before."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode("utf-8", "replace").rstrip("\n")

    def stop(self) -> None:
        """Close its standard input and wait until it is gone; one that hangs is killed."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def helper(command: Sequence[str], env: Mapping[str, str]) -> Iterator[Helper]:
    """Run ``command`` beside us, out of reach of the terminal's signals, until the block ends. Raises OSError."""
    with subprocess.Popen(  # noqa: S603 - the caller's own program
        list(command),
        env=dict(env),
        cwd=os.sep,  # no module of the current folder may take the place of a real one
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        beside = Helper(process)
        try:
            yield beside
        finally:
            beside.stop()


@contextmanager
def _handled(numbers: Sequence[int], handler: signal._HANDLER) -> Iterator[None]:
    """Handle signals in this block, except those that are ignored."""
    before = {number: signal.getsignal(number) for number in numbers}
    wanted = [number for number in numbers if before[number] is not signal.SIG_IGN]
    for number in wanted:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number in wanted:
            signal.signal(number, before[number])


def _leave_to_the_child(_: int, __: FrameType | None) -> None:
    """The child decides what Ctrl+C means."""
