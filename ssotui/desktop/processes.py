"""Child processes: a command that takes over the terminal, and a helper that ends with ssotui."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from ssotui import ctrl_z
from ssotui.errors import SsoTuiError

# The exit statuses of a shell for a command that it can't find, or can't start.
_NOT_FOUND, _NOT_STARTED = 127, 126


def _numbers(*names: str) -> tuple[int, ...]:
    """The numbers of these signals, as far as this system has them."""
    return tuple(int(getattr(signal, name)) for name in names if hasattr(signal, name))


# The terminal sends these to the child, too, because it is in the same process group.
_OF_THE_TERMINAL = _numbers("SIGINT", "SIGQUIT", "SIGTSTP")
_PASSED_ON = _numbers("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2")
_MANY_SIGNALS = 4096
_PATIENCE = 5.0  # seconds to wait for a helper to clean up


class NotStarted(SsoTuiError):
    """A command that wasn't found (exit status 127) or can't be started (126), as in shells."""

    def __init__(self, command: str, error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            super().__init__(f'There is no program "{command}" on PATH.', hint="Check its spelling, or install it.")
            self.exit_code = _NOT_FOUND
        else:
            super().__init__(f"{command} can't be started: {error.strerror}.", hint="Check the command after --")
            self.exit_code = _NOT_STARTED


def run_in_foreground(command: Sequence[str], env: Mapping[str, str]) -> int:
    """As ``run_child``, but returns an exit status in any case, and leaves SIGINT and SIGQUIT to the command."""
    return exit_status(run_child(command, env, passes_all=False))


def run_child(command: Sequence[str], env: Mapping[str, str], *, passes_all: bool = True) -> int:
    """Run ``command`` with ssotui's terminal, streams and process group, as if the shell had started it.

    Returns its exit status, or the negative number of the signal that ended it. Signals reach it: those of the terminal
    by themselves, others are passed on, and ignored ones stay ignored. While it is stopped (Ctrl+Z), ssotui is, too.
    Raises NotStarted. For the main thread.
    """
    child: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def pass_on(number: int, _: FrameType | None) -> None:
        if child is None:
            early.append(number)
        elif child.returncode is None:
            os.kill(child.pid, number)  # not send_signal, which would wait for the child

    def pass_on_unless_typed(number: int, frame: FrameType | None) -> None:
        if passes_all and not has_the_terminal():
            pass_on(number, frame)

    # Handlers instead of SIG_IGN, which the child would inherit.
    with _handled(_OF_THE_TERMINAL, pass_on_unless_typed), _handled(_PASSED_ON, pass_on):
        try:
            # With the descriptors that ssotui inherited, as in ``-- cat <(date)``; its own aren't inheritable.
            child = subprocess.Popen(popen_arguments(command, env), env=dict(env), close_fds=False)  # noqa: S603 - the user's command
        except OSError as error:
            raise NotStarted(command[0], error) from error
        for number in early:
            os.kill(child.pid, number)
        return _wait(child)


def end_as(code: int) -> int:
    """End by the signal that ended a child, so that the caller sees what it would have seen of the child.

    ``code`` is that of ``run_child``. Returns an exit status as it is.
    """
    if code >= 0:
        return code
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the child may have dumped its core
        if -code not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    return exit_status(code)


def exit_status(code: int) -> int:
    """The exit status that a shell has for a ``returncode`` of subprocess: for a signal, 128 + its number."""
    return code if code >= 0 else 128 - code


def write_from_background() -> None:
    """Let this thread write to the terminal even if it has ``stty tostop`` and the command has taken it over."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})


def _wait(child: subprocess.Popen[bytes]) -> int:
    """Wait for the child, and stop with it. Returns its ``returncode``."""
    if sys.platform == "win32":
        return child.wait()
    with _signals() as wait_for_signal:
        while True:
            process, status = os.waitpid(child.pid, os.WUNTRACED | os.WNOHANG)
            if not process:
                wait_for_signal()
            elif os.WIFSTOPPED(status):
                _stop_by(os.WSTOPSIG(status))
                os.kill(child.pid, signal.SIGCONT)
            else:
                child.returncode = os.waitstatus_to_exitcode(status)
                return child.returncode


@contextmanager
def _signals() -> Iterator[Callable[[], None]]:
    """Gives a function that waits for a handled signal, SIGCHLD included, and returns at once if one came before.

    A signal that comes just before a plain ``os.waitpid``, or to another thread, would be handled only when the child
    has ended. The interpreter writes to the file of ``signal.set_wakeup_fd`` at once.
    """
    reader, writer = os.pipe()
    for end in (reader, writer):
        os.set_blocking(end, False)
    of_children = signal.signal(signal.SIGCHLD, lambda *_: None)
    before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    poll = select.poll()
    poll.register(reader, select.POLLIN)

    def wait_for_signal() -> None:
        poll.poll()
        os.read(reader, _MANY_SIGNALS)

    try:
        yield wait_for_signal
    finally:
        signal.set_wakeup_fd(before)
        signal.signal(signal.SIGCHLD, of_children)
        os.close(reader)
        os.close(writer)


def _stop_by(number: int) -> None:
    """Stop this process by the signal that stopped the child, so that the shell sees a stopped job.

    Returns when it is continued.
    """
    ctrl_z.wait()
    before = signal.getsignal(number)
    if number != signal.SIGSTOP:
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    if number != signal.SIGSTOP:
        signal.signal(number, before)


def has_the_terminal() -> bool:
    """Whether what is typed at the terminal goes to this process group."""
    try:
        terminal = os.open(os.ctermid(), os.O_RDONLY | os.O_NOCTTY)
    except (OSError, AttributeError):
        return sys.platform == "win32"  # whose console sends Ctrl+C to all of its processes
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)


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


def popen_arguments(command: Sequence[str], env: Mapping[str, str]) -> Sequence[str]:
    """The first argument of Popen for ``command``. Raises what windows_commands.popen_arguments raises."""
    if sys.platform == "win32":
        from ssotui.desktop import windows_commands

        return windows_commands.popen_arguments(command, env)
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
    passed_on = [number for number in numbers if before[number] is not signal.SIG_IGN]
    for number in passed_on:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number in passed_on:
            signal.signal(number, before[number])
