"""A region that no partition has is refused with those that look alike; a newer one isn't."""

from __future__ import annotations

import botocore.loaders
import pytest

from ssotui.region_names import KNOWN, cities_of, may_exist, near


def test_every_region_of_botocore_may_exist_even_if_it_is_newer_than_the_list() -> None:
    partitions = botocore.loaders.Loader().load_data("partitions")["partitions"]
    assert [region for one in partitions for region in one["regions"] if not may_exist(region)] == []


@pytest.mark.parametrize("region", [one for one in KNOWN if one.partition("-")[0] in {"ap", "ca", "eu", "me", "sa"}])
def test_a_region_is_shown_with_a_place_that_people_know_it_by(region: str) -> None:
    assert cities_of(region) or region.startswith("eu-iso")


@pytest.mark.parametrize("region", ["eu-west-9", "us-gov-north-2", "ap-northwest-1"])
def test_a_region_that_is_newer_than_the_list_may_exist(region: str) -> None:
    assert may_exist(region)


@pytest.mark.parametrize(
    ("text", "meant"), [("London", "eu-west-2"), ("eu-wset-1", "eu-west-1"), ("EU-WEST-1", "eu-west-1")]
)
def test_another_word_is_refused_with_the_region_that_was_meant(text: str, meant: str) -> None:
    assert not may_exist(text)
    assert meant in near(text)


@pytest.mark.parametrize("text", ["EU-WEST-1", " eu-west-1 ", "eu west 1", "EU_West_1", "euwest1"])
def test_only_the_region_is_named_if_case_or_signs_differ(text: str) -> None:
    assert near(text) == ("eu-west-1",)


def test_nothing_is_near_to_nonsense() -> None:
    assert near("xyzzy") == ()
