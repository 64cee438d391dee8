"""The picker while it runs: keys that come fast, memory, doing nothing, and leaving it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.benchmarks.homes import PYTHON, SSOTUI, Home, Homes
from tests.benchmarks.measures import ROLES, SIZES, Row, processor_seconds, resident_megabytes
from tests.benchmarks.terminals import painting

_KEYS_A_SECOND = 30
_TYPED = "the quick brown fox jumps over the lazy dog and on " * 2
_IDLE_FOR = 20.0
_MOMENTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0)
_BARE_WITH_BOTO3 = """
import boto3
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("the one label")
Bare().run()
"""


def rows(homes: Homes) -> Iterator[Row]:
    dropped = {size: _dropped(homes.cached(size)) for size in SIZES}
    yield Row(
        f"keys dropped at {_KEYS_A_SECOND} a second, 25,000 roles", 0, dropped[5_000], "keys",
        "the terminal keeps what is typed; this counts what does not reach the filter line", dropped,
    )  # fmt: skip
    yield _memory(homes)
    yield _leaving(homes)
    idle = {size: _idle(homes.cached(size)) * 100 for size in SIZES}
    floor = "Textual's repaint clock, the input thread's ten looks, one look at the countdown"
    yield Row("idle, token countdown running", 0.3, idle[5_000], "% of a core", floor, idle)


def _dropped(home: Home) -> float:
    with painting(SSOTUI, home.env) as program:
        program.until("type to find")
        program.watch(1.0)
        for letter in _TYPED:
            program.press(letter)
            program.watch(1 / _KEYS_A_SECOND)
        for missing in range(len(_TYPED)):
            program.watch(0.3 if missing == 0 else 0.0)
            if program.has_painted(_TYPED[: len(_TYPED) - missing].rstrip()):
                return missing if missing > 1 else 0
    return len(_TYPED)


def _memory(homes: Homes) -> Row:
    with painting((PYTHON, "-c", _BARE_WITH_BOTO3), homes.cached(100).env) as program:
        program.until("the one label")
        program.watch(0.5)
        base = resident_megabytes(program.pid)
    grown = {size: _listed_megabytes(homes, size) / base for size in SIZES}
    floor = (
        f"the bare app with boto3 takes {base:.0f} MB; our modules and botocore's client add 8, 16 threads 3, and the "
        "rest is the catalogue, twice while it is saved"
    )
    return Row("memory after listing 25,000 roles live", 1.4, grown[5_000], "× bare app + boto3", floor, grown)


def _listed_megabytes(homes: Homes, size: int) -> float:
    with serving(make_world(sessions=1, accounts=size, roles=ROLES)) as organization:
        home = homes.empty(f"memory-{size}", organization)
        with painting(SSOTUI, home.env) as program:
            while organization.counts["ListAccountRoles"] < size:
                program.watch(0.5)
            program.watch(2.0)
            return resident_megabytes(program.pid)


def _leaving(homes: Homes) -> Row:
    """Ctrl+C at several moments after the first frame, with every request unanswered; the longest counts."""
    taken = {}
    with serving(make_world(sessions=1, accounts=5_000, roles=ROLES), latency=5.0) as organization:
        for moment in _MOMENTS:
            taken[moment] = _left(homes.empty(f"left-{moment}", organization), moment)
    with serving(make_world(sessions=1, accounts=5_000, roles=ROLES)) as organization:
        taken[3.0] = _left(homes.empty("left-busy", organization), 3.0)
    worst = max(taken, key=taken.__getitem__)
    floor = (
        f"worst {worst} s after the first frame; closing Python with botocore and 16 threads, Textual's own end; "
        "while a module is being imported the key waits for the interpreter"
    )
    return Row("leaving, at any moment, with requests in flight", 0.3, taken[worst], "s", floor)


def _left(home: Home, moment: float) -> float:
    with painting(SSOTUI, home.env) as program:
        program.until("type to find")
        program.watch(moment)
        start = time.perf_counter()
        program.press("\x03")
        program.gone()
        return time.perf_counter() - start


def _idle(home: Home) -> float:
    with painting(SSOTUI, home.env) as program:
        program.until("type to find")
        program.watch(3.0)
        before = processor_seconds(program.pid)
        program.watch(_IDLE_FOR)
        return (processor_seconds(program.pid) - before) / _IDLE_FOR
