"""Shows the access portal's link to a role's console as a URL and a QR code, where no browser can be opened."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from ssotui.core.printable import printable
from ssotui.tui.dialogs.dialog import COMMON_CSS, Dialog
from ssotui.tui.links import link_to
from ssotui.tui.rendering.details_lines import folded_lines
from ssotui.tui.widgets.qr_picture import QrPicture

_ALONE, _BESIDE = 66, 38  # columns of the text: without a QR code, and beside one
_FRAME, _PADDING, _AROUND = 4, 2, 2  # columns of the border and its padding, those of the text; lines of the border


class PortalLink(Dialog[None]):
    """``target`` is what the title calls the role.

    ``copied`` is a sentence on where the link was copied to, or why not.
    """

    CSS_PATH = [COMMON_CSS, "portal_link.tcss"]
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+c,ctrl+o", "give_up", priority=True),
    ]

    def __init__(self, target: str, link: str, copied: str) -> None:
        super().__init__()
        self._target = target
        self._link = link
        self._copied = copied

    def compose(self) -> ComposeResult:
        with self.framed(Vertical(), f"Console as {self._target}", "Esc back"), Horizontal(id="sides"):
            with Vertical(id="words"):
                yield Static("No browser can be opened here. Open this URL in one:", markup=False)
                yield Static(id="url", markup=False)
                yield Static(printable(self._copied), id="copied", markup=False)
            yield QrPicture(_AROUND)

    def on_mount(self) -> None:
        self._draw_code()

    def on_resize(self) -> None:
        self._draw_code()

    def _draw_code(self) -> None:
        if not self.is_whole:
            return
        is_drawn = self.query_one(QrPicture).draw(self._link, _BESIDE + _PADDING + _FRAME)
        width = _BESIDE if is_drawn else max(min(_ALONE, self.app.size.width - _FRAME - _PADDING), 1)
        self.query_one("#words").styles.width = width + _PADDING
        shown = "\n".join(folded_lines(self._link, width))
        self.query_one("#url", Static).update(Text(shown, style=link_to(self._link)))
