"""What becomes of each wanted profile."""

from __future__ import annotations

import pytest

from ssotui.core.configuration import NewProfile
from ssotui.core.model import Profile, RoleRef
from ssotui.core.profiles.plans import Plan, plan

REF = RoleRef("acme", "111111111111", "Admin")
WANTED = NewProfile("x", REF, "eu-west-1", "json")
OURS = Profile("x", "sso", *REF, region="r", managed=True, output="text")


def test_what_is_not_there_is_created() -> None:
    assert plan([], [WANTED]) == Plan(create=(WANTED,))


@pytest.mark.parametrize("have", [OURS, OURS._replace(managed=False), OURS._replace(managed=False, region="")])
def test_what_stands_for_the_role_already_is_left(have: Profile) -> None:
    assert plan([have], [WANTED]) == Plan(same=(WANTED,))


@pytest.mark.parametrize("have", [OURS._replace(region=""), OURS._replace(output="")])
def test_ours_that_lacks_a_key_is_completed(have: Profile) -> None:
    assert plan([have], [WANTED]) == Plan(update=(WANTED,))


def test_ours_that_the_user_broke_is_mended() -> None:
    assert plan([OURS._replace(role="")], [WANTED]) == Plan(update=(WANTED,))


@pytest.mark.parametrize(
    "have",
    [
        OURS._replace(role="Other"),
        OURS._replace(managed=False, role=""),
        OURS._replace(kind="assume-role", role=""),
        Profile("x", "static"),
    ],
)
def test_what_is_anothers_is_never_overwritten(have: Profile) -> None:
    assert plan([have], [WANTED]) == Plan(clash=(WANTED,))


def test_two_new_ones_of_one_name_are_both_refused() -> None:
    other = WANTED._replace(ref=REF._replace(role="Read"))
    assert plan([], [WANTED, other]) == plan([], [other, WANTED]) == Plan(clash=(WANTED, other))


def test_of_what_is_gone_only_ours_is_removed_unless_it_is_wanted_again() -> None:
    foreign, wanted = OURS._replace(name="y", managed=False), OURS._replace(name="z")
    made = plan([OURS, foreign, wanted], [WANTED._replace(name="z")], [OURS, foreign, wanted])
    assert (made.prune, made.changes) == ((OURS,), 1)
