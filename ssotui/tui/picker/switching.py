"""Enter: switches the shell to the role or profile of a row, which ends the picker, or expands other rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ssotui.actions import switch
from ssotui.core.printable import printable, shortened
from ssotui.tui.picker.command_context import command_context
from ssotui.tui.picker.screen_protocol import Question

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.screen_protocol import Precautions, ScreenProtocol
    from ssotui.tui.picker.state import PickerState


class Steps(NamedTuple):
    """The next steps: ``leave`` ends the picker with a choice, ``toggle`` expands or collapses a row."""

    before: Precautions
    leave: Callable[[switch.Choice], None]
    toggle: Callable[[Row], None]
    sign_in_to_row: Callable[[], None]


class Switching:
    """The command of Enter."""

    def __init__(
        self, state: PickerState, backend: Backend, screen: ScreenProtocol, request: PickerRequest, steps: Steps
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
            before.confirm(row, "switches", partial(before.sign_in, row.ref, partial(self._use_role, row)))
        elif row.kind in ("profile", "pinned"):
            before.confirm(row, "switches", partial(self._use_profile, row.text))
        elif command_context(self._state, row).needs_sign_in:  # expanding it would show nothing
            self._steps.sign_in_to_row()
        elif row.branch:
            self._steps.toggle(row)

    def _use_profile(self, name: str) -> None:
        view = self._state.view()
        profile = view.profiles.get(name)

        def use() -> None:
            self._screen.run(lambda _: switch.to_profile(self._backend, name), self._steps.leave)

        if name in view.gone:
            what = f'The role of the profile "{shortened(printable(name), 24)}" is no longer assigned to you'
            words = f"{what}. Switch anyway? Enter: yes  Esc: no"
            self._screen.ask(Question(words, "enter", use))
        elif profile:
            self._steps.before.sign_in(profile, use)
        else:
            use()

    def _use_role(self, row: Row) -> None:
        ref, account = row.ref, row.account
        assert ref is not None
        assert account is not None
        settings, configuration = self._request.settings, self._state.snapshot.configuration
        wanted = self._state.wanted(ref, account)
        if not self._state.names_of(ref) and settings.profiles_confirm_write and switch.is_first_write(configuration):
            new = switch.proposed(configuration, wanted, self._request.defaults)
            region = f" (region {new.region})" if new.region else ""
            words = f'Write profile "{new.name}"{region} to the AWS config? Enter: yes  Esc: no'
            self._screen.ask(Question(words, "enter", lambda: self._switch_to(wanted)))
        else:
            self._switch_to(wanted)

    def _switch_to(self, wanted: switch.Wanted) -> None:
        defaults, current = self._request.defaults, self._request.current
        self._screen.run(lambda _: switch.to_role(self._backend, wanted, defaults, current), self._steps.leave)
