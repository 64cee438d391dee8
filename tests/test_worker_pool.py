"""What the threads promise: they end when told to, never hold the program up, and lose no bug."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from ssotui.errors import SsoTuiError
from ssotui.worker_pool import WorkerPool


def test_all_of_a_crew_work() -> None:
    together = threading.Barrier(3)
    assert WorkerPool(lambda _: together.wait(10), 3).wait()


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """``only(n)``: the system gives us no more than ``n`` threads from now on."""
    start = threading.Thread.start

    def limit(count: int) -> None:
        left = iter(range(count))

        def started(thread: threading.Thread) -> None:
            if next(left, None) is None:
                raise RuntimeError("can't start new thread")
            start(thread)

        monkeypatch.setattr(threading.Thread, "start", started)

    return limit


def test_fewer_threads_than_wished_for_do_the_work(only: Callable[[int], None]) -> None:
    only(2)
    done: list[int] = []
    assert WorkerPool(lambda _: done.append(1), 16).wait(10)
    assert done == [1, 1]


def test_a_system_that_gives_no_thread_is_told(only: Callable[[int], None]) -> None:
    only(0)
    with pytest.raises(SsoTuiError, match="No thread can be started"):
        WorkerPool(lambda _: None)


def test_a_wait_ends_when_the_work_is_canceled() -> None:
    pool = WorkerPool(lambda cancel: cancel.wait())
    assert not pool.is_finished
    pool.cancel.set()
    assert pool.wait(10)


def test_a_bug_comes_out_where_the_crew_is_waited_for() -> None:
    def work(cancel: threading.Event) -> None:
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError, match="a bug"):
        WorkerPool(work).wait()


def test_the_others_are_canceled_by_a_bug() -> None:
    turns = iter([True, False])

    def work(cancel: threading.Event) -> None:
        if next(turns):
            raise ZeroDivisionError
        cancel.wait()

    pool = WorkerPool(work, 2)
    with pytest.raises(ZeroDivisionError):
        pool.wait()


def test_a_bug_is_told_to_who_listens() -> None:
    heard: list[BaseException] = []

    def work(cancel: threading.Event) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        WorkerPool(work, crashed=heard.append).wait()
    assert [type(bug) for bug in heard] == [ZeroDivisionError]


def test_leaving_does_not_wait_for_work_under_way() -> None:
    code = (
        "import threading; from ssotui.worker_pool import WorkerPool; WorkerPool(lambda _: threading.Event().wait(), 4)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=30).returncode == 0
