"""Commands with credentials of a role or profile: copy them, and open the AWS console."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ssotui.core.model import Profile, RoleRef
from ssotui.core.printable import printable
from ssotui.core.tree.rows import Row
from ssotui.tui.rendering.details_content import in_sentence

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
        row, target = self._target_of_row()
        if self._copies_again(target):
            self.choose_format(target)
        else:
            self._first(row, "copies credentials", target, partial(self._copy, target))

    def open_console(self) -> None:
        """Open the console as the role of the row under the cursor, or with the profile's credentials."""
        row, target = self._target_of_row()
        self._first(row, "opens it", target, partial(self._open_console, target))

    def copy_value(self, name: str, value: str) -> None:
        """Copy a value that isn't a secret, without clearing the clipboard later."""
        self._screen.run(
            lambda _: self.backend.clipboard().copy(value, 0),
            lambda to: self._screen.say(f"Copied {in_sentence(name)} to {' and '.join(to.places)}."),
        )

    def choose_format(self, target: Target) -> None:
        """Let the user choose the format, and copy the credentials in it."""
        from ssotui.tui.dialogs.copy_formats import CopyFormats  # imports Textual's lists, rarely needed

        def chosen(form: str | None) -> None:
            self._last = None
            if form:
                self._format = form
                self._copy_as(target, form)

        dialog = CopyFormats(self._format)
        dialog.set_class(self._is_production(target), "-production")
        self._screen.open_dialog(dialog, chosen)

    def _first(self, row: Row, deed: str, target: Target, then: Callable[[], None]) -> None:
        self._before.confirm(row, deed, partial(self._before.sign_in, target, then))

    def _target_of_row(self) -> tuple[Row, RoleRef | Profile]:
        """The row's role, or its profile without a role. The commands require one of them."""
        row = self._screen.row
        assert row is not None
        profile = self._state.view().profiles.get(row.text) if row.ref is None else None
        target = row.ref or (profile.ref if profile and profile.ref else profile)
        assert target is not None
        return row, target

    def _copies_again(self, target: Target) -> bool:
        """Whether these credentials were requested or copied less than ``_AGAIN`` seconds ago."""
        return self._last is not None and self._last[0] == target and self._now() - self._last[1] <= _AGAIN

    def _copy(self, target: Target) -> None:
        """Copy the credentials in the format used last."""
        self._last = (target, self._now())
        self._copy_as(target, self._format)

    def _copy_as(self, target: Target, form: str) -> None:
        from ssotui.actions import credentials

        wish = credentials.CopyRequest(target, form, self._settings.clipboard_clear_after)
        self._screen.say("Copying…")
        self._screen.run(lambda cancel: credentials.copy(self.backend, wish, cancel), self._say_copied)

    def _open_console(self, target: Target) -> None:
        from ssotui.actions import console, target_regions, targets

        wish = console.ConsoleRequest(target, usual=target_regions.UsualRegions("", self._settings.profiles_region))
        self._screen.say("Opening the console…")
        self._screen.run(
            lambda cancel: console.open_console(self.backend, wish, cancel),
            lambda opened: self._screen.say(f"Opened the console as {printable(targets.label(opened.ref))}."),
        )

    def _is_production(self, target: Target) -> bool:
        if isinstance(target, RoleRef):
            return self._state.is_production(target)
        return bool(self._state.view().production_title(Row("profile", 0, text=target.name)))

    def _say_copied(self, copied: Copied) -> None:
        """Show a message. The time for a second press starts again when it is visible."""
        if self._last is not None:
            self._last = (copied.ref, self._now())
        self._screen.refresh_details()
        self._screen.say(copied.sentence)

    def _now(self) -> float:
        return self.backend.now().timestamp()
