"""Commands to mark and pin the row under the cursor, and to pin marked roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ssotui.errors import SsoTuiError
from ssotui.tui.picker.commands import table as commands

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState

_OFFERS = (("profile.save", "save"), ("role.favourite", "pin"), ("tree.refresh", "refresh"))


class MarksAndPins:
    """Marks stay when the filter changes. Pins are stored in the history file."""

    def __init__(
        self, state: PickerState, backend: Backend, screen: ScreenProtocol, to_next_row: Callable[[], None]
    ) -> None:
        self._state = state
        self._backend = backend
        self._screen = screen
        self._to_next_row = to_next_row

    def mark(self) -> None:
        """Mark or unmark the role, or all roles that the branch shows."""
        row = self._screen.row
        refs = self._state.refs_below(row) if row else ()
        if row is None or not refs:
            self._screen.say("There are no roles to mark here yet.")
            return
        self._state.mark(refs)
        self._screen.say("")
        if row.ref:
            self._to_next_row()
        self._screen.repaint()

    def drop_marks(self) -> bool:
        """Unmark all; False if there are no marks."""
        marked = self._state.marks.refs
        if marked:
            self._state.mark(marked)
            self._screen.repaint()
        return bool(marked)

    def offer(self, keymap: Mapping[str, str]) -> str:
        """The hint on commands for the marked roles; "" without marks."""
        selector = self._state.selector
        count = len(self._state.marks.refs)
        if not count:
            return ""
        chosen = [("role.use", selector.enter)] if selector and selector.several else []
        offers = [*chosen, *_OFFERS, *([] if self._state.query else [("app.leave", "unmark")])]
        words = " · ".join(f"{commands.key_for(name, keymap)} {label}" for name, label in offers)
        return f"✓ {count:,} marked: {words}"

    def pin(self) -> None:
        """Pin the marked roles, else that of the row; unpin them if all are pinned."""
        row, favorites = self._screen.row, self._state.snapshot.history.favorites
        pins = [str(ref) for ref in sorted(self._state.marks.refs)]
        if row and not pins:
            pins = [self._state.view().history_key(row)]
        are_pinned = not set(favorites).issuperset(pins)
        try:
            self._state.set_history(self._backend.history.set_favorites(pins, are_pinned))
        except SsoTuiError as error:
            self._screen.say(error.message, is_error=True)
            return
        if len(pins) > 1:
            self._screen.say(f"{'Pinned' if are_pinned else 'Unpinned'} {len(pins):,} roles.")
        self._screen.redraw()
