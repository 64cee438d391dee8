"""Pictures of terminals: what some renderers would drop is put where all of them draw it."""

from __future__ import annotations

import pytest

from ssotui.demo.pictures import image_files, recording
from ssotui.errors import FileError


def test_blanks_at_the_start_of_a_line_become_its_place() -> None:
    assert image_files.placed('<text x="10.0">&#160;&#160;a b</text>') == '<text x="34.4">a b</text>'


def test_no_line_is_cut_at_its_end() -> None:
    assert image_files.placed('<text x="0" clip-path="url(#ssotui-line-3)">a</text>') == '<text x="0">a</text>'


def test_a_missing_tool_is_named_with_how_to_get_it() -> None:
    with pytest.raises(FileError, match="no-such-tool") as told:
        image_files.needs("no-such-tool")
    assert "apt install" in told.value.hint


def test_styles_go_on_from_line_to_line_of_a_recorded_screen() -> None:
    svg = recording.drawn(["\x1b[38;2;1;2;3mfirst", "second\x1b[0m third"], cursor=(0, 2))
    assert svg.count("#010203") == 1, "one class for both"
    assert "first" in svg
    assert "&#160;third" in svg
