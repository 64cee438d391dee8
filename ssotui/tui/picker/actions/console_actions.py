"""Commands that open the AWS console as the role of a row, or show the access portal's link where no browser opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ssotui.core.model import RoleRef
from ssotui.core.printable import printable
from ssotui.errors import SsoTuiError

if TYPE_CHECKING:
    from ssotui.actions.console import ConsoleOpened, ConsoleRequest
    from ssotui.core.ports.backend import Backend
    from ssotui.core.tree.rows import Row
    from ssotui.settings import Settings
    from ssotui.tui.picker.screen_protocol import Precautions, ScreenProtocol
    from ssotui.tui.picker.state import PickerState


class ConsoleActions:
    """Each command is for the row under the cursor."""

    def __init__(
        self, state: PickerState, backend: Backend, screen: ScreenProtocol, settings: Settings, before: Precautions
    ) -> None:
        self._state = state
        self._backend = backend
        self._screen = screen
        self._settings = settings
        self._before = before

    def open_console(self) -> None:
        """Open the console as the role, or with the profile's credentials."""
        assert self._screen.row is not None
        self._open_as(self._screen.row, "")

    def choose_service(self) -> None:
        """Let the user choose a service of the console, and open its page."""
        from ssotui.core.console.services import services_by_use
        from ssotui.tui.dialogs.palette import Palette, PaletteKind, run_chosen  # rarely needed
        from ssotui.tui.picker.actions.list_entries import ServiceEntries

        row = self._screen.row
        assert row is not None

        services = services_by_use(self._backend.history.load().services, self._backend.now())
        entries = ServiceEntries(services, partial(self._open_as, row))
        kind = PaletteKind(f"Console as {self._state.view().titles(row)[0]}", "type to find a service", enter="open")
        dialog = Palette(entries.found_by, kind)
        dialog.mark(self._state.view().row_style(row))
        self._screen.open_dialog(dialog, run_chosen)

    def open_link(self, url: str, session: str, copy: Callable[[], None]) -> None:
        """Open a URL of the details in the session's browser; where none can be opened, ``copy`` it."""
        from ssotui.core.sign_in.browser_commands import BrowserUse

        def opened() -> bool:
            browser = self._backend.sign_in.browser(BrowserUse(session))
            if browser.can_open:
                browser.open(url)
            return browser.can_open

        def tell(is_open: bool) -> None:
            if is_open:
                self._screen.say(f"Opened {printable(url)}")
            else:
                copy()

        self._screen.run(lambda _: opened(), tell)

    def _open_as(self, row: Row, service: str) -> None:
        from ssotui.actions import console, target_regions

        target = self._state.view().target_of(row)
        region = self._settings.of_session(target.session).region
        chosen, usual = self._state.view().chosen_region(row), target_regions.UsualRegions("", region)
        request = console.ConsoleRequest(target, service, chosen, usual)
        if isinstance(target, RoleRef) and not console.can_open(self._backend, target):
            self._before.confirm(row, "Show the link of", partial(self._show_link, target, request))
        else:
            open_console = partial(self._open_console, request)
            self._before.confirm(row, "Open the console of", partial(self._before.sign_in, target, open_console))

    def _open_console(self, request: ConsoleRequest) -> None:
        from ssotui.actions import console, targets

        def opened(done: ConsoleOpened) -> None:
            page = f"{done.service} in the console" if done.service else "the console"
            self._screen.say(f"Opened {page} as {printable(targets.label(done.target))}.")

        self._screen.say("Opening the console…")
        self._screen.run(lambda cancel: console.open_console(self._backend, request, cancel), opened)

    def _show_link(self, ref: RoleRef, request: ConsoleRequest) -> None:
        """Copy and draw the access portal's link. The console's own URL is a secret, and too long for a QR code."""
        from ssotui.actions import console
        from ssotui.core.profiles.account_styles import title_of_target
        from ssotui.tui.dialogs.portal_link import PortalLink  # rarely needed

        def copied() -> tuple[str, str]:
            link = console.portal_url(self._backend, request)
            console.count_use(self._backend, request.service)
            try:
                return link, f"Copied the link to {' and '.join(self._backend.clipboard().copy(link, 0).places)}."
            except SsoTuiError as error:
                return link, error.in_one_line

        def show(done: tuple[str, str]) -> None:
            self._screen.say(done[1])
            dialog = PortalLink(title_of_target(ref, self._state.catalog), *done)
            dialog.mark(self._state.style_of(ref))
            self._screen.open_dialog(dialog, lambda _: None)

        self._screen.run(lambda _: copied(), show)
