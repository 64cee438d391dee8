"""What a name template lacks to tell roles apart."""

from __future__ import annotations

import pytest

from ssotui.core.model import Account, RoleRef
from ssotui.core.profiles.name_collisions import warning
from tests.core.profiles.test_naming import RoleToName, wanted


def role(number: int, name: str, role: str, session: str = "acme") -> RoleToName:
    return wanted(session, f"{number:012d}", name, role)


SEVERAL = (role(1, "Backup Vault", "Admin"), role(1, "Backup Vault", "Read"), role(2, "dev", "Admin"))
TWINS = (role(1, "dev", "Admin"), role(2, "dev", "Admin"))
OTHERS = (role(3, "prod", "Admin", "other"), role(4, "dev", "Admin", "other"))


@pytest.mark.parametrize(
    ("template", "roles", "fields"),
    [
        ("{session}-{account_name}", SEVERAL, "{role}"),
        ("{session}", SEVERAL, "{role}"),
        ("x-{session:upper}", TWINS, "{account_id}"),
        ("{role}", (*TWINS, *OTHERS), "{account_id}"),
    ],
)
def test_the_fields_that_would_tell_them_apart_are_named(
    template: str, roles: tuple[RoleToName, ...], fields: str
) -> None:
    assert warning(template, roles, [one.ref for one in roles]) == (
        f'The name template "{template}" gives several roles the same name: add {fields} to tell them apart.'
    )


@pytest.mark.parametrize(
    ("template", "roles", "new"),
    [
        ("{account_name}.{role}", (*SEVERAL, *TWINS), SEVERAL),
        ("{account_name}.{role}", (*TWINS, role(5, "sole", "Admin")), TWINS),
        ("{session}-{account_name}", SEVERAL, [SEVERAL[2]]),
        ("{role}", (role(1, "one", "Admin"), role(2, "two", "Read")), [SEVERAL[0]]),
        ("{account_id}.{role}", (role(1, "x", "A b"), role(1, "x", "A-b")), [role(1, "x", "A b")]),
    ],
)
def test_nothing_is_said_where_names_tell_or_no_field_would(
    template: str, roles: tuple[RoleToName, ...], new: tuple[RoleToName, ...]
) -> None:
    assert warning(template, roles, [one.ref for one in new]) == ""


def test_a_role_that_nobody_lists_is_no_matter() -> None:
    gone = RoleRef("acme", "000000000009", "Gone")
    assert warning("{role}", [RoleToName(gone, Account(gone.account_id, "", ""))], [gone]) == ""
