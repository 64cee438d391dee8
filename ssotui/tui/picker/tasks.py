"""Actions in threads: their outcomes come back to the screen as messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from textual.message import Message

from ssotui import worker_pool
from ssotui.core.ports.cancellation import CancelToken
from ssotui.errors import Cancelled, SsoTuiError

T = TypeVar("T")


@dataclass
class TaskFinished(Message):
    """A task's outcome, and what the screen does with it."""

    then: Callable[[], None]


@dataclass
class TaskFailed(Message):
    """Why a task has no outcome; ``again`` does it once more, ``unasked`` tasks have none."""

    error: SsoTuiError
    again: Callable[[], None] | None = None


@dataclass
class TaskCrashed(Message):
    """A bug in a task: it ends the program as one in the screen would."""

    error: BaseException


class Tasks:
    """At most one task that the user wants, and any number of those that nobody asked for."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        """``post`` hands a message to the screen; it is called in threads."""
        self._post = post
        self._pool: worker_pool.WorkerPool | None = None

    def run(
        self,
        action: Callable[[CancelToken], T],
        then: Callable[[T], None],
        *,
        unasked: bool = False,
        is_second: bool = False,
    ) -> None:
        """Carry ``action`` out in a thread, then have the screen call ``then(outcome)``, or show the SsoTuiError.

        The next task that the user wants, or leaving, cancels it; an ``unasked`` one neither cancels nor is cancelled.
        One that fails for want of a sign-in may be done once more, as the second try, when there is one.
        """
        again = None if unasked or is_second else partial(self.run, action, then, is_second=True)

        def work(cancel: worker_pool.CancelToken) -> None:
            try:
                message: Message = TaskFinished(partial(then, action(cancel)))
            except SsoTuiError as error:
                message = TaskFailed(error, again)
            except Cancelled:
                return
            if not cancel.is_set():
                self._post(message)

        if unasked:
            worker_pool.WorkerPool(work, crashed=self.crashed)
            return
        self.cancel()
        self._pool = worker_pool.WorkerPool(work, crashed=self.crashed)

    def cancel(self) -> None:
        """Nobody waits for the outcome any more."""
        if self._pool:
            self._pool.cancel.set()

    def crashed(self, error: BaseException) -> None:
        """For threads: a bug is the screen's to raise."""
        self._post(TaskCrashed(error))
