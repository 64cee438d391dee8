"""Should a widget ever forget to clean a name: the terminal still obeys nothing."""

from __future__ import annotations

from typing import Any

import pytest
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.widgets import Static

from ssotui.core.printable import is_obeyed
from ssotui.demo import hostile_names
from ssotui.tui.terminal_filter import UntrustedTextFilter

OpenUi = Any


@pytest.mark.parametrize("name", sorted(set(hostile_names.NAMES)), ids=repr)
def test_no_character_comes_through_that_a_terminal_obeys(name: str) -> None:
    segments = [Segment("before", Style(bold=True)), Segment(name, Style(bold=True))]
    shown = UntrustedTextFilter().apply(segments, Color(0, 0, 0))
    assert shown[0] == segments[0]
    assert not [one for segment in shown for one in segment.text if is_obeyed(one)]
    assert [segment.style for segment in shown] == [segment.style for segment in segments]


async def test_everything_that_is_drawn_goes_through_it(open_ui: OpenUi) -> None:
    async with open_ui() as ui:
        await ui.listed()
        await ui.app.screen.mount(Static(Text("forgotten \x1b]52;c;cHduZWQ=\x07\x9b31m\u202e"), markup=False))
        await ui.pilot.pause()
        drawn = "".join(strip.text for strip in ui.app.screen._compositor.render_strips())  # noqa: SLF001 - what is drawn
    assert "forgotten ]52;c;cHduZWQ=31m" in drawn
    assert not [one for one in drawn if is_obeyed(one)]
