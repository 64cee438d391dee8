"""Regions are told by the patterns of the partitions that botocore knows."""

from __future__ import annotations

import re

import botocore.loaders
import pytest

from ssotui.regions import is_region, may_be_in_a_host

_PARTITIONS = botocore.loaders.Loader().load_data("partitions")["partitions"]
_REGIONS = sorted({region for partition in _PARTITIONS for region in partition["regions"]})


@pytest.mark.parametrize("region", _REGIONS)
def test_every_region_of_botocore_is_one(region: str) -> None:
    assert is_region(region)


@pytest.mark.parametrize("region", ["eu-west-9", "us-gov-north-2", "eusc-de-west-1"])
def test_a_new_region_fits_the_pattern_of_its_partition(region: str) -> None:
    assert any(re.fullmatch(partition["regionRegex"], region) for partition in _PARTITIONS)
    assert is_region(region)


@pytest.mark.parametrize(
    "text", ["", "London", "EU-WEST-1", "eu-WEST-1", '"eu-west-1"', "eu-west-1a", "eu-west", "eu-west-1 # x", "xx-a-1"]
)
def test_other_words_are_none(text: str) -> None:
    assert not is_region(text)


@pytest.mark.parametrize("region", [*_REGIONS, "xx-new-1"])
def test_every_region_may_stand_in_a_host_also_one_of_a_partition_to_come(region: str) -> None:
    assert may_be_in_a_host(region)


@pytest.mark.parametrize(
    "text", ["", "London", "eu-west-1.evil.example", "eu-west-1/", "eu west-1", "eu-west-1\n", "-1"]
)
def test_nothing_that_leads_to_another_host_may(text: str) -> None:
    assert not may_be_in_a_host(text)
