"""What every dialog is: a screen over the picker that goes away once, and not before it is there."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Dialog(ModalScreen[ScreenResultType]):
    """A modal screen for keys that come faster than screens come and go (Ctrl+S Esc Esc, a paste)."""

    @property
    def is_whole(self) -> bool:
        """What it is composed of is there: where the app ends while it opens, that goes before it is mounted."""
        return bool(self.children) and all(child.is_mounted for child in self.children)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """A second time is none; before everything in it is mounted it waits for that."""
        if self.is_active and self.is_mounted:
            return super().dismiss(result)
        if self.is_active:
            self.call_later(self._dismiss_later, result)
        return AwaitComplete()

    def _dismiss_later(self, result: ScreenResultType | None) -> None:
        """Nothing is given back: Textual would wait for it, and a screen can't wait for its own end."""
        self.dismiss(result)
