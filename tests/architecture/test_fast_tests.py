"""``-m fast`` runs some tests of each folder."""

from __future__ import annotations

from tests import fast

NAMES = [path.relative_to(fast.TESTS).as_posix() for path in fast.TESTS.rglob("test_*.py")]


def test_every_path_is_that_of_a_test() -> None:
    assert [start for start in fast.FAST if not any(name.startswith(start) for name in NAMES)] == []


def test_every_folder_has_some() -> None:
    folders = {name.partition("/")[0] for name in NAMES if "/" in name}
    assert folders - {start.partition("/")[0] for start in fast.FAST} == {"faults"}  # where nothing is quick
