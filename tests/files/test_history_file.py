"""Favourites and uses are remembered, and a broken memory is an empty one."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ssotui.core.usage import History, Use
from ssotui.files.history import HistoryFile


@pytest.fixture
def history(tmp_path: Path) -> HistoryFile:
    return HistoryFile(tmp_path / "state")


def test_nothing_is_remembered_at_first(history: HistoryFile) -> None:
    assert history.load() == History((), {})


def test_uses_are_counted_with_the_last_time(history: HistoryFile, now: datetime) -> None:
    history.record_use("acme/1/Admin", now)
    history.record_use("acme/1/Admin", now + timedelta(hours=1))
    history.record_use("profile:x", now)
    assert history.load().uses == {"acme/1/Admin": Use(2, now + timedelta(hours=1)), "profile:x": Use(1, now)}


def test_favourites_keep_the_order_in_which_they_were_pinned(history: HistoryFile) -> None:
    for key in ("c", "a", "b", "a"):
        history.set_favourites([key], favourite=True)
    assert history.load().favourites == ("c", "a", "b")


def test_an_unpinned_favourite_is_gone(history: HistoryFile) -> None:
    history.set_favourites(["a"], favourite=True)
    history.set_favourites(["b"], favourite=True)
    assert history.set_favourites(["a"], favourite=False).favourites == ("b",)
    assert history.load().favourites == ("b",)


def test_the_thousand_most_recent_are_remembered(history: HistoryFile, now: datetime, tmp_path: Path) -> None:
    history.record_use("first", now)
    path = tmp_path / "state" / "history.json"
    document = json.loads(path.read_text())
    document["uses"] |= {f"r{number}": [1, int(now.timestamp()) + number] for number in range(1, 1000)}
    path.write_text(json.dumps(document))
    history.record_use("newest", now + timedelta(days=1))
    uses = history.load().uses
    assert (len(uses), "first" in uses, "r1" in uses, "newest" in uses) == (1000, False, True, True)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "\ufeff{}", '{"version": 2, "favourites": [], "uses": {}}',
     '{"version": 1, "favourites": [1], "uses": {}}', '{"version": 1, "favourites": [], "uses": {"a": 1}}',
     '{"version": 1, "favourites": [], "uses": {"a": ["x", 1]}}',
     '{"version": 1, "favourites": [], "uses": {"a": [0, 1]}}',
     '{"version": 1, "favourites": [], "uses": {"a": [1, 1e30]}}', "[" * 100_000],
)  # fmt: skip
def test_a_corrupt_memory_is_empty_and_can_be_used_again(
    content: str, history: HistoryFile, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "history.json").write_text(content)
    assert history.load() == History((), {})
    history.record_use("a", now)
    assert history.load().uses == {"a": Use(1, now)}


def test_uses_at_the_same_moment_are_all_counted(history: HistoryFile, now: datetime) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: history.record_use("a", now), range(24)))
    assert history.load().uses == {"a": Use(24, now)}


def test_a_lesson_is_first_once(history: HistoryFile, tmp_path: Path) -> None:
    assert history.is_first("switch")
    assert not history.is_first("switch")
    assert not HistoryFile(tmp_path / "state").is_first("switch")
    assert history.is_first("sign-in")


def test_where_it_can_not_be_remembered_nothing_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not HistoryFile(tmp_path / "file" / "state").is_first("switch")
