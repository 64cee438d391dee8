"""``python -m ssotui.demo.pictures.recording FOLDER``: records the picker in a shell of the demo as an animation.

A terminal (tmux) runs ``ssotui demo -- bash``. Keys are typed, and the screen after each key is a frame.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from ssotui.demo.pictures import image_files

_WIDTH, _HEIGHT = 100, 28
_PROMPT = r"~ \$$"
_DEMO = "ssotui demo --latency 30 -- bash"
_PATIENCE = 30.0  # seconds
_TYPED, _READ, _SEEN = 9, 160, 60  # hundredths of a second for which a frame is shown


class Recorder:
    """A terminal, and the frames recorded from it."""

    def __init__(self, folder: Path) -> None:
        self._tmux = ("tmux", "-S", str(folder / "tmux"), "-f", os.devnull)
        self.frames: list[tuple[str, int]] = []
        scripts = str(Path(sys.executable).parent)
        line = f"PATH={scripts}:$PATH COLORTERM=truecolor BROWSER=true exec {_DEMO}"
        size = ("-x", str(_WIDTH), "-y", str(_HEIGHT))
        image_files.run(*self._tmux, "new-session", "-d", *size, "sh", "-c", line)

    def close(self) -> None:
        image_files.run(*self._tmux, "kill-server")

    def type(self, text: str) -> None:
        """Type ``text``, with a frame for each character."""
        for character in text:
            image_files.run(*self._tmux, "send-keys", "-l", character)
            self.take(_TYPED)

    def press(self, key: str, until: str, stays: int = _READ) -> None:
        """Press a key (tmux's name of it), and record a frame when ``until`` is found in the screen."""
        image_files.run(*self._tmux, "send-keys", key)
        self.wait(until)
        self.take(stays)

    def wait(self, pattern: str) -> None:
        """Wait until the regular expression is found in the screen, without the blanks around its text."""
        end = time.monotonic() + _PATIENCE
        while True:
            screen = image_files.run(*self._tmux, "capture-pane", "-p").strip()
            if re.search(pattern, screen):
                return
            if time.monotonic() > end:
                raise TimeoutError(f"{pattern!r} never came:\n{screen}")
            time.sleep(0.05)

    def take(self, stays: int) -> None:
        """Record a frame of the screen after a moment, if it has changed."""
        time.sleep(0.15)
        screen = image_files.run(*self._tmux, "capture-pane", "-p", "-e", "-N")
        place = image_files.run(*self._tmux, "display-message", "-p", "#{alternate_on} #{cursor_x} #{cursor_y}").split()
        frame = drawn(screen.splitlines(), None if place[0] == "1" else (int(place[1]), int(place[2])))
        if self.frames and self.frames[-1][0] == frame:
            stays += self.frames.pop()[1]
        self.frames.append((frame, stays))


def record(folder: Path) -> None:
    """Write ``recording.gif`` into ``folder``."""
    image_files.needs("tmux", "rsvg-convert", "convert", "gifsicle", "aws")
    with tempfile.TemporaryDirectory() as temporary:
        recorder = Recorder(Path(temporary))
        try:
            _play(recorder)
        finally:
            recorder.close()
        image_files.animate(recorder.frames, folder / "recording.gif", Path(temporary))


def _play(recorder: Recorder) -> None:
    recorder.wait("ssotui demo")
    recorder.type("PS1='~ $ ' && cd && clear")
    recorder.press("Enter", f"^{_PROMPT}")
    recorder.frames.clear()
    recorder.take(_SEEN)
    recorder.type("ssotui")
    recorder.press("Enter", "acme", _SEEN)
    recorder.wait("75 accounts")
    recorder.take(_SEEN)
    recorder.type("platform admin")
    recorder.take(_READ)
    recorder.press("Enter", "Write profile", _READ)
    recorder.press("Enter", f"Switched to(.|\n)*{_PROMPT}", _SEEN)
    recorder.type("aws sts get-caller-identity")
    recorder.press("Enter", f"arn:aws:sts(.|\n)*{_PROMPT}", 2 * _READ)
    recorder.type("ssotui security audit")
    recorder.press("Enter", "found", _READ)
    recorder.press("C-y", "Copied", _READ)
    recorder.press("C-o", "Opened", _READ)
    recorder.press("Escape", "Esc leave", _SEEN)
    recorder.press("Escape", _PROMPT, _READ)


def drawn(lines: list[str], cursor: tuple[int, int] | None) -> str:
    """The screen as an SVG."""
    from rich.ansi import AnsiDecoder
    from rich.console import Console
    from rich.text import Text

    decoder = AnsiDecoder()  # styles continue on the next line
    width = _WIDTH + 1  # otherwise the last column is clipped
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for number in range(_HEIGHT):
        text = decoder.decode_line(lines[number]) if number < len(lines) else Text()
        text.append(" " * (width - text.cell_len))
        if cursor and cursor[1] == number:
            text.stylize("reverse", cursor[0], cursor[0] + 1)
        console.print(text, no_wrap=True, crop=True)
    return console.export_svg(title="ssotui", unique_id="ssotui")


if __name__ == "__main__":
    record(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))
