"""What the picker does with a role's keys: copies them, or opens the console; how that went is told by the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.core.model import RoleRef
from ssotui.core.text import printable
from ssotui.core.tree.rows import Row
from ssotui.tui.picker.fetching import Fetching
from ssotui.tui.rendering.details_content import spoken

if TYPE_CHECKING:
    from ssotui.actions.credentials import Copied
    from ssotui.actions.targets import Target

_AGAIN = 2.0  # seconds in which the same key asks for the format


class Outlets:
    """One per picker; what the user has agreed to is carried out in jobs of ``screen``."""

    def __init__(self, screen: Fetching) -> None:
        self._screen = screen
        self._settings = screen.request.settings
        self._format = self._settings.clipboard_format
        self._last: tuple[Target, float] | None = None

    def copies_again(self, ref: Target) -> bool:
        """It is less than two seconds since this role's keys were asked for, or copied: another format is wanted."""
        return self._last is not None and self._last[0] == ref and self._now() - self._last[1] <= _AGAIN

    def copy(self, ref: Target) -> None:
        """Copy the keys in the format used last."""
        self._last = (ref, self._now())
        self._copy_as(ref, self._format)

    def choose_format(self, ref: Target) -> None:
        """Let the user choose the format, and copy the keys in it."""
        from ssotui.tui.dialogs.copy_formats import CopyFormats  # with Textual's lists, which few ever need

        def chosen(form: str | None) -> None:
            self._last = None
            if form:
                self._format = form
                self._copy_as(ref, form)

        dialog = CopyFormats(self._format)
        dialog.set_class(self._is_production(ref), "-production")
        self._screen.app.push_screen(dialog, chosen)

    def open_console(self, ref: Target) -> None:
        """Open the console as the role, or with the profile's credentials."""
        from ssotui.actions import console, target_regions, targets

        wish = console.Wish(ref, usual=target_regions.Usual("", self._settings.profiles_region))
        self._screen.tell("Opening the console …")
        self._screen.run_job(
            lambda cancel: console.open_console(self._screen.backend, wish, cancel),
            lambda opened: self._screen.tell(f"Opened the console as {printable(targets.label(opened.ref))}."),
        )

    def copy_value(self, name: str, value: str) -> None:
        """Copy a value that is no secret: it stays in the clipboard."""
        self._screen.run_job(
            lambda _: self._screen.backend.clipboard().copy(value, 0),
            lambda to: self._screen.tell(f"Copied {spoken(name)} to {' and '.join(to.places)}."),
        )

    def _is_production(self, ref: Target) -> bool:
        browsing = self._screen.browsing
        if isinstance(ref, RoleRef):
            return browsing.is_production(ref)
        return bool(browsing.view().production_title(Row("profile", 0, text=ref.name)))

    def _copy_as(self, ref: Target, form: str) -> None:
        from ssotui.actions import credentials

        wish = credentials.Wish(ref, form, self._settings.clipboard_clear_after)
        self._screen.tell("Copying …")
        self._screen.run_job(
            lambda cancel: credentials.copy(self._screen.backend, wish, cancel),
            self._tell,
        )

    def _tell(self, copied: Copied) -> None:
        """The two seconds begin anew when the user can see what was done."""
        if self._last is not None:
            self._last = (copied.ref, self._now())
        self._screen.details.look_again()
        self._screen.tell(copied.sentence)

    def _now(self) -> float:
        return self._screen.backend.now().timestamp()
