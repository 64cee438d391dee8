"""The base class of all dialogs, which closes them once, and only after they are mounted."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Dialog(ModalScreen[ScreenResultType]):
    """A modal screen that handles keys which come while it is being opened or closed (Ctrl+S Esc Esc, a paste)."""

    @property
    def is_whole(self) -> bool:
        """Whether its widgets exist. If the app ends while the dialog opens, they are removed before it is mounted."""
        return bool(self.children) and all(child.is_mounted for child in self.children)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close the dialog. A second call does nothing; before it is mounted, closing is postponed."""
        if self.is_active and self.is_mounted:
            return super().dismiss(result)
        if self.is_active:
            self.call_later(self._dismiss_later, result)
        return AwaitComplete()

    def _dismiss_later(self, result: ScreenResultType | None) -> None:
        """Without a return value, which Textual would await: a screen can't await its own end."""
        self.dismiss(result)
