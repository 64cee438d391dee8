"""How far a listing is, in words, and how long the rest takes."""

from __future__ import annotations

import pytest

from ssotui.core.listing_progress import Progress, Speed, total

HALF = Progress(accounts=300, listed=60, roles=400, failed=0, knows_all_accounts=True, rate=None, speed=18.4)


def test_a_listing_says_how_far_it_is_how_fast_and_how_long_it_takes() -> None:
    assert (HALF.counted, HALF.pace, HALF.time_left) == ("60 of 300 accounts", "18/s", "13s left")
    assert HALF.share == 0.2


def test_while_accounts_are_still_found_nothing_is_estimated() -> None:
    begun = HALF._replace(knows_all_accounts=False)
    assert (begun.counted, begun.time_left) == ("60 of 300 accounts so far", "")
    assert HALF._replace(accounts=0, listed=0).counted == "loading accounts"


def test_a_limit_by_aws_is_named_in_place_of_the_speed() -> None:
    slowed = HALF._replace(rate=19.7)
    assert (slowed.pace, slowed.time_left) == ("slowed to 20/s by AWS", "13s left")


def test_accounts_that_failed_are_done_too() -> None:
    failed = HALF._replace(failed=240)
    assert (failed.share, failed.time_left) == (1.0, "")


def test_without_a_speed_there_is_neither_rate_nor_time_left() -> None:
    still = HALF._replace(speed=0.0)
    assert (still.pace, still.time_left) == ("", "")


def test_several_listings_add_up_and_are_limited_by_the_slowest() -> None:
    both = total([HALF, HALF._replace(rate=12.0, knows_all_accounts=False)])
    assert (both.accounts, both.listed, both.speed, both.rate) == (600, 120, 36.8, 12.0)
    assert both.counted == "120 of 600 accounts so far"


def test_the_speed_is_that_of_the_last_seconds() -> None:
    speed = Speed()
    assert speed.measure(0.0, 0) == 0
    assert speed.measure(0.5, 400) == 0, "too early to say"
    assert speed.measure(1.0, 400) == 400
    for second in range(2, 12):
        measured = speed.measure(float(second), 400 + 20 * (second - 1))
    assert measured == pytest.approx(20)


def test_a_listing_that_stands_still_has_no_speed() -> None:
    speed = Speed()
    for second in range(10):
        measured = speed.measure(float(second), min(second * 50, 50))
    assert measured == 0
