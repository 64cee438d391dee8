"""Columns stand fast behind names that terminals measure differently, and the names are whole where there is room."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from ssotui.core.printable import printable
from ssotui.demo.hostile_names import NAMES
from ssotui.tui.rendering.cells import cell_len, fitted
from ssotui.tui.rendering.fixed_columns import with_fixed_columns
from tests.tui.looks import cells

ID = "987654321098"
OLD = "7"  # style of the line before
WIDTH, NAME_WIDTH = 70, 30
ODD = [
    "தமிழ்-prod",
    "မြန်မာ နိုင်ငံ",
    "क्षि",
    "\U0001fabe tree",
    "\U0001f1e9\U0001f1ea flag",
    "café",
    "cafe\u0301",
    "①②",
    "\ue0b0",
]


def marks_take_a_column(character: str) -> int:
    """As in tmux and GNU screen."""
    return 1 if unicodedata.category(character) == "Mc" else cell_len(character)


def new_emoji_are_narrow(character: str) -> int:
    """As in terminals that are older than them."""
    return 1 if ord(character) > 0x1F000 else cell_len(character)


def ambiguous_characters_are_wide(character: str) -> int:
    """As in terminals for East Asian text, where borders are narrow."""
    is_ambiguous = unicodedata.east_asian_width(character) == "A" and not "\u2500" <= character <= "\u259f"
    return 2 if is_ambiguous and cell_len(character) else cell_len(character)


TERMINALS = [marks_take_a_column, new_emoji_are_narrow, ambiguous_characters_are_wide, cell_len]
Terminal = Callable[[str], int]


def row(name: str, *, matched: int = 0) -> str:
    """A line of the tree, colored, with ``matched`` characters of the name in another color."""
    name = fitted(printable(name), NAME_WIDTH)
    blanks = " " * (NAME_WIDTH - cell_len(name) + 1)
    pieces = [("1", name[:matched]), ("2", name[matched:]), ("3", blanks), ("4", ID), ("5", "  8 roles")]
    return "".join(f"\x1b[3{color}m{text}\x1b[0m" for color, text in pieces if text)


def drawn(line: str, terminal: Terminal) -> list[tuple[str, str]]:
    """The cells of the line, drawn over another one, between a border and what is beside it."""
    old = f"\x1b[1;1H\x1b[{OLD}m{'?' * WIDTH}\x1b[0m"
    blanks = " " * (WIDTH - 8 - NAME_WIDTH - 1 - len(ID) - len("  8 roles"))
    new = f"\x1b[1;1H│ {line}{blanks} │\x1b[1;{WIDTH - 3}H:AWS"
    return cells(with_fixed_columns(old + new), WIDTH, 1, terminal)[0]


def place_of(text: str, line: list[tuple[str, str]]) -> int:
    return next(x for x in range(WIDTH) if "".join(character for character, _ in line[x : x + len(text)]) == text)


@pytest.mark.parametrize("terminal", TERMINALS, ids=lambda terminal: terminal.__name__)
@pytest.mark.parametrize("matched", [0, 1, 3])
def test_every_column_and_its_color_is_where_it_belongs(terminal: Terminal, matched: int) -> None:
    for name in (*NAMES, *ODD):
        line = drawn(row(name, matched=matched), terminal)
        assert place_of(ID, line) == 2 + NAME_WIDTH + 1, name
        assert place_of("8 roles", line) == 2 + NAME_WIDTH + 1 + len(ID) + 2, name
        assert place_of(":AWS", line) == WIDTH - 4, name
        assert line[0][0] == "│", name
        assert line[WIDTH - 5][0] == "│", name
        assert {style for _, style in line[33:45]} == {"34"}, name
        assert OLD not in {style for _, style in line}, "nothing of the old line is left"


@pytest.mark.parametrize("terminal", TERMINALS, ids=lambda terminal: terminal.__name__)
def test_a_name_with_room_is_whole(terminal: Terminal) -> None:
    for name in ODD:
        shown = "".join(character for character, _ in drawn(row(name, matched=3), terminal))
        assert all(letter in shown for letter in name if terminal(letter)), name


def test_a_match_is_drawn_in_one_piece_in_front_of_the_next_column() -> None:
    line = f"\x1b[31mதமிழ்\x1b[0m\x1b[32m  \x1b[0m\x1b[33mReadOnly\x1b[0m\x1b[34m   {ID}\x1b[0m"
    shown = "".join(character for character, _ in drawn(line, marks_take_a_column))
    assert "ழ ReadOnly" in shown
    assert ID in shown


def test_a_line_of_usual_characters_is_left_as_it_is() -> None:
    line = f"\x1b[2;5H│ ▸ 本番環境 \x1b[1m{ID}\x1b[0m ▾ 운영 │"
    assert with_fixed_columns(line) == line
