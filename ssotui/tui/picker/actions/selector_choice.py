"""Enter in the picker as a selector: ends the picker with the words that name the role or profile of a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ssotui.core.search.references import reference
from ssotui.tui.picker.commands.context import command_context
from ssotui.tui.picker.selector import Selected

if TYPE_CHECKING:
    from ssotui.core.model import RoleRef
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.screen_protocol import EnterSteps, ScreenProtocol
    from ssotui.tui.picker.selector import Selector
    from ssotui.tui.picker.state import PickerState


class SelectorChoice:
    """The command of Enter in a selector. It doesn't ask about production, because the command does."""

    def __init__(self, state: PickerState, screen: ScreenProtocol, selector: Selector, steps: EnterSteps) -> None:
        self._state = state
        self._screen = screen
        self._selector = selector
        self._steps = steps

    def use_row(self) -> None:
        """Choose all marked roles if the selector takes several, else the row under the cursor."""
        marked = sorted(self._state.marks.refs) if self._selector.several else []
        if marked:
            self._choose(marked)
        elif self._screen.row:
            self.use(self._screen.row)

    def use(self, row: Row) -> None:
        """Choose the role or profile of the row, or expand or collapse it."""
        if row.ref:
            self._choose([row.ref])
        elif row.kind in ("profile", "pinned"):
            profile = self._state.profile_named(row.text)
            leave = partial(self._steps.leave, Selected((row.text,)))
            if profile and self._selector.signs_in:
                self._steps.before.sign_in(profile, leave)
            else:
                leave()
        elif command_context(self._state, row).needs_sign_in:  # expanding it would show nothing
            self._steps.sign_in_to_row()
        elif row.branch:
            self._steps.toggle(row)

    def _choose(self, refs: Sequence[RoleRef]) -> None:
        """End the picker with these roles, after a sign-in to each of their sessions that needs one."""
        then = partial(self._steps.leave, Selected(tuple(map(reference, refs))))
        if self._selector.signs_in:
            one_of_each = {ref.session: ref for ref in reversed(refs)}
            for ref in one_of_each.values():
                then = partial(self._steps.before.sign_in, ref, then)
        then()
