"""What the keys typed before Textual is loaded mean: whether Esc leaves, and what erases an echo."""

from __future__ import annotations

import pytest

from ssotui.tui.early_keys import erasing, leaves


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (b"\x1b", True),
        (b"\x1b\x1b", True),
        (b"\x1b[B\x1b[B\x1b", True),
        (b"prod\x1b\x1b", True),
        (b"prod\x1b", False),
        (b"prod", False),
        (b"", False),
        (b"\x1b[B", False),
        (b"\x1bx", False),
        (b"?\x1b", False),
        (b"\x10\x1b", False),
        (b"\x1b[200~prod\x1b[201~", False),
        (b"\x1b[200~", False),
        (b"\x1b[200~a\x1b", False),
        (b"\x1b[200~a\x1b\x1b", False),
        (b"prod\x1b[200~a\x1b[201~\x1b\x1b", False),
    ],
)
def test_esc_leaves_if_nothing_else_is_open(keys: bytes, expected: bool) -> None:
    assert leaves(keys) is expected


@pytest.mark.parametrize(("keys", "expected"), [(b"\x1b", False), (b"\x1b\x1b", True), (b"?\x1b", False), (b"", False)])
def test_esc_clears_the_query_of_the_command_line_first(keys: bytes, expected: bool) -> None:
    assert leaves(keys, has_query=True) is expected


@pytest.mark.parametrize(
    ("typed", "columns", "expected"),
    [(b"abc", 80, "\r\x1b[J"), (b"abc\n\n", 80, "\x1b[2A\r\x1b[J"), (b"\x1b[A" * 30, 80, "\x1b[1A\r\x1b[J")],
)
def test_the_echo_is_erased_from_the_line_in_which_it_began(typed: bytes, columns: int, expected: str) -> None:
    assert erasing(typed, columns) == expected
