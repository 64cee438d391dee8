"""The profile of a shell is the one that the AWS CLI takes in it."""

from __future__ import annotations

import pytest

from ssotui.core.shell.current_profile import shell_profile


@pytest.mark.parametrize(
    ("env", "profile"),
    [
        ({"AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"}, "a"),
        ({"AWS_DEFAULT_PROFILE": "b"}, "b"),
        ({"AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "b"}, "b"),
        ({"AWS_PROFILE": "missing"}, "missing"),
        ({}, "default"),
    ],
)
def test_variables_name_it_before_the_default_profile_does(env: dict[str, str], profile: str) -> None:
    assert shell_profile(env, {"a", "b", "default"}.__contains__) == profile


def test_without_variables_and_a_default_profile_there_is_none() -> None:
    assert shell_profile({}, {"a"}.__contains__) == ""
