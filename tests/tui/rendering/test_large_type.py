"""The letters of a device code, large enough to be read from a distance."""

from __future__ import annotations

from itertools import combinations

from ssotui.tui.rendering.large_type import large


def test_no_letter_of_a_code_looks_like_another() -> None:
    shapes = {letter: large(letter, 5) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}
    for one, other in combinations(shapes, 2):
        apart = sum(left != right for left, right in zip(shapes[one], shapes[other], strict=True))
        assert apart >= 2, (one, other)
    assert shapes["N"] == "█▄  █\n█▀▄ █\n█  ██\n▀   ▀"


def test_a_code_too_wide_for_one_row_is_broken_at_its_hyphen() -> None:
    assert large("BCDF-GHJK", 53).count("\n") == 3
    first, second = large("BCDF-GHJK", 29).split("\n\n")
    assert (first, second) == (large("BCDF-", 29), large("GHJK", 29))
    assert large("BCDF-GHJK", 28) == large("AB CD", 99) == large("", 99) == ""
