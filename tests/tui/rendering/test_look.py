"""A kept look that was damaged counts as absent, and nothing but text and colors in it gets to the terminal."""

from __future__ import annotations

from typing import Any

import pytest

from ssotui.tui.rendering.look import Look, look_of

SIZE = (80, 40)
LOOK = Look(
    {"access": (1, 3, 73, 34)},
    {"access": {"": "\x1b[1;38;2;1;2;3m\x1b[4m"}},
    [[(0, "│", "\x1b[m")], *[[]] * 39],
    "drawn",
)
_DAMAGES: tuple[dict[str, Any], ...] = (
    {"regions": None},
    {"regions": {"access": "abcd"}},
    {"regions": {"access": (1, 3, 73)}},
    {"regions": {"access": (0, 0, 1.5, 2.5)}},
    {"regions": {"access": (0, 0, -1, 2)}},
    {"regions": {"access": (1, 3, 80, 34)}},
    {"regions": {"access": (1, 3, 10**13, 34)}},
    {"regions": {"access": (1, 3, 73, 10**9)}},
    {"regions": {"access": (10**400, 3, 73, 34)}},
    {"styles": {"access": {"": "\x1b[m" * 100}}},
    {"frame": [[]] * 41},
    {"frame": [[(10**9, "│", "")], *[[]] * 39]},
    {"frame": [[(-1, "│", "")], *[[]] * 39]},
    {"frame": [[(0, "│" * 81, "")], *[[]] * 39]},
    {"styles": {"access": []}},
    {"styles": {"access": {"": 5}}},
    {"frame": 7},
    {"frame": [[("x", "y")], *[[]] * 39]},
    {"frame": [[("0", "│", "")], *[[]] * 39]},
    {"frame": [[(0, 2, "")], *[[]] * 39]},
    {"frame": [[(0, "│", 3)], *[[]] * 39]},
)
_SEQUENCES = (
    "\x1b]0;title\x07",
    "\x1b]52;c;cm0=\x07",
    "\x1b[?1000h",
    "\x1b[5n",
    "\x1b[2J",
    "\x1b[m\n",
    "\x9b5n",
    "text",
)


def test_a_look_is_read_as_it_was_kept() -> None:
    assert look_of(list(LOOK), SIZE) == LOOK


@pytest.mark.parametrize("damage", _DAMAGES, ids=str)
def test_a_damaged_look_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError)):
        look_of(list(LOOK._replace(**damage)), SIZE)


@pytest.mark.parametrize("values", [[], None, 5, [None] * 4, [*LOOK, 1]], ids=str)
def test_a_look_with_other_parts_is_refused(values: object) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError)):
        look_of(values, SIZE)


@pytest.mark.parametrize("sequence", _SEQUENCES)
def test_a_style_that_is_more_than_colors_is_refused(sequence: str) -> None:
    with pytest.raises(ValueError, match="colors"):
        look_of(list(LOOK._replace(styles={"access": {"": sequence}})), SIZE)
    with pytest.raises(ValueError, match="colors"):
        look_of(list(LOOK._replace(frame=[[(0, "│", sequence)], *LOOK.frame[1:]])), SIZE)
