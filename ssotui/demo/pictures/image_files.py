"""From what a terminal shows to picture files: SVG by Rich, PNG by ``rsvg-convert``, an animation by ``convert``.

On Debian: apt install librsvg2-bin fonts-firacode imagemagick.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ssotui.errors import FileError

_CHARACTER = 12.2  # the width that Rich's SVG gives a character
_PNG_WIDTH, _GIF_WIDTH = 1600, 900
_COLOURS, _COLOURS_OF_PNG = 40, 128


def needs(*tools: str) -> None:
    """Raises FileError if one of these programs is missing."""
    for tool in tools:
        if shutil.which(tool) is None:
            raise FileError(
                tool,
                "is not installed",
                hint="Debian: apt install librsvg2-bin fonts-firacode imagemagick tmux awscli",
            )


def run(*command: str) -> str:
    """A tool's standard output; raises CalledProcessError."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  our own words
    return done.stdout


def save(svg: str, picture: Path) -> None:
    """``picture`` as SVG, and beside it as PNG."""
    picture.write_text(placed(svg), encoding="utf-8")
    drawn = str(picture.with_suffix(".png"))
    run("rsvg-convert", "-w", str(_PNG_WIDTH), "-o", drawn, str(picture))
    run("convert", drawn, "-dither", "None", "-colors", str(_COLOURS_OF_PNG), f"PNG8:{drawn}")


def animate(frames: Sequence[tuple[str, int]], picture: Path, folder: Path) -> None:
    """An endless GIF of SVGs, each shown for so many hundredths of a second; ``folder`` is for what comes between."""
    command: list[str] = ["convert"]
    for number, (svg, delay) in enumerate(frames):
        source, drawn = folder / f"{number:03}.svg", folder / f"{number:03}.png"
        source.write_text(placed(svg), encoding="utf-8")
        run("rsvg-convert", "-w", str(_GIF_WIDTH), "-o", str(drawn), str(source))
        command += ["-delay", str(delay), str(drawn)]
    command += ["-loop", "0", "-dither", "None", "-colors", str(_COLOURS), "-layers", "Optimize", str(picture)]
    run(*command)


def placed(svg: str) -> str:
    """What some renderers need: blanks at the start of a text become its place, and a line is not cut at its end."""

    def moved(found: re.Match[str]) -> str:
        blanks = found[4].count("&#160;")
        return f"{found[1]}{float(found[2]) + blanks * _CHARACTER:.1f}{found[3]}{found[5]}"

    svg = re.sub(r' clip-path="url\(#[\w-]+-line-\d+\)"', "", svg)
    return re.sub(r'(<text [^>]*?x=")([\d.]+)("[^>]*?>)((?:&#160;)+)([^<]+)', moved, svg)
