"""A region that a switch sets goes with the next switch, and what was there before comes back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ssotui.core.shell.region_variables import region_change, region_of_switch, without_region_of_switch
from ssotui.core.shell.variables import REGION

OWN = [
    {},
    {"AWS_REGION": "eu-north-1"},
    {"AWS_DEFAULT_REGION": "eu-north-1"},
    {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"},
    {"AWS_REGION": "a,b%2C'; touch pwned;'"},
]


def switched(env: Mapping[str, str], region: str = "") -> dict[str, str]:
    change = region_change(env, region)
    return {name: value for name, value in env.items() if name not in change.unset} | dict(change.variables)


@pytest.mark.parametrize("own", OWN)
def test_what_was_there_before_comes_back(own: Mapping[str, str]) -> None:
    assert switched(switched(own, "eu-west-1")) == own


@pytest.mark.parametrize("own", OWN)
def test_it_comes_back_also_after_a_second_region(own: Mapping[str, str]) -> None:
    second = switched(switched(own, "eu-west-1"), "us-west-2")
    assert [second[name] for name in REGION] == ["us-west-2", "us-west-2"]
    assert switched(second) == own
    assert without_region_of_switch(second) == own


@pytest.mark.parametrize("name", REGION)
@pytest.mark.parametrize("value", ["ap-east-1", None])
def test_a_region_that_the_user_changed_since_stays(name: str, value: str | None) -> None:
    env = {key: one for key, one in switched({"AWS_REGION": "eu-north-1"}, "eu-west-1").items() if key != name}
    env |= {name: value} if value else {}
    assert region_of_switch(env) == ""
    left = switched(env)
    assert left == {key: one for key, one in env.items() if key in REGION}


def test_without_a_region_of_ours_a_switch_changes_none() -> None:
    assert region_change({"AWS_REGION": "eu-north-1"}, "") == ((), ())


def test_the_region_in_force_is_known() -> None:
    assert region_of_switch(switched({"AWS_REGION": "eu-north-1"}, "eu-west-1")) == "eu-west-1"


@pytest.mark.parametrize("record", ["", ",", ",,", "eu-west-1", "eu-west-1,a", "eu-west-1,a,b,c", "us-east-1,a,b"])
def test_a_damaged_record_puts_nothing_back(record: str) -> None:
    env = {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1", "SSOTUI_REGION": record}
    assert switched(env) == dict.fromkeys(REGION, "eu-west-1")


def test_what_no_variable_takes_safely_is_not_put_back() -> None:
    assert switched(switched({"AWS_REGION": "a\nb"}, "eu-west-1")) == {}
