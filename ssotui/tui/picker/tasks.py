"""Runs actions in threads, and posts their outcomes to the screen as messages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from textual.message import Message

from ssotui import worker_pool
from ssotui.core.ports.cancellation import CancelToken
from ssotui.errors import Canceled, SsoTuiError

T = TypeVar("T")


@dataclass
class TaskFinished(Message):
    """A task's outcome, and the function for the screen to call with it."""

    then: Callable[[], None]


@dataclass
class TaskFailed(Message):
    """The error of a task. ``again`` runs it once more; None for ``unasked`` tasks."""

    error: SsoTuiError
    again: Callable[[], None] | None = None


@dataclass
class TaskCrashed(Message):
    """An unexpected exception in a task. It ends the program, as one in the screen does."""

    error: BaseException


class Tasks:
    """At most one task started by the user, and any number of background tasks."""

    def __init__(self, post: Callable[[Message], object]) -> None:
        """``post`` posts a message to the screen. It is called in threads."""
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
        """Run ``action`` in a thread. Then the screen calls ``then(outcome)``, or shows the SsoTuiError.

        The next task of the user cancels it, and so does leaving. An ``unasked`` (background) task doesn't cancel
        others and isn't canceled. A task that failed with SignInNeeded may be run again (``is_second``).
        """
        again = None if unasked or is_second else partial(self.run, action, then, is_second=True)

        def work(cancel: threading.Event) -> None:
            try:
                message: Message = TaskFinished(partial(then, action(cancel)))
            except SsoTuiError as error:
                message = TaskFailed(error, again)
            except Canceled:
                return
            if not cancel.is_set():
                self._post(message)

        if unasked:
            worker_pool.WorkerPool(work, crashed=self.crashed)
            return
        self.cancel()
        self._pool = worker_pool.WorkerPool(work, crashed=self.crashed)

    def cancel(self) -> None:
        """Cancel the user's task."""
        if self._pool:
            self._pool.cancel.set()

    def crashed(self, error: BaseException) -> None:
        """Post an unexpected exception, which the screen raises. For threads."""
        self._post(TaskCrashed(error))
