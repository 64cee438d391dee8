"""What happens to the terminal between the first picture and Textual's first frame: a paste, a new size."""

from __future__ import annotations

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.recording import Recording, Screen
from tests.e2e.test_random_keys import opened_home, start, until_shown

pytestmark = pytest.mark.needs("setsid")

__all__ = ["opened_home"]
_PICTURE, _TEXTUAL = b"\x1b[?1049h", b"\x1b[?1000h"
_SIZE = (120, 40)


def until_line(recording: Recording, size: tuple[int, int], end: str) -> Screen:
    """Record until the first line ends so, on a screen of this size. Returns the screen."""
    screen, fed = Screen(*size), 0

    def is_shown(_: bytes) -> bool:
        nonlocal fed
        for one in recording.chunks[fed:]:
            list(screen.feed(one[1].decode(errors="ignore")))
        fed = len(recording.chunks)
        return screen.text().partition("\n")[0].rstrip().endswith(end)

    recording.until(is_shown, f"a first line with {end!r} at its end")
    return screen


def test_a_long_paste_without_brackets_is_in_the_first_frame(opened_home: DemoHome) -> None:
    text = "".join(f"word{number} " for number in range(40)) + "end"
    recording = start(opened_home)
    recording.until(lambda output: _PICTURE in output, "the picture")
    recording.type(text.encode())
    until_line(recording, _SIZE, text[-60:])
    first_lines = recording.output.partition(_TEXTUAL)[2].decode(errors="ignore").count("❯ ")
    assert first_lines <= 2, "the query isn't drawn letter by letter"
    recording.type(b"\x03")
    assert recording.ended() == 130
    assert recording.is_restored
    recording.close()


@pytest.mark.parametrize("size", [(90, 30), (150, 50)], ids=["smaller", "larger"])
@pytest.mark.parametrize("moment", [_PICTURE, _TEXTUAL], ids=["painted", "textual starts"])
def test_a_new_size_is_that_of_the_first_frame_and_no_key_is_lost(
    opened_home: DemoHome, moment: bytes, size: tuple[int, int]
) -> None:
    recording = start(opened_home)
    recording.until(lambda output: moment in output, "the moment")
    recording.type(b"pro")
    recording.resize(size)
    recording.type(b"d")
    until_shown(recording, "❯ prod", 0)
    recording.until(lambda output: _reaches(output, size), "a frame of the new size")
    recording.type(b"\x03")
    assert recording.ended() == 130
    assert recording.is_restored
    recording.close()


def _reaches(output: bytes, size: tuple[int, int]) -> bool:
    """Whether Textual's frames fill the new size."""
    width, height = size
    late = Screen(*size).feed(output.partition(_TEXTUAL)[2].decode(errors="ignore"))
    return len({(one.y, one.x) for one in late if one.y < height and one.x < width}) == width * height
