"""The dialog to enter a code of an MFA device."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ssotui.core.chains.mfa import CODE_HINT, is_code
from ssotui.core.printable import printable
from ssotui.tui.dialogs.dialog import COMMON_CSS, FORM_KEYS, Dialog


class MfaCode(Dialog[str | None]):
    """The result is the code of the device ``serial``; None if the user left."""

    CSS_PATH = [COMMON_CSS, "mfa_code.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*FORM_KEYS]

    def __init__(self, serial: str) -> None:
        super().__init__()
        self._serial = serial

    def compose(self) -> ComposeResult:
        with self.framed(Vertical(), "MFA code", "Enter continue   Esc cancel"):
            yield Static(f"Enter MFA code for {printable(self._serial)}", markup=False)
            yield Input(placeholder="6 digits", restrict=r"[0-9]*", max_length=6)
            yield Static(id="fault", classes="empty", markup=False)

    @on(Input.Submitted)
    def _submit(self, message: Input.Submitted) -> None:
        if is_code(message.value):
            self.dismiss(message.value)
        else:
            self.say("fault", CODE_HINT, is_error=True)
