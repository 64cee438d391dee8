"""Runs one command with the credentials of several roles, up to 8 at a time."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager

from ssotui.actions.targets import Target
from ssotui.cli.prefixed_output import PrefixedOutput
from ssotui.desktop import processes
from ssotui.desktop.captured_command import CapturedCommand
from ssotui.errors import Canceled, SsoTuiError
from ssotui.named_tuples import NamedTuple
from ssotui.worker_pool import WorkerPool

_AT_A_TIME = 8
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)

Environment = Callable[[Target, threading.Event], AbstractContextManager[Mapping[str, str]]]
"""Gives the environment with the credentials of a role or profile for as long as its command runs."""


class Outcome(NamedTuple):
    """How a command ended. ``reason`` is "" if it succeeded."""

    code: int
    reason: str


class ParallelCommands:
    """``command`` once for each of ``targets``. ``outcomes`` has those that have ended."""

    def __init__(
        self, command: Sequence[str], targets: Sequence[Target], environment: Environment, output: PrefixedOutput
    ) -> None:
        self.outcomes: dict[Target, Outcome] = {}
        self._command = command
        self._environment = environment
        self._output = output
        self._waiting = deque(targets)
        self._running: set[CapturedCommand] = set()
        self._changed = threading.Condition()
        self._not_started: processes.NotStarted | None = None

    def run(self) -> None:
        """Run them all. For the main thread.

        A signal that ends ssotui, or Ctrl+C, ends the running commands, and no further one is started; a second one
        kills them. Then KeyboardInterrupt or SystemExit goes on. Raises NotStarted, and errors of writing to stdout.
        """
        pool = WorkerPool(self._work, min(_AT_A_TIME, len(self._waiting)), crashed=lambda _: self._send(signal.SIGTERM))
        try:
            pool.wait()
        except KeyboardInterrupt:
            # Ctrl+C has reached the commands already.
            self._end(pool.cancel, None if processes.has_the_terminal() else signal.SIGINT)
            raise
        except SystemExit:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)  # cli.signals would raise it again each second
            self._end(pool.cancel, signal.SIGTERM)
            raise
        if self._not_started:
            raise self._not_started

    def _end(self, cancel: threading.Event, number: int | None) -> None:
        cancel.set()
        if number is not None:
            self._send(number)
        try:
            self._wait_for_running()
        except (KeyboardInterrupt, SystemExit):
            self._send(_KILL)
            self._wait_for_running()

    def _wait_for_running(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._running)

    def _send(self, number: int) -> None:
        with self._changed:
            for command in self._running:
                command.send(number)

    def _work(self, cancel: threading.Event) -> None:
        while not cancel.is_set():
            try:
                target = self._waiting.popleft()
            except IndexError:
                return
            try:
                self._run_one(target, cancel)
            except Canceled:
                return
            except processes.NotStarted as error:  # nor can it be for the others
                self._not_started = error
                cancel.set()
            except SsoTuiError as error:
                self._output.say(target, error.in_one_line)
                self.outcomes[target] = Outcome(error.exit_code, error.message)

    def _run_one(self, target: Target, cancel: threading.Event) -> None:
        with self._environment(target, cancel) as env:
            with self._changed:
                if cancel.is_set():
                    return
                command = CapturedCommand(self._command, env)
                self._running.add(command)
            try:
                for line in command.lines():
                    self._output.write(target, line.text, is_error=line.is_error)
                code = command.wait()
                self.outcomes[target] = Outcome(code, f"exit status {code}" if code else "")
            finally:
                with self._changed:
                    self._running.discard(command)
                    self._changed.notify_all()
