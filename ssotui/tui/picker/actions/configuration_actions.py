"""Commands with a dialog that change the user's files: save profiles, add a session, migrate, doctor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ssotui.core.first_use_hints import WORDS
from ssotui.core.printable import printable
from ssotui.core.profiles.account_styles import PLAIN
from ssotui.named_tuples import NamedTuple
from ssotui.tui.picker.commands import table as commands

if TYPE_CHECKING:
    from ssotui.core.configuration import Edit
    from ssotui.core.model import SsoSession
    from ssotui.core.ports.backend import Backend
    from ssotui.core.profiles.plans import Planned
    from ssotui.core.sign_in.session_changes import Migration
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState


class AfterChange(NamedTuple):
    """The next steps: ``reload`` reads the files again, ``sign_in`` opens the dialog for a new session."""

    reload: Callable[[], None]
    drop_marks: Callable[[], object]
    sign_in: Callable[[SsoSession, Callable[[], None]], None]


class ConfigurationActions:
    """Each method opens a dialog, and shows a message with the result."""

    def __init__(
        self, state: PickerState, backend: Backend, screen: ScreenProtocol, request: PickerRequest, after: AfterChange
    ) -> None:
        self._state = state
        self._backend = backend
        self._screen = screen
        self._request = request
        self._after = after

    def save_profiles(self) -> None:
        """Write profiles for the marked roles, else for that of the row."""
        from ssotui.tui.dialogs.save_profiles import SaveProfiles, words_for  # rarely needed

        state, row = self._state, self._screen.row
        refs = sorted(state.marks.refs) or ([row.ref] if row and row.ref else [])
        assert refs

        def closed(done: Planned | None) -> None:
            if done:
                self._after.drop_marks()
                self._after.reload()
                hint = (WORDS["profile"],) if self._backend.history.is_first("profile") else ()
                self._screen.say(" ".join(filter(None, (words_for(done.plan), done.edit.caution, *hint))))

        snapshot = state.snapshot._replace(catalog=state.catalog)
        dialog = SaveProfiles(self._backend, snapshot, refs, self._request.defaults)
        styles = [state.style_of(ref) for ref in refs]
        dialog.mark(next((style for style in styles if style.is_sensitive), styles[0] if len(refs) == 1 else PLAIN))
        self._screen.open_dialog(dialog, closed)

    def add_session(self) -> None:
        """Add a session, and sign in to it."""
        from ssotui.tui.dialogs.add_session import AddSession

        def closed(added: tuple[SsoSession, Edit] | None) -> None:
            if added:
                session, edit = added
                self._after.reload()
                self._screen.say(edit.caution)
                self._after.sign_in(session, lambda: None)

        self._screen.open_dialog(AddSession(self._backend), closed)

    def migrate(self) -> None:
        """Migrate legacy profiles to a session."""
        from ssotui.core.checks.settings_names import migrated_sessions  # rarely needed
        from ssotui.tui.dialogs.migrate import Migrate

        def closed(done: tuple[tuple[Migration, ...], Edit] | None) -> None:
            if done:
                self._after.reload()
                made, edit = done
                names = ", ".join(printable(migration.session.name) for migration in made)
                sign_in = commands.key_for("session.login", self._keymap)
                words = f"Migrated the profiles to {names}. Press {sign_in} on its row to sign in."
                sessions = [migration.session for migration in made]
                left = [f"{one.message} {one.hint}" for one in migrated_sessions("", self._request.settings, sessions)]
                self._screen.say(" ".join(filter(None, (words, edit.caution, *left))))

        self._screen.open_dialog(Migrate(self._backend), closed)

    def open_doctor(self) -> None:
        """Show problems of the files and other findings, and fix them."""
        from ssotui.tui.dialogs.doctor import Doctor  # rarely needed

        def closed(has_fixed: bool | None) -> None:
            if has_fixed:
                self._after.reload()

        self._screen.open_dialog(Doctor(self._backend), closed)

    @property
    def _keymap(self) -> Mapping[str, str]:
        return self._request.settings.keys
