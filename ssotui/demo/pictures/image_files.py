"""Writes image files of a terminal: SVG with Rich, PNG with ``rsvg-convert``, GIF with ``convert`` and ``gifsicle``.

On Debian: apt install librsvg2-bin fonts-firacode imagemagick gifsicle.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ssotui.errors import FileError

_CHARACTER = 12.2  # the width of a character in Rich's SVG
_PNG_WIDTH, _GIF_WIDTH = 1600, 900
_COLORS, _COLORS_OF_PNG = 32, 128


def needs(*tools: str) -> None:
    """Raises FileError if one of these programs is missing."""
    for tool in tools:
        if shutil.which(tool) is None:
            raise FileError(
                tool,
                "is not installed",
                hint="Debian: apt install librsvg2-bin fonts-firacode imagemagick gifsicle tmux awscli",
            )


def run(*command: str) -> str:
    """The standard output of a tool. Raises CalledProcessError."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  constant arguments
    return done.stdout


def save(svg: str, picture: Path) -> None:
    """Write ``picture`` as SVG, and a PNG next to it."""
    picture.write_text(placed(svg), encoding="utf-8")
    drawn = str(picture.with_suffix(".png"))
    run("rsvg-convert", "-w", str(_PNG_WIDTH), "-o", drawn, str(picture))
    run("convert", drawn, "-dither", "None", "-colors", str(_COLORS_OF_PNG), f"PNG8:{drawn}")


def animate(frames: Sequence[tuple[str, int]], picture: Path, folder: Path) -> None:
    """Write an endless GIF of (SVG, hundredths of a second to show it); ``folder`` is for intermediate files."""
    command: list[str] = ["convert"]
    for number, (svg, delay) in enumerate(frames):
        source, drawn = folder / f"{number:03}.svg", folder / f"{number:03}.png"
        source.write_text(placed(svg), encoding="utf-8")
        run("rsvg-convert", "-w", str(_GIF_WIDTH), "-o", str(drawn), str(source))
        command += ["-delay", str(delay), str(drawn)]
    run(*command, "-loop", "0", "-dither", "None", str(picture))
    run("gifsicle", "-O3", "--colors", str(_COLORS), "--batch", str(picture))


def placed(svg: str) -> str:
    """The SVG adapted to renderers that drop leading blanks: text is positioned instead, and lines aren't clipped."""

    def moved(found: re.Match[str]) -> str:
        blanks = found[4].count("&#160;")
        return f"{found[1]}{float(found[2]) + blanks * _CHARACTER:.1f}{found[3]}{found[5]}"

    svg = re.sub(r' clip-path="url\(#[\w-]+-line-\d+\)"', "", svg)
    return re.sub(r'(<text [^>]*?x=")([\d.]+)("[^>]*?>)((?:&#160;)+)([^<]+)', moved, svg)
