"""Favorites and uses are remembered, and a broken memory is an empty one."""

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


def test_services_of_the_console_are_counted_apart_from_roles(history: HistoryFile, now: datetime) -> None:
    history.record_service("s3", now)
    history.record_use("acme/1/Admin", now)
    history.record_service("s3", now + timedelta(hours=1))
    assert history.load().services == {"s3": Use(2, now + timedelta(hours=1))}
    assert list(history.load().uses) == ["acme/1/Admin"]


def test_a_region_is_kept_for_each_role_until_another_or_its_own_is_chosen(history: HistoryFile, now: datetime) -> None:
    history.set_region("acme/1/Admin", "eu-west-1", now)
    history.set_region("profile:x", "us-east-1", now)
    history.record_use("acme/1/Admin", now)
    assert history.set_region("acme/1/Admin", "us-east-1", now).regions["acme/1/Admin"] == "us-east-1"
    history.set_region("acme/1/Admin", "", now)
    assert history.load().regions == {"profile:x": "us-east-1"}
    assert history.load().region_uses == {"eu-west-1": Use(1, now), "us-east-1": Use(2, now)}


def test_the_thousand_regions_chosen_last_are_kept(history: HistoryFile, now: datetime, tmp_path: Path) -> None:
    history.set_region("first", "eu-west-1", now)
    path = tmp_path / "state" / "history.json"
    document = json.loads(path.read_text())
    document["regions"] |= {f"r{number}": "eu-west-2" for number in range(1, 1000)}
    path.write_text(json.dumps(document))
    history.set_region("newest", "eu-west-3", now)
    regions = history.load().regions
    assert (len(regions), "first" in regions, "r1" in regions, regions["newest"]) == (1000, False, True, "eu-west-3")


@pytest.mark.parametrize("regions", ['{"a": 1, "b": "eu-west-1", "c": "x\\ny"}', '{"b": "eu-west-1"}', "[]", "null"])
def test_what_is_no_region_is_left_out(regions: str, history: HistoryFile, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    kept = f'{{"version": 1, "favourites": ["f"], "uses": {{}}, "regions": {regions}, "region_uses": {{}}}}'
    (tmp_path / "state" / "history.json").write_text(kept)
    assert history.record_use("a", now).favorites == ("f",)
    assert history.load().regions == ({"b": "eu-west-1"} if "b" in regions else {})


def test_favorites_keep_the_order_in_which_they_were_pinned(history: HistoryFile) -> None:
    for key in ("c", "a", "b", "a"):
        history.set_favorites([key], favorite=True)
    assert history.load().favorites == ("c", "a", "b")


def test_an_unpinned_favorite_is_gone(history: HistoryFile) -> None:
    history.set_favorites(["a"], favorite=True)
    history.set_favorites(["b"], favorite=True)
    assert history.set_favorites(["a"], favorite=False).favorites == ("b",)
    assert history.load().favorites == ("b",)


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


def test_what_is_known_of_profiles_goes_along_when_they_swap_their_names(history: HistoryFile, now: datetime) -> None:
    history.set_favorites(["profile:a", "acme/1/a"], favorite=True)
    history.record_use("profile:b", now)
    history.set_region("profile:a", "eu-west-1", now)
    history.rename(profiles={"a": "b", "b": "a"}, sessions={})
    uses, regions = {"profile:a": Use(1, now)}, {"profile:b": "eu-west-1"}
    found = history.load()
    assert (found.favorites, found.uses, found.regions) == (("profile:b", "acme/1/a"), uses, regions)


def test_a_region_alone_goes_along_with_its_profile(history: HistoryFile, now: datetime) -> None:
    history.set_region("profile:old", "eu-west-1", now)
    history.rename(profiles={"old": "new"}, sessions={})
    assert history.load().regions == {"profile:new": "eu-west-1"}


def test_a_new_name_has_nothing_of_what_was_called_so_before(history: HistoryFile, now: datetime) -> None:
    history.record_use("profile:old", now)
    history.record_use("profile:new", now + timedelta(hours=1))
    history.rename(profiles={"old": "new"}, sessions={})
    assert history.load().uses == {"profile:new": Use(1, now)}


def test_what_is_known_of_roles_goes_along_with_their_session(history: HistoryFile, now: datetime) -> None:
    history.set_favorites(["a/b/1/R", "b/1/R"], favorite=True)
    history.record_use("a/b/1/R", now)
    history.set_region("a/b/1/R", "eu-west-1", now)
    history.rename(profiles={}, sessions={"a/b": "new", "1": "x"})
    found = history.load()
    assert (found.favorites, found.uses) == (("new/1/R", "b/1/R"), {"new/1/R": Use(1, now)})
    assert found.regions == {"new/1/R": "eu-west-1"}


def test_a_session_that_another_joins_keeps_what_it_has(history: HistoryFile, now: datetime) -> None:
    history.set_favorites(["joined/1/R", "old/1/R"], favorite=True)
    history.set_region("joined/1/R", "eu-west-1", now)
    history.set_region("old/1/R", "us-east-1", now)
    history.set_region("old/2/R", "us-east-2", now)
    history.rename(profiles={}, sessions={"old": "joined"})
    found = history.load()
    assert found.favorites == ("joined/1/R",)
    assert found.regions == {"joined/1/R": "eu-west-1", "joined/2/R": "us-east-2"}


def test_the_width_of_the_tree_is_kept(history: HistoryFile) -> None:
    history.set_tree_share(0.41666)
    history.set_favorites(["acme/111122223333/Admin"], True)
    assert history.load().tree_share == 0.417


@pytest.mark.parametrize("damaged", ["wide", 0, -1, 7, None, []])
def test_a_width_that_is_none_counts_as_the_usual_one(history: HistoryFile, tmp_path: Path, damaged: object) -> None:
    history.set_favorites(["acme/111122223333/Admin"], True)
    path = tmp_path / "state" / "history.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "tree_share": damaged}))
    assert history.load() == History(("acme/111122223333/Admin",), {}), "nothing else is lost"
