"""Names of profiles: safe for every tool, one per role, whatever AWS calls things and in whatever order."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssotui.core.model import Account, RoleRef
from ssotui.core.profiles.naming import SAFE_NAME, names_for, profile_name, template_fault

DEFAULT = "{account_name}.{role}"
PROD = Account("012345678901", "Payments Prod", "aws+prod@example.com")


class RoleToName(NamedTuple):
    ref: RoleRef
    account: Account


def wanted(session: str, account_id: str, name: str, role: str) -> RoleToName:
    return RoleToName(RoleRef(session, account_id, role), Account(account_id, name, ""))


def name(template: str, account: Account = PROD, role: str = "AdministratorAccess") -> str:
    return profile_name(template, "acme", account, role, "eu-west-1")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (DEFAULT, "Payments-Prod.AdministratorAccess"),
        ("{account_name:lower}.{role:upper}", "payments-prod.ADMINISTRATORACCESS"),
        ("{session}/{account_id}/{role}", "acme/012345678901/AdministratorAccess"),
        ("{account_email}", "aws+prod@example.com"),
        ("aws-{role:slug}@{region}", "aws-AdministratorAccess@eu-west-1"),
        ("{account_name:raw}", "Payments-Prod"),
    ],
)
def test_a_template_is_filled_in(template: str, expected: str) -> None:
    assert template_fault(template) is None
    assert name(template) == expected


@pytest.mark.parametrize(
    ("account_name", "slug"),
    [
        ("Café  Zürich", "Cafe-Zurich"),
        ("--[Prod] $(rm -rf ~)--", "Prod-rm-rf"),
        ("a/b:c%d", "a-b-c-d"),
        ("\x1b[31mred\nline", "31mred-line"),
        ("…", "012345678901"),
        ("本番", "012345678901"),
        ("", "012345678901"),
        ("ﬁle ①", "file-1"),
        ("../etc", "etc"),
    ],
)
def test_a_slug_keeps_what_can_be_read(account_name: str, slug: str) -> None:
    assert name("{account_name}", PROD._replace(name=account_name)) == slug


def test_raw_keeps_all_that_is_safe() -> None:
    assert name("{account_name:raw}", PROD._replace(name="a/b  c:d=e%")) == "a/b--c:d-e%"


def test_an_empty_field_leaves_no_dash_or_dot_at_the_ends() -> None:
    assert profile_name("{region}-{role}.{account_email}", "acme", Account("1", "", ""), "Admin") == "Admin"


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{nope}", "names the field {nope}, which doesn't exist"),
        ("{}", "names the field {}"),
        ("{0}", "names the field {0}"),
        ("{role.__class__}", "names the field {role.__class__}"),
        ("{role[0]}", "names the field {role[0]}"),
        ("{role!r}", "uses {role} with a format that doesn't exist"),
        ("{role:shout}", "uses {role} with a format that doesn't exist"),
        ("{role:{session}}", "uses {role} with a format that doesn't exist"),
        ("{role", "has an unmatched brace"),
        ("role}", "has an unmatched brace"),
        ("all", "has no field"),
        ("", "has no field"),
        ("my {role}", 'contains " ", which'),
        ("{{{role}", 'contains "{", which'),
    ],
)
def test_a_template_that_makes_no_sense_is_explained(template: str, fault: str) -> None:
    assert (template_fault(template) or "").startswith(fault)


def test_roles_that_would_share_a_name_all_get_their_account() -> None:
    roles = [
        wanted("acme", "1", "Prod", "Admin"),
        wanted("acme", "2", "Prod", "Admin"),
        wanted("acme", "3", "Dev", "Admin"),
    ]
    assert list(names_for(DEFAULT, roles, ()).values()) == ["Prod.Admin.1", "Prod.Admin.2", "Dev.Admin"]


def test_roles_of_one_account_in_two_sessions_get_their_session_too() -> None:
    roles = [wanted("acme", "1", "Prod", "Admin"), wanted("beta", "1", "Prod", "Admin")]
    assert list(names_for(DEFAULT, roles, ()).values()) == ["Prod.Admin.1.acme", "Prod.Admin.1.beta"]


def test_roles_that_differ_only_by_a_sign_are_told_apart() -> None:
    roles = [wanted("acme", "1", "Prod", "A=B"), wanted("acme", "1", "Prod", "A,B")]
    names = list(names_for(DEFAULT, roles, ()).values())
    assert len(set(names)) == 2
    assert all(re.fullmatch(r"Prod\.A-B\.1\.acme\.[0-9a-f]{8}", one) for one in names)


def test_a_taken_name_is_left_to_its_owner() -> None:
    taken = {"Prod.Admin", "Prod.Admin.1"}
    assert list(names_for(DEFAULT, [wanted("acme", "1", "Prod", "Admin")], taken).values()) == ["Prod.Admin.1.acme"]


@pytest.mark.parametrize("account", ["default", "__proto__"])
def test_no_template_gives_a_name_that_changes_other_tools(account: str) -> None:
    names = names_for("{account_name}", [wanted("acme", "1", account, "Admin")], ())
    assert list(names.values()) == [f"{account}.1"]


TEXTS = st.one_of(st.sampled_from(["Prod", "prod", "Próď", "a b", "a-b", "", "本番"]), st.text(max_size=6))
ROLES = st.lists(
    st.builds(wanted, st.sampled_from(["acme", "b", "b.b", "é"]), st.sampled_from(["1", "2"]), TEXTS, TEXTS), max_size=8
)
TEMPLATES = st.sampled_from(
    [DEFAULT, "{account_name}", "{role:raw}", "{session}", "{account_id}.{role:lower}", "{region}"]
)


@given(roles=ROLES, template=TEMPLATES, taken=st.sets(TEXTS))
@settings(deadline=None)
def test_every_role_gets_a_safe_name_of_its_own(roles: list[RoleToName], template: str, taken: set[str]) -> None:
    names = names_for(template, roles, taken)
    assert names.keys() == {one.ref for one in roles}
    assert all(SAFE_NAME.fullmatch(one) for one in names.values())
    assert len(set(names.values())) == len(names)
    assert not taken & set(names.values())


@given(roles=ROLES, template=TEMPLATES, data=st.data())
@settings(deadline=None)
def test_names_do_not_depend_on_the_order(roles: list[RoleToName], template: str, data: st.DataObject) -> None:
    unique = list({one.ref: one for one in roles}.values())
    shuffled = data.draw(st.permutations(unique))
    assert names_for(template, unique, ()) == names_for(template, shuffled, ())
