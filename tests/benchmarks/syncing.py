"""``profile sync`` of many profiles, against botocore reading the file that comes of it (see profile_sync.py)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks import profile_sync
from tests.benchmarks.measures import SIZES, Row


def rows() -> Iterator[Row]:
    grown = {}
    for size in (*SIZES, 10_000):
        taken = [profile_sync.measured(before, make) for _, before, make in profile_sync.syncs(size)]
        grown[size] = max(ours / botocores for ours, botocores in taken)
    ten_thousand = grown.pop(10_000)
    floor = "the worst of five kinds of sync; our reader twice (before, and the proof after), the diff's text, fsync"
    yield Row("`profile sync` of 10,000 profiles", 15, ten_thousand, "× one botocore parse", floor, grown)
