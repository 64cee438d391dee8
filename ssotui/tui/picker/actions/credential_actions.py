"""Copies the credentials of a role or profile, and other values of a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ssotui.tui.rendering.details_fields import in_sentence

if TYPE_CHECKING:
    from ssotui.actions.credentials import Copied
    from ssotui.actions.targets import Target
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings
    from ssotui.tui.picker.screen_protocol import Precautions, ScreenProtocol
    from ssotui.tui.picker.state import PickerState

_AGAIN = 2.0  # seconds within which a second press opens the choice of the format


class CredentialActions:
    """Remembers the format used last, and what was copied just now."""

    def __init__(
        self, state: PickerState, backend: Backend, screen: ScreenProtocol, settings: Settings, before: Precautions
    ) -> None:
        self.backend = backend
        self._state = state
        self._screen = screen
        self._settings = settings
        self._before = before
        self._format = settings.clipboard_format
        self._last: tuple[Target, float] | None = None

    def copy(self) -> None:
        """Copy the credentials of the row under the cursor; a second press within ``_AGAIN`` chooses the format."""
        row = self._screen.row
        assert row is not None
        target = self._state.view().target_of(row)
        if self._copies_again(target):
            self.choose_format(target)
        else:
            copy = partial(self._copy, target)
            self._before.confirm(row, "Copy credentials of", partial(self._before.sign_in, target, copy))

    def copy_value(self, name: str, value: str) -> None:
        """Copy a value that isn't a secret, without clearing the clipboard later."""
        self._screen.run(
            lambda _: self.backend.clipboard().copy(value, 0),
            lambda to: self._screen.say(f"Copied {in_sentence(name)} to {' and '.join(to.places)}."),
        )

    def choose_format(self, target: Target) -> None:
        """Let the user choose the format, and copy the credentials in it."""
        from ssotui.core.profiles.account_styles import title_of_target
        from ssotui.tui.dialogs.palette import Palette, PaletteKind, run_chosen  # rarely needed
        from ssotui.tui.picker.actions.list_entries import FormatEntries

        def choose(form: str) -> None:
            self._format = form
            self._copy_as(target, form)

        def closed(action: Callable[[], None] | None) -> None:
            self._last = None
            run_chosen(action)

        title = f"Credentials of {title_of_target(target, self._state.catalog)}"
        kind = PaletteKind(title, "type to find a format", enter="copy", next_key="ctrl+y")
        dialog = Palette(FormatEntries(self._format, choose).found_by, kind)
        dialog.mark(self._state.style_of(target))
        self._screen.open_dialog(dialog, closed)

    def _copies_again(self, target: Target) -> bool:
        """Whether these credentials were requested or copied less than ``_AGAIN`` seconds ago."""
        return self._last is not None and self._last[0] == target and self._now() - self._last[1] <= _AGAIN

    def _copy(self, target: Target) -> None:
        """Copy the credentials in the format used last."""
        self._last = (target, self._now())
        self._copy_as(target, self._format)

    def _copy_as(self, target: Target, form: str) -> None:
        from ssotui.actions import credentials

        request = credentials.CopyRequest(target, form, self._settings.clipboard_clear_after)
        self._screen.say("Copying…")
        self._screen.run(lambda cancel: credentials.copy(self.backend, request, cancel), self._say_copied)

    def _say_copied(self, copied: Copied) -> None:
        """Show a message. The time for a second press starts again when it is visible."""
        if self._last is not None:
            self._last = (copied.target, self._now())
        self._screen.refresh_details()
        self._screen.say(copied.sentence)

    def _now(self) -> float:
        return self.backend.now().timestamp()
