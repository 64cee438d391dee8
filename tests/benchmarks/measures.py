"""What a benchmark gives, and how times are taken: in turns, so that a busy moment hits both sides of a ratio alike."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

SIZES = (100, 1_000, 5_000, 20_000)
"""Accounts, with ROLES each: every row that depends on them is measured at all of these."""
ROLES = 5

Growth = Mapping[int, float]


class Row(NamedTuple):
    """One line of the table; ``unit`` begins with a times sign for a ratio, ``floor`` says what the rest is made of."""

    what: str
    target: float
    value: float
    unit: str
    floor: str
    growth: Growth = {}

    @property
    def is_met(self) -> bool:
        return self.value <= self.target


class Spent(NamedTuple):
    """What a process took, in seconds."""

    wall: float
    cpu: float


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[max(round(len(values) * 0.95) - 1, 0)]


def in_turns(cases: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of each case, all of them measured once a round."""
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for measure in cases.values():  # files are read, bytecode is written
        measure()
    for _ in range(rounds):
        for name, measure in cases.items():
            taken[name].append(measure())
    return {name: median(values) for name, values in taken.items()}


def ran(command: Sequence[str], env: Mapping[str, str]) -> Spent:
    """A whole process, its output thrown away. Raises RuntimeError if it fails."""
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], list(command), env, file_actions=nowhere)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"{' '.join(command)} failed: {os.waitstatus_to_exitcode(status)}")
    return Spent(wall, used.ru_utime + used.ru_stime)


def processor_seconds(pid: int) -> float:
    """What all threads of a process have used so far, exact to the microsecond (Linux)."""
    folder = f"/proc/{pid}/task"
    total = 0
    for task in os.listdir(folder):  # noqa: PTH208
        with open(f"{folder}/{task}/schedstat", encoding="ascii") as file:  # noqa: PTH123
            total += int(file.read().split()[0])
    return total / 1e9


def resident_megabytes(pid: int) -> float:
    """What a process occupies of the memory (Linux)."""
    with open(f"/proc/{pid}/status", encoding="ascii") as file:  # noqa: PTH123
        line = next(line for line in file if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
