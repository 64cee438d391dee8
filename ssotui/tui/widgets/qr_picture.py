"""A QR code in a dialog, which is only drawn if it fits completely."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from ssotui.core.sign_in import qr_code


class QrPicture(Static):
    """``around`` are the lines that the rest of the dialog needs above and below."""

    DEFAULT_CSS = "QrPicture { width: auto; height: auto; color: ansi_black; background: ansi_bright_white; }"

    def __init__(self, around: int) -> None:
        super().__init__(id="qr", markup=False)
        self._around = around

    def draw(self, text: str, beside: int) -> bool:
        """Draw ``text``, "" for nothing, if that leaves the columns ``beside`` it. Returns whether it is visible."""
        picture = _lines(text)
        columns, lines = self.app.size
        fits = bool(picture) and len(picture[0]) + beside <= columns and len(picture) + self._around <= lines
        self.update(Text("\n".join(picture), no_wrap=True) if fits else "")
        self.display = fits
        return fits


def _lines(text: str) -> list[str]:
    try:
        return qr_code.lines(text) if text else []
    except ValueError:  # too long for a QR code
        return []
