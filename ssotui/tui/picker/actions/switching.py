"""Enter: switches the shell to the role or profile of a row, which ends the picker, or expands other rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ssotui.actions import switch
from ssotui.core.printable import printable, shortened
from ssotui.tui.picker.commands.context import command_context
from ssotui.tui.picker.screen_protocol import Question

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.screen_protocol import EnterSteps, ScreenProtocol
    from ssotui.tui.picker.state import PickerState


class Switching:
    """The command of Enter."""

    def __init__(
        self, state: PickerState, backend: Backend, screen: ScreenProtocol, request: PickerRequest, steps: EnterSteps
    ) -> None:
        self._state = state
        self._backend = backend
        self._screen = screen
        self._request = request
        self._steps = steps

    def use_row(self) -> None:
        """Use the row under the cursor."""
        if self._screen.row:
            self.use(self._screen.row)

    def use(self, row: Row) -> None:
        """Switch to the role or profile of the row, or expand or collapse it."""
        before = self._steps.before
        if row.ref and row.account:
            before.confirm(row, "Switch to", partial(before.sign_in, row.ref, partial(self._use_role, row)))
        elif row.kind in ("profile", "pinned"):
            before.confirm(row, "Switch to", partial(self._use_profile, row))
        elif command_context(self._state, row).needs_sign_in:  # expanding it would show nothing
            self._steps.sign_in_to_row()
        elif row.branch:
            self._steps.toggle(row)

    def _use_profile(self, row: Row) -> None:
        view, name = self._state.view(), row.text
        profile = view.profiles.get(name)

        def use() -> None:
            self._screen.run(lambda _: switch.to_profile(self._backend, name), self._leave_from(row))

        if name in view.gone:
            what = f'The role of the profile "{shortened(printable(name), 24)}" is no longer assigned to you'
            self._screen.ask(Question(f"{what}. Switch anyway?", use))
        elif profile:
            self._steps.before.sign_in(profile, use)
        else:
            use()

    def _use_role(self, row: Row) -> None:
        ref, account = row.ref, row.account
        assert ref is not None
        assert account is not None
        settings, configuration = self._request.settings, self._state.snapshot.configuration
        assigned = self._state.assigned_role(ref, account)
        if not self._state.names_of(ref) and settings.profiles_confirm_write and switch.is_first_write(configuration):
            new = switch.proposed(configuration, assigned, self._request.defaults)
            region = f" (region {new.region})" if new.region else ""
            words = f'Write profile "{new.name}"{region} to the AWS config?'
            self._screen.ask(Question(words, lambda: self._switch_to(assigned, row), is_harmless=True))
        else:
            self._switch_to(assigned, row)

    def _switch_to(self, assigned: switch.AssignedRole, row: Row) -> None:
        defaults, current = self._request.defaults, self._request.current
        self._screen.run(lambda _: switch.to_role(self._backend, assigned, defaults, current), self._leave_from(row))

    def _leave_from(self, row: Row) -> Callable[[switch.Choice], None]:
        """End the picker with the region that the details show, even if the history can't be written."""
        return lambda choice: self._steps.leave(choice._replace(chosen_region=self._state.view().chosen_region(row)))
