"""Values that are wider than the details: where they are broken."""

from __future__ import annotations

import pytest

from ssotui.tui.rendering.details_fields import DetailsContent, Field
from ssotui.tui.rendering.details_lines import fitted_lines, folded_lines


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("https://d-0000000001.awsapps.com/start", ["https://d-0000000001.", "awsapps.com/start"]),
        ("arn:aws:iam::503636386468:role/x", ["arn:aws:iam::", "503636386468:role/x"]),
        ("aws+billing-production@acme.example", ["aws+billing-production", "@acme.example"]),
        ("one two three four five six", ["one two three four", "five six"]),
        ("AWSReservedSSO_AdministratorAccess_0123", ["AWSReservedSSO_", "AdministratorAccess_", "0123"]),
        ("InfrastructureAdministrator", ["Infrastructure", "Administrator"]),
        ("0123456789abcdef0123456789", ["0123456789abcdef012345", "6789"]),
    ],
)
def test_a_long_value_is_broken_behind_a_separator(value: str, lines: list[str]) -> None:
    assert list(folded_lines(value, 22)) == lines


def text_of(fields: tuple[Field, ...], width: int, enter: str = "") -> list[str]:
    content = DetailsContent(Field("Role", "Admin"), fields, enter)
    return [line.text.rstrip() for line in fitted_lines(content, width, 40)[2:]]


def test_values_stand_below_names_that_leave_no_room_for_them() -> None:
    fields = (Field("ViewOnlyAccess in billing-prod", "billing-prod, used 13m ago"), Field("Read in a", "used 2h ago"))
    below = [fields[0].name, f"  {fields[0].value}", fields[1].name, f"  {fields[1].value}"]
    assert text_of(fields, 37) == below
    assert text_of(fields, 60) == [f"{fields[0].name}  {fields[0].value}", f"{fields[1].name:30}  {fields[1].value}"]
    for width in range(14, 60):
        lines = text_of(fields, width)
        assert max(map(len, lines)) <= width
        assert "".join("".join(lines).split()) == "".join("".join(below).split()) or width >= 48, "no letter is lost"


def test_an_arn_has_the_whole_width_below_what_enter_does() -> None:
    arn = Field("ARN pattern", "arn:aws:iam::503636386468:role/Deep")
    assert text_of((Field("Region", "eu-west-1"), arn), 39, "Enter sets") == [
        "Region  eu-west-1", "", "Enter sets", "", "ARN pattern", f"  {arn.value}",
    ]  # fmt: skip
