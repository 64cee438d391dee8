"""The made-up world is the same for the same seed, as large as asked for, and as nasty."""

from __future__ import annotations

import re

import pytest

from ssotui.demo import hostile_names
from ssotui.demo.world import World, make_world


def names_of(world: World) -> list[str | None]:
    return [account.name for instance in world.instances for account in instance.accounts]


def test_the_same_seed_makes_the_same_world() -> None:
    assert make_world(seed=7) == make_world(seed=7)


def test_another_seed_makes_another_world() -> None:
    assert make_world(seed=7) != make_world(seed=8)


@pytest.mark.parametrize("hostile", [False, True])
@pytest.mark.parametrize(("sessions", "accounts", "roles"), [(2, 2000, 5), (3, 7, 0), (1, 1, 30), (5, 3, 1), (2, 0, 4)])
def test_sizes_are_exact(sessions: int, accounts: int, roles: int, hostile: bool) -> None:
    world = make_world(sessions=sessions, accounts=accounts, roles=roles, hostile=hostile)
    assert (len(world.instances), world.account_count, world.role_count) == (sessions, accounts, accounts * roles)


def test_unasked_it_has_two_signed_in_organizations_of_about_150_accounts_with_2_to_8_roles() -> None:
    world = make_world()
    assert [instance.signed_in for instance in world.instances] == [True, True]
    assert world.account_count == 150
    assert {len(account.roles) for instance in world.instances for account in instance.accounts} == set(range(2, 9))


def test_a_third_organization_is_signed_out() -> None:
    assert [instance.signed_in for instance in make_world(sessions=4).instances] == [True, True, False, False]


def test_account_ids_have_twelve_digits_are_unique_and_some_begin_with_zero() -> None:
    ids = [account.id for instance in make_world(sessions=3).instances for account in instance.accounts]
    assert all(re.fullmatch(r"\d{12}", number) for number in ids)
    assert len(set(ids)) == len(ids)
    assert any(number.startswith("0") for number in ids)


def test_ordinary_names_are_unique_within_an_organization() -> None:
    for instance in make_world(accounts=1000).instances:
        assert len({account.name for account in instance.accounts}) == len(instance.accounts)


def test_a_hostile_world_has_every_nasty_name() -> None:
    assert set(hostile_names.NAMES) <= set(names_of(make_world(hostile=True)))


def test_a_hostile_world_has_accounts_without_name_without_roles_and_with_120() -> None:
    first = make_world(hostile=True).instances[0]
    assert None in names_of(make_world(hostile=True))
    assert {0, 120} <= {len(account.roles) for account in first.accounts}


@pytest.mark.parametrize(
    "sample",
    [" ", "'", '"', "`", "$(", "\\", ";", "&", "|", "#", "%", "!", "[", "]", "[/]", "[@click=", "\n", "\t", "\x00",
     "\x1b[", "\x1b]8;", "\x1b]52;", "\x9b", "\u202e", "\u200b", "\u0301", "\U0001f680", "測", "\u0627", "\ud800"],
)  # fmt: skip
def test_no_kind_of_nastiness_is_left_out(sample: str) -> None:
    assert any(sample in name for name in hostile_names.NAMES)


def test_hostile_names_are_repeated_differ_by_case_only_are_empty_and_are_long() -> None:
    names = list(hostile_names.NAMES)
    assert names.count("duplicate") == 3
    assert {"payments-prod", "Payments-Prod", "PAYMENTS-PROD", ""} <= set(names)
    assert max(map(len, names)) == 10_000
