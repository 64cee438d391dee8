"""Questions that are answered on the message line, and jobs whose outcomes come back to the screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

from textual import events, on
from textual.message import Message

from ssotui import worker_pool
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.tree.rows import Row
from ssotui.errors import Cancelled, SsoTuiError
from ssotui.tui.picker.board import Board
from ssotui.tui.widgets.access_tree import AccessTree

T = TypeVar("T")

_TYPE_AHEAD = 0.3  # seconds after a question is painted in which keys were meant for something else


@dataclass
class JobDone(Message):
    """A job's outcome, and what the screen does with it."""

    then: Callable[[], None]


@dataclass
class JobFailed(Message):
    """Why a job has no outcome; ``again`` does it once more, ``unasked`` jobs have none."""

    error: SsoTuiError
    again: Callable[[], None] | None = None


@dataclass
class Crashed(Message):
    """A bug in a job: it ends the program as one in the screen would."""

    error: BaseException


class Question(NamedTuple):
    """What is asked, the character (or "enter") that says yes, and what follows then; any other key says no."""

    words: str
    key: str
    then: Callable[[], None]


class Asking(Board):
    """A board that asks before it acts, and acts in jobs."""

    _question: Question | None = None
    _asked_of: Row | None = None
    _painted_at = 0.0
    _pool: worker_pool.WorkerPool | None = None

    # Questions

    def ask_first(self, question: Question) -> None:
        """Ask; the answer counts only once the question can have been read."""
        self._question, self._painted_at, self._asked_of = question, float("inf"), self.access.row
        self.message_line.question = question.words
        self.call_after_refresh(self._question_is_painted)

    def drop_question(self) -> bool:
        """Take the open question for denied; False if there is none."""
        had = self._question is not None
        self._question, self.message_line.question = None, ""
        return had

    @property
    def has_question(self) -> bool:
        return self._question is not None

    def answered(self, key: str) -> bool:
        """Whether the key belongs to an open question; if it says yes, what was asked is done."""
        question = self._question
        if question is None:
            return False
        is_early = time.monotonic() - self._painted_at < _TYPE_AHEAD
        if key == question.key and (question.key == "enter" or not is_early):
            self.drop_question()
            question.then()
        elif not is_early:
            self.drop_question()
        return True

    def on_key(self, event: events.Key) -> None:
        if self._question and event.character and event.is_printable:
            event.prevent_default().stop()  # Textual calls the handlers of all base classes: it is no typing
            self.answered(event.character)

    def asked(self) -> None:
        self.drop_question()

    def moved(self) -> None:
        super().moved()
        self.drop_question()

    @on(AccessTree.Moved)
    def _asked_of_another_row(self, message: AccessTree.Moved) -> None:
        """The mouse moves as well."""
        if message.row is None or self._asked_of is None or message.row.key != self._asked_of.key:
            self.drop_question()

    def _question_is_painted(self) -> None:
        self._painted_at = time.monotonic()

    # Jobs

    def signs_in(self, error: SsoTuiError, then: Callable[[], None]) -> bool:  # noqa: ARG002  a screen without sign-ins
        """Whether a sign-in helps against ``error``, and is under way; ``then`` follows."""
        return False

    def run_job(
        self,
        action: Callable[[CancelToken], T],
        then: Callable[[T], None],
        *,
        unasked: bool = False,
        is_second: bool = False,
    ) -> None:
        """Carry ``action`` out in a thread, then ``then(outcome)`` here; an SsoTuiError is told instead.

        The next job that the user wants, or leaving, cancels it; an ``unasked`` one neither cancels nor is cancelled.
        One that fails for want of a sign-in may be done once more, as the second try, when there is one.
        """
        again = None if unasked or is_second else partial(self.run_job, action, then, is_second=True)

        def work(cancel: worker_pool.CancelToken) -> None:
            try:
                message: Message = JobDone(partial(then, action(cancel)))
            except SsoTuiError as error:
                message = JobFailed(error, again)
            except Cancelled:
                return
            if not cancel.is_set():
                self.post_message(message)

        if unasked:
            worker_pool.WorkerPool(work, crashed=self.job_crashed)
            return
        self.cancel_job()
        self._pool = worker_pool.WorkerPool(work, crashed=self.job_crashed)

    def cancel_job(self) -> None:
        """Nobody waits for the outcome any more."""
        if self._pool:
            self._pool.cancel.set()

    def job_crashed(self, error: BaseException) -> None:
        """For threads: a bug is the screen's to raise."""
        self.post_message(Crashed(error))

    @on(Crashed)
    def _raise(self, message: Crashed) -> None:
        raise message.error

    @on(JobDone)
    def _go_on(self, message: JobDone) -> None:
        message.then()

    @on(JobFailed)
    def _tell_failure(self, message: JobFailed) -> None:
        if not (message.again and self.signs_in(message.error, message.again)):
            self.tell(message.error.in_one_line, is_error=True)
