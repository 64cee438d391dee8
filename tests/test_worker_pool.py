"""What the threads promise: they end when told to, never hold the program up, and lose no bug."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from ssotui.worker_pool import CancelToken, WorkerPool


def test_all_of_a_crew_work() -> None:
    together = threading.Barrier(3)
    assert WorkerPool(lambda _: together.wait(10), 3).wait()


def test_a_wait_ends_when_the_work_is_cancelled() -> None:
    pool = WorkerPool(lambda cancel: cancel.wait())
    assert not pool.is_finished
    pool.cancel.set()
    assert pool.wait(10)


def test_a_bug_comes_out_where_the_crew_is_waited_for() -> None:
    def work(cancel: CancelToken) -> None:
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError, match="a bug"):
        WorkerPool(work).wait()


def test_the_others_are_cancelled_by_a_bug() -> None:
    turns = iter([True, False])

    def work(cancel: CancelToken) -> None:
        if next(turns):
            raise ZeroDivisionError
        cancel.wait()

    pool = WorkerPool(work, 2)
    with pytest.raises(ZeroDivisionError):
        pool.wait()


def test_a_bug_is_told_to_who_listens() -> None:
    heard: list[BaseException] = []

    def work(cancel: CancelToken) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        WorkerPool(work, crashed=heard.append).wait()
    assert [type(bug) for bug in heard] == [ZeroDivisionError]


def test_leaving_does_not_wait_for_work_under_way() -> None:
    code = (
        "import threading; from ssotui.worker_pool import WorkerPool; WorkerPool(lambda _: threading.Event().wait(), 4)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=30).returncode == 0
