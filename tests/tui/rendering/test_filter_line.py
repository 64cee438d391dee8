"""The top line: what stays when not everything fits."""

from __future__ import annotations

import pytest

from ssotui.tui.rendering.filter_line import RightSide, filter_line

RIGHT = RightSide(shell_profile="● billing-prod.SystemAdministrator  active 7h59m", region="eu-west-1")


def text(width: int, right: RightSide = RIGHT, query: str = "") -> str:
    return "".join(piece for piece, _ in filter_line(query, right, width))


@pytest.mark.parametrize(
    ("width", "placeholder"),
    [(120, "type to find an account or role"), (80, "type to find"), (66, "type to find")],
)
def test_the_placeholder_makes_room_for_the_profile_and_its_countdown(width: int, placeholder: str) -> None:
    left, dot, right = text(width).partition("●")
    assert (left.rstrip(), dot) == (f"❯  {placeholder}", "●")
    assert right.startswith(" billing-prod.SystemAdministrator  active 7h59m")


def test_where_there_is_no_room_even_so_it_is_left_out_whole() -> None:
    assert text(60).rstrip() == "❯  type to find an account or role"


def test_it_is_whole_without_a_profile() -> None:
    assert text(40, RightSide()).rstrip() == "❯  type to find an account or role"


def test_a_query_is_never_cut_for_it() -> None:
    assert "❯ prod adm" in text(40, query="prod adm")
