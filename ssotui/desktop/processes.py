"""Child processes: a command that takes over the terminal, and a helper that ends with ssotui."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from ssotui.errors import SsoTuiError

# The exit statuses of a shell for a command that it can't find, or can't start.
_NOT_FOUND, _NOT_STARTED = 127, 126

# The terminal sends these to the child, too, because it is in the same process group.
_FOR_THE_CHILD_ALONE = tuple(getattr(signal, name) for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name))
_PASSED_ON = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_PATIENCE = 5.0  # seconds to wait for a helper to clean up


class NotStarted(SsoTuiError):
    """A command that wasn't found (exit status 127) or can't be started (126), as in shells."""

    def __init__(self, command: str, error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            super().__init__(
                f'There is no program "{command}" on PATH.', hint="Put a program that is installed after --"
            )
            self.exit_code = _NOT_FOUND
        else:
            super().__init__(f"{command} can't be started: {error.strerror}.", hint="Check the command after --")
            self.exit_code = _NOT_STARTED


def run_in_foreground(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run ``command`` with ssotui's terminal, streams and process group.

    Returns its exit status, or 128 + the signal that ended it. While it runs, SIGINT and SIGQUIT are left to it,
    SIGTERM and SIGHUP are passed on to it, and ignored signals stay ignored. Raises NotStarted. For the main thread.
    """
    child: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def pass_on(number: int, _: FrameType | None) -> None:
        if child is None:
            early.append(number)
        else:
            child.send_signal(number)

    # A handler instead of SIG_IGN, which the child would inherit.
    with _handled(_FOR_THE_CHILD_ALONE, _leave_to_the_child), _handled(_PASSED_ON, pass_on):
        try:
            # With the descriptors that ssotui inherited, as in ``-- cat <(date)``; its own aren't inheritable.
            child = subprocess.Popen(_started(command, env), env=dict(env), close_fds=False)  # noqa: S603 - the user's command
        except OSError as error:
            raise NotStarted(command[0], error) from error
        for number in early:
            child.send_signal(number)
        code = child.wait()
    return code if code >= 0 else 128 - code


def replace_us(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Replace this process by ``command``, as if the shell had started it.

    Returns only on Windows, which can't do that: then it returns the command's exit status. Raises NotStarted.
    """
    if os.name == "posix":
        # Python ignores these, and ignored signals would stay ignored in the new program.
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
    """A helper process. It ends when its standard input is closed, even if ssotui is killed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def first_line(self) -> str:
        """The first line of its output without the line end; "" if it ended before."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode("utf-8", "replace").rstrip("\n")

    def stop(self) -> None:
        """Close its standard input and wait until it exits; kill it if it hangs."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def helper(command: Sequence[str], env: Mapping[str, str]) -> Iterator[Helper]:
    """Run ``command`` until the block ends, without the terminal's signals. Raises OSError."""
    with subprocess.Popen(  # noqa: S603 - the caller's own program
        list(command),
        env=dict(env),
        cwd=os.sep,  # so that Python doesn't import from the current folder
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
    """Handle signals in this block, except ignored ones."""
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
    """Do nothing: the child handles Ctrl+C."""
