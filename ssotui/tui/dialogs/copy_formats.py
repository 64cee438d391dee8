"""The dialog to choose a format for copied credentials."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ssotui.core.shell.credential_formats import FORMATS
from ssotui.tui.dialogs.dialog import Dialog, key_hints


class CopyFormats(Dialog[str | None]):
    """The result is a format's name; None if the user left."""

    CSS_PATH = "copy_formats.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "give_up", "Back"),
        Binding("ctrl+y", "next", "Next", priority=True),
    ]

    def __init__(self, last: str) -> None:
        super().__init__()
        self._last = last

    def compose(self) -> ComposeResult:
        width = max(map(len, FORMATS))
        options = [
            Option(Text.assemble((f"{form.name:<{width}}", "bold"), f"  {form.words}"), id=form.name)
            for form in FORMATS.values()
        ]
        formats = OptionList(*options)
        formats.border_title = "Copy credentials as"
        formats.border_subtitle = key_hints("Enter copy   Esc back")
        yield formats

    def on_mount(self) -> None:
        if self.is_whole:
            self.query_one(OptionList).highlighted = list(FORMATS).index(self._last)

    @on(OptionList.OptionSelected)
    def _chosen(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_id)

    def action_next(self) -> None:
        self.query_one(OptionList).action_cursor_down()
