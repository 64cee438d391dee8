"""Shows the access portal's link to a role's console as a URL and a QR code, where no browser can be opened."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from ssotui.core.printable import printable
from ssotui.tui.dialogs.dialog import Dialog, key_hints
from ssotui.tui.links import link_to
from ssotui.tui.rendering.details_lines import folded_lines
from ssotui.tui.widgets.qr_picture import QrPicture

_TEXT = 38  # columns
_BESIDE, _AROUND = _TEXT + 6, 3  # columns and lines of the text, the keys and the border around the QR code


class PortalLink(Dialog[None]):
    """``copied`` is a sentence on where the link was copied to, or why not."""

    CSS_PATH = "portal_link.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+c,ctrl+o", "give_up", priority=True),
    ]

    def __init__(self, role: str, link: str, copied: str) -> None:
        super().__init__()
        self._role = role
        self._link = link
        self._copied = copied

    def compose(self) -> ComposeResult:
        with Vertical(id="link") as frame:
            frame.border_title = Content(f"Console as {printable(self._role)}")
            with Horizontal(id="sides"):
                with Vertical(id="words"):
                    yield Static("No browser can be opened here. Open this URL in one:", markup=False)
                    shown = "\n".join(folded_lines(self._link, _TEXT))
                    yield Static(Text(shown, style=link_to(self._link)), id="url", markup=False)
                    yield Static(printable(self._copied), id="copied", markup=False)
                yield QrPicture(_AROUND)
            yield Static(key_hints("Esc back"), id="keys")

    def on_mount(self) -> None:
        self._draw_code()

    def on_resize(self) -> None:
        self._draw_code()

    def _draw_code(self) -> None:
        if self.is_whole:
            self.query_one(QrPicture).draw(self._link, _BESIDE)
